import Columns
import Scanning
import TestSupport
import Testing
import TraceModel
import TraceStorage

@Suite struct ScoreTests {
  private let fixture = StoreFixture()

  private func score(
    _ trace: UInt64, _ span: UInt64?, _ number: Double, time: Int64 = 0
  ) throws -> Score {
    let trace = try #require(TraceID(high: 0, low: trace))
    let target: Score.Target =
      try span.map { .span(trace: trace, span: try #require(SpanID(rawValue: $0))) }
      ?? .trace(trace)
    return Score(of: target, name: "faithfulness", number: number, time: time)
  }

  @Test func `scores that share a target are told apart across parts`() throws {
    let store = try fixture.open()
    let count = StorageLimits.segmentRowCount + 20
    let scores = try (0..<count).map { try score(1, 1, 0.5, time: Int64($0)) }
    #expect(try store.attach(scores).storedCount == count)
    let again = try store.attach(scores)
    #expect(again.storedCount == 0)
    #expect(again.duplicateCount == count)
    let trace = try #require(TraceID(high: 0, low: 1))
    #expect(try store.snapshot().scores(of: trace).count == count)
  }

  @Test func `runs are merged, and nothing is lost`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1), span(2, 1)])
    for number in 0..<70 as Range<Int64> {
      _ = try store.attach([try score(UInt64(number % 3) + 1, 1, Double(number), time: number)])
    }
    let trace = try #require(TraceID(high: 0, low: 2))
    let times = try store.snapshot().scores(of: trace).map(\.time)
    #expect(times == Array(stride(from: 1, to: 70, by: 3)))
    #expect(try store.check().problems == [])
    #expect(try store.check().scoreCount == 70)
  }

  @Test func `a snapshot does not see scores that come later`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1)])
    _ = try store.attach([try score(1, 1, 0.25)])
    let before = try store.snapshot()
    _ = try store.attach([try score(1, 1, 0.75, time: 1)])
    #expect(try numbers(in: before) == [0.25])
    #expect(try numbers(in: store.snapshot()) == [0.75])
  }

  @Test func `a score follows its span to the copy that replaces it`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1), span(1, 2)])
    _ = try store.attach([try score(1, 1, 0.25)])
    _ = try store.load([span(1, 1, name: "new", end: 5)])
    let snapshot = try store.snapshot()
    let columns = snapshot.columns(of: "faithfulness", in: .score)
    let segment = try snapshot.segment(at: snapshot.segmentCount - 1)
    #expect(segment.rowCount == 1)
    let column = try #require(columns.first)
    #expect(segment.summary(of: column.id)?.nullCount == 0)
  }

  @Test func `threads that attach and append at the same time lose nothing`() async throws {
    let store = try fixture.open()
    let scores = try (1...40 as ClosedRange<UInt64>).map { try score($0 % 4 + 1, $0, 0.5) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 as Range<Int> {
        group.addTask {
          for number in 0..<10 {
            _ = try store.attach([scores[writer * 10 + number]])
            _ = try store.append([span(UInt64(writer + 1), UInt64(number + 1))])
            if number == 5 { try store.seal() }
          }
        }
      }
      try await group.waitForAll()
    }
    let report = try store.check()
    #expect(report.problems == [])
    #expect(report.scoreCount == 40)
    #expect(report.spanCount == 40)
  }

  @Test func `a store without scores has no columns of them`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1)])
    #expect(try store.attach([]).storedCount == 0)
    #expect(try store.snapshot().columns(of: "faithfulness", in: .score).isEmpty)
  }

  @Test func `nothing is attached to a store that is open for reading`() throws {
    _ = try fixture.open().load([span(1, 1)])
    let store = try fixture.open(readOnly: true)
    #expect(throws: StorageError.readOnly) { try store.attach([try score(1, 1, 1)]) }
  }

  /// The numbers of the first segment's rows that have one.
  private func numbers(in snapshot: StorageSnapshot) throws -> [Double] {
    let column = try #require(snapshot.columns(of: "faithfulness", in: .score).first)
    let segment = try snapshot.segment(at: 0)
    let values = try segment.values(of: column.id).allDoubles()
    guard let validity = try segment.validity(of: column.id) else { return values }
    var found: [Double] = []
    for row in values.indices where validity[row / 64] >> UInt64(row % 64) & 1 == 1 {
      found.append(values[row])
    }
    return found
  }
}
