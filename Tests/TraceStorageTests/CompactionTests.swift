import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

@Suite struct CompactionTests {
  private let fixture = StoreFixture()

  @Test func `small segments become one, and the answers stay`() throws {
    let store = try fixture.open()
    var generator = SpanGenerator(seed: 1)
    let spans = generator.spans(600)
    for first in stride(from: 0, to: spans.count, by: 50) {
      _ = try store.load(Array(spans[first..<first + 50]))
    }
    let before = try contents(store)
    let report = try store.compact(.thorough)
    #expect(report.isComplete)
    #expect(report.removedSegmentCount == 12)
    #expect(report.writtenSegmentCount == 1)
    #expect(report.spanCount == 600)
    #expect(try store.statistics().segmentCount == 1)
    #expect(try contents(store) == before)
    #expect(try store.check().problems == [])
    #expect(try store.compact(.thorough).removedSegmentCount == 0)
  }

  @Test func `the fragments of a trace lie together again`() throws {
    let store = try fixture.open()
    for number in 1...10 as ClosedRange<UInt64> {
      _ = try store.load([
        span(7, number, name: "\(number)", start: Int64(number), parent: number - 1),
        span(100 + number, 1, start: Int64(number)),
      ])
    }
    let trace = try #require(TraceID(high: 0, low: 7))
    #expect(try store.snapshot().fragments(of: trace).count == 10)
    _ = try store.compact(.thorough)
    let fragments = try store.snapshot().fragments(of: trace)
    #expect(fragments.map(\.rows.count) == [10])
    #expect(try store.names(ofTrace: 7) == (1...10).map(String.init))
  }

  @Test func `rows that no longer count go`() throws {
    let store = try fixture.open()
    _ = try store.load((1...20).map { span(1, $0, name: "old", start: 5, end: 10) })
    _ = try store.load((1...10).map { span(1, $0, name: "new", start: 5, end: 20) })
    #expect(try store.statistics().deadRowCount == 10)
    let report = try store.compact(.thorough)
    #expect(report.deadRowCount == 10)
    #expect(try store.statistics().deadRowCount == 0)
    let names = try store.names(ofTrace: 1)
    #expect(names.count { $0 == "new" } == 10)
    #expect(names.count == 20)
    #expect(try store.check().problems == [])
  }

  @Test func `a segment without a live row goes without another in its place`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1, name: "old", end: 10)])
    _ = try store.append([span(1, 1, name: "new", end: 20)])
    let report = try store.compact(.background)
    #expect(report.removedSegmentCount == 1)
    #expect(report.writtenSegmentCount == 0)
    #expect(try store.names(ofTrace: 1) == ["new"])
    #expect(try store.snapshot().traceIndex().directory.runs.isEmpty)
    #expect(try store.check().problems == [])
  }

  @Test func `a snapshot from before goes on as it was`() throws {
    let store = try fixture.open()
    for number in 1...5 as ClosedRange<UInt64> { _ = try store.load([span(1, number)]) }
    let before = try store.snapshot()
    _ = try store.compact(.thorough)
    for number in 6...30 as ClosedRange<UInt64> { _ = try store.load([span(1, number)]) }
    _ = try store.compact(.thorough)
    let trace = try #require(TraceID(high: 0, low: 1))
    #expect(try before.spans(of: trace).count == 5)
    #expect(before.segmentCount == 5)
    #expect(try store.snapshot().spans(of: trace).count == 30)
  }

  @Test func `spans that are appended meanwhile do not undo a merge`() throws {
    let store = try fixture.open()
    for number in 1...5 as ClosedRange<UInt64> { _ = try store.load([span(1, number)]) }
    var appended: UInt64 = 0
    let report = try store.compact(.thorough) {
      appended += 1
      _ = try? store.append([span(2, appended)])
      return false
    }
    #expect(report.isComplete)
    #expect(report.writtenSegmentCount == 1)
    #expect(try store.names(ofTrace: 2).count == Int(appended))
    #expect(try store.check().problems == [])
  }

  @Test func `a merge that others keep overtaking is left, and nothing is lost`() throws {
    let store = try fixture.open()
    for number in 1...5 as ClosedRange<UInt64> { _ = try store.load([span(1, number)]) }
    var loaded: UInt64 = 0
    let report = try store.compact(.thorough) {
      loaded += 1
      _ = try? store.load([span(2, loaded)])
      return false
    }
    #expect(!report.isComplete)
    #expect(report.removedSegmentCount == 0)
    #expect(try store.names(ofTrace: 1).count == 5)
    #expect(try store.names(ofTrace: 2).count == Int(loaded))
    #expect(try store.check().problems == [])
  }

  @Test func `a row that dies during a merge stays dead`() throws {
    let store = try fixture.open()
    for number in 1...5 as ClosedRange<UInt64> {
      _ = try store.load([span(1, number, name: "old", end: 10)])
    }
    var isFirst = true
    let report = try store.compact(.thorough) {
      if isFirst { _ = try? store.append([span(1, 3, name: "new", end: 20)]) }
      isFirst = false
      return false
    }
    #expect(report.isComplete)
    #expect(try store.names(ofTrace: 1).sorted() == ["new", "old", "old", "old", "old"])
    #expect(try store.check().problems == [])
  }

  @Test func `a cancelled compaction keeps what it has merged`() throws {
    let store = try fixture.open()
    for number in 1...5 as ClosedRange<UInt64> { _ = try store.load([span(1, number)]) }
    let report = try store.compact(.thorough) { true }
    #expect(!report.isComplete)
    #expect(report.removedSegmentCount == 0)
    #expect(try store.statistics().segmentCount == 5)
  }

  @Test func `progress goes up to what was expected`() throws {
    let store = try fixture.open()
    for number in 1...3 as ClosedRange<UInt64> {
      _ = try store.load([span(1, number), span(2, number)])
    }
    var told: [[Int]] = []
    _ = try store.compact(.thorough, progress: { told.append([$0, $1]) })
    #expect(told == [[0, 6], [2, 6], [4, 6], [6, 6]])
  }

  @Test func `a segment that is larger than it looked is not tried twice`() throws {
    let store = try fixture.open()
    for number in 1...4 as ClosedRange<UInt64> {
      _ = try store.load([span(1, number, name: String(repeating: "x", count: 600))])
    }
    var policy = CompactionPolicy.thorough
    policy.byteLimit = 2_000
    let report = try store.compact(policy)
    #expect(report.isComplete)
    #expect(report.writtenSegmentCount <= 2)
    #expect(try store.check().problems == [])
  }

  @Test func `runs of the index are written anew once most of their postings are dead`() throws {
    let store = try fixture.open()
    for number in 1...70 as ClosedRange<UInt64> {
      _ = try store.load([span(number, 1), span(1_000, number)])
    }
    _ = try store.compact(.thorough)
    let snapshot = try store.snapshot()
    let index = try snapshot.traceIndex()
    let postings = try index.directory.runs.reduce(0) { count, run in
      try count + index.postings(of: run) { _ in true }.count
    }
    #expect(postings == 71)
    #expect(try store.names(ofTrace: 1_000).count == 70)
  }

  @Test func `a store that is open for reading is not compacted`() throws {
    _ = try fixture.open()
    let store = try fixture.open(readOnly: true)
    #expect(throws: StorageError.readOnly) { try store.compact(.thorough) }
  }

  private func contents(_ store: TraceDatabase) throws -> [[UInt8]] {
    let snapshot = try store.snapshot()
    return try snapshot.traces(startingWith: "", limit: .max).flatMap {
      try snapshot.spans(of: $0).map(\.canonicalBytes)
    }
  }
}
