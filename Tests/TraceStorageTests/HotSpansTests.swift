import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

/// What a process remembers of the hot batches.
@Suite struct HotSpansTests {
  private let fixture = StoreFixture()

  /// Batches of spans from few identities, so that they replace each other within their part and
  /// supersede those of earlier ones.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `what a process appended is what another reads from the batches`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var generator = SpanGenerator(seed: seed)
    let store = try fixture.open(hotRowCount: 60)
    var latest: [SpanKey: SpanData] = [:]
    for round in 0..<60 {
      let spans = try makeBatch(&generator, &random, end: Int64(round))
      _ = try store.append(spans)
      for span in spans { latest[SpanKey(span)] = span }
      if random.chance(5), let seal = try store.prepareSeal() {
        seal.part.liveSpans.forEach { (spans, index) in latest[SpanKey(spans[index])] = nil }
        #expect(try store.commit(seal))
      }
      guard round.isMultiple(of: 6) else { continue }
      let mine = try store.snapshot().hot
      var read = HotSpans(limits: store.hotLimits)
      try read.refresh(try store.snapshot().transaction, store.databases.hot)
      #expect(contents(of: mine) == contents(of: read))
      #expect(mine.parts.map(\.lastSequence) == read.parts.map(\.lastSequence))
      #expect(mine.parts.map(\.digest) == read.parts.map(\.digest))
      #expect(mine.groups.map(\.number) == read.groups.map(\.number))
      #expect(mine.count == latest.count)
      for (key, span) in latest {
        #expect(mine.span(key)?.canonicalBytes == span.canonicalBytes)
        #expect(mine.spans(of: key.trace).contains { $0.canonicalBytes == span.canonicalBytes })
        #expect(!mine.groups(of: key.trace).isEmpty)
      }
    }
  }

  @Test func `parts hold as many whole batches as a segment takes`() throws {
    let store = try fixture.open(hotRowCount: 100)
    for (batch, count) in [30, 30, 30, 30, 100, 250, 1].enumerated() {
      _ = try store.append((1...UInt64(count)).map { span(UInt64(batch + 1), $0) })
    }
    #expect(try store.snapshot().hot.parts.map(\.rowCount) == [90, 30, 100, 250, 1])
  }

  private func makeBatch(
    _ generator: inout SpanGenerator, _ random: inout SeededGenerator, end: Int64
  ) throws -> [SpanData] {
    var batch: [SpanKey: SpanData] = [:]
    for var span in generator.spans(Int.random(in: 1...25, using: &random)) {
      span.traceID = try #require(TraceID(high: 1, low: .random(in: 1...20, using: &random)))
      span.spanID = try #require(SpanID(rawValue: .random(in: 1...12, using: &random)))
      span.end = end
      batch[SpanKey(span)] = span
    }
    return Array(batch.values)
  }

  private func contents(of hot: HotSpans) -> [[UInt8]] {
    var all: [[UInt8]] = []
    hot.forEach { all.append($0.canonicalBytes) }
    return all
  }
}
