import TestSupport
import Testing
import TraceModel
import TraceStorage

@Suite struct RetentionTests {
  private let fixture = StoreFixture()

  private func candidate(
    _ segment: UInt32, last: Int64, spans: Int = 10, bytes: Int = 100
  ) -> RetentionPlan.Candidate {
    RetentionPlan.Candidate(
      segment: segment, spanCount: spans, byteCount: bytes, greatestStart: last)
  }

  private func dropped(
    _ candidates: [RetentionPlan.Candidate], used: Int = 0, hot: Int = 0, _ limits: RetentionLimits
  ) -> [UInt32] {
    RetentionPlan(candidates, usedByteCount: used, hotSpanCount: hot, limits)
      .drops.map(\.candidate.segment)
  }

  @Test func `a segment goes for its age when its last span is too old`() {
    let segments = [candidate(1, last: 30), candidate(2, last: 10), candidate(3, last: 20)]
    #expect(dropped(segments, RetentionLimits(oldestStart: 20)) == [2])
    #expect(dropped(segments, RetentionLimits(oldestStart: 21)) == [2, 3])
    #expect(dropped(segments, RetentionLimits(oldestStart: 10)) == [])
  }

  @Test func `the oldest go until no more spans are left than may be`() {
    let segments = [candidate(1, last: 30), candidate(2, last: 10), candidate(3, last: 20)]
    #expect(dropped(segments, RetentionLimits(spanCount: 30)) == [])
    #expect(dropped(segments, RetentionLimits(spanCount: 29)) == [2])
    #expect(dropped(segments, RetentionLimits(spanCount: 0)) == [2, 3])
    #expect(dropped(segments, hot: 5, RetentionLimits(spanCount: 30)) == [2])
  }

  @Test func `segments share what the file uses by their bytes`() {
    let segments = [candidate(1, last: 1), candidate(2, last: 2, bytes: 300)]
    #expect(dropped(segments, used: 4_000, RetentionLimits(byteCount: 4_000)) == [])
    #expect(dropped(segments, used: 4_000, RetentionLimits(byteCount: 3_999)) == [1])
    #expect(dropped(segments, used: 4_000, RetentionLimits(byteCount: 2_999)) == [1])
  }

  @Test func `each segment goes for the first limit that asks for it`() {
    let segments = (1...4).map { candidate(UInt32($0), last: Int64($0)) }
    let plan = RetentionPlan(
      segments, usedByteCount: 400, hotSpanCount: 0,
      RetentionLimits(oldestStart: 2, byteCount: 250, spanCount: 15))
    #expect(plan.drops.map(\.reason) == [.age, .size, .count])
  }

  @Test func `the newest segment goes for its age only`() {
    let segments = [candidate(1, last: 30, spans: 1_000), candidate(2, last: 10)]
    #expect(dropped(segments, RetentionLimits(spanCount: 999)) == [2])
    #expect(dropped(segments, hot: 3, RetentionLimits(spanCount: 1)) == [2])
    #expect(dropped(segments, used: 9_000, RetentionLimits(byteCount: 1)) == [2])
    #expect(dropped(segments, RetentionLimits(oldestStart: 31)) == [2, 1])
    #expect(
      dropped(segments, used: 9, RetentionLimits(oldestStart: 31, byteCount: 1)) == [2, 1])
  }

  @Test func `without limits nothing goes`() {
    #expect(dropped([candidate(1, last: 1)], used: 1_000, RetentionLimits()) == [])
  }

  @Test func `whole segments go, and the rest is as it was`() throws {
    let store = try fixture.open()
    for number in 1...12 as ClosedRange<UInt64> {
      _ = try store.load([
        span(number, 1, start: Int64(number) * 10), span(99, number, start: Int64(number) * 10),
      ])
    }
    let report = try store.retain(RetentionLimits(oldestStart: 50))
    #expect(report.segmentCounts == [.age: 4])
    #expect(report.spanCount == 8)
    #expect(report.byteCount > 0)
    #expect(report.keptSegmentCount == 8)
    #expect(report.keptSpanCount == 16)
    #expect(report.isComplete)
    for number in 1...12 as ClosedRange<UInt64> {
      #expect(try store.names(ofTrace: number).count == (number < 5 ? 0 : 1))
    }
    #expect(try store.names(ofTrace: 99).count == 8)
    #expect(try store.check().problems == [])
    #expect(try store.retain(RetentionLimits(oldestStart: 50)).segmentCount == 0)
  }

  @Test func `a preview tells what would go, and nothing does`() throws {
    let store = try fixture.open()
    for number in 1...4 as ClosedRange<UInt64> {
      _ = try store.load([span(number, 1, start: Int64(number))])
    }
    let limits = RetentionLimits(spanCount: 3)
    let preview = try store.retentionPreview(limits)
    #expect(try store.statistics().spanCount == 4)
    #expect(try store.retain(limits) == preview)
    #expect(try store.statistics().spanCount == 3)
  }

  @Test func `hot spans are sealed first, so that old ones go too`() throws {
    let store = try fixture.open()
    _ = try store.append([span(1, 1, start: 5)])
    #expect(try store.retentionPreview(RetentionLimits(oldestStart: 10)).hotSpanCount == 1)
    _ = try store.append([span(2, 1, start: 15)])
    // One segment, and its last span is young enough.
    #expect(try store.retain(RetentionLimits(oldestStart: 10)).segmentCount == 0)
    #expect(try store.statistics().hotSpanCount == 0)
    #expect(try store.statistics().spanCount == 2)
    #expect(try store.retain(RetentionLimits(oldestStart: 16)).segmentCounts == [.age: 1])
    #expect(try store.statistics().spanCount == 0)
    #expect(try store.check().problems == [])
  }

  @Test func `what went may come again`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1, name: "first", start: 1)])
    _ = try store.retain(RetentionLimits(oldestStart: 2))
    #expect(try store.load([span(1, 1, name: "again", start: 1)]).storedCount == 1)
    #expect(try store.names(ofTrace: 1) == ["again"])
    #expect(try store.check().problems == [])
  }

  @Test func `a snapshot from before still has what went`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1, start: 1)])
    let before = try store.snapshot()
    _ = try store.retain(RetentionLimits(oldestStart: 2))
    _ = try store.load((1...500).map { span(2, $0, start: 1) })
    let trace = try #require(TraceID(high: 0, low: 1))
    #expect(try before.spans(of: trace).count == 1)
    #expect(try store.names(ofTrace: 1).isEmpty)
  }

  @Test func `cancelled retention leaves a sound store and says that it is not complete`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1, start: 1)])
    let report = try store.retain(RetentionLimits(oldestStart: 2), isCancelled: { true })
    #expect(!report.isComplete)
    #expect(report.segmentCount == 0)
    #expect(report.keptSpanCount == 1)
  }

  @Test func `the file does not grow where what comes goes again`() throws {
    let store = try fixture.open()
    var generator = SpanGenerator(seed: 3)
    var sizes: [Int] = []
    for _ in 0..<12 {
      for _ in 0..<4 {
        let spans = generator.spans(300).map { made in
          var span = made
          span.traceID = TraceID(high: 1, low: .random(in: 1 ... .max)) ?? made.traceID
          return span
        }
        _ = try store.load(spans)
      }
      _ = try store.retain(RetentionLimits(spanCount: 600))
      sizes.append(try store.statistics().fileByteCount)
    }
    let settled = try #require(sizes.dropFirst(3).first)
    #expect((sizes.last ?? 0) <= settled * 5 / 4, "\(sizes)")
    #expect(try store.check().problems == [])
  }

  @Test func `the size that is asked for is kept to`() throws {
    let store = try fixture.open()
    var generator = SpanGenerator(seed: 4, traceCount: 1_000_000)
    for _ in 0..<10 { _ = try store.load(generator.spans(400)) }
    let used = try store.statistics().usedByteCount
    let report = try store.retain(RetentionLimits(byteCount: used / 2))
    #expect(report.segmentCount > 0)
    #expect(try store.statistics().usedByteCount <= used / 2)
    #expect(report.keptSegmentCount >= 2)
  }
}
