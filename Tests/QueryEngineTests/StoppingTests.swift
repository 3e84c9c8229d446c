import QueryEngine
import QuerySyntax
import Scanning
import Synchronization
import Testing
import TraceModel

/// Queries that end before their time.
struct StoppingTests {
  private static let queries = [
    "select count()", "group by model select p95(latency), count_distinct(span_id)",
    "name = call order by latency desc limit 3", "input contains x select count()",
    "latency > (ttft + 1s) select count()",
  ]

  private func source() throws -> MemorySource {
    MemorySource(
      try (0..<6).map { segment in
        try (0..<300).map {
          try testSpan(
            segment * 300 + $0, latency: Int64($0), [.model: "m\($0 % 7)", .input: "hello"])
        }
      })
  }

  private func run(_ query: String, _ source: any ScanSource, _ options: QueryOptions) throws {
    _ = try QueryEngine.run(
      try Parser.parse(query), text: query, over: source, options: options)
  }

  @Test(arguments: queries, [1, 3])
  func `a cancelled query stops, whenever it is cancelled`(
    _ query: String, _ threadCount: Int
  ) throws {
    let source = try source()
    var askedCount = 0
    // Cancelled at the first look, the second, and so on, until the query gets through.
    for allowed in 0..<1_000 {
      let counter = Counter()
      var options = QueryOptions(now: 0, isCancelled: { counter.next() >= allowed })
      options.threadCount = threadCount
      do {
        try run(query, source, options)
        askedCount = allowed
        break
      } catch QueryError.cancelled {
        continue
      }
    }
    // Once a segment at least.
    #expect(askedCount >= 6, "\(query)")
  }

  @Test(arguments: queries, [1, 3])
  func `a query past its deadline says so`(_ query: String, _ threadCount: Int) throws {
    var options = QueryOptions(now: 0)
    options.threadCount = threadCount
    options.deadline = ContinuousClock.now
    #expect(throws: QueryError.deadlineExceeded) { try run(query, try source(), options) }
    options.deadline = ContinuousClock.now + .seconds(3_600)
    try run(query, try source(), options)
  }

  @Test(arguments: [1, 2, 7])
  func `the failure of one thread is the query's`(_ threadCount: Int) throws {
    var options = QueryOptions(now: 0)
    options.threadCount = threadCount
    options.dealsInTurn = true
    let source = FailingSource(source: try source(), failing: 4)
    #expect(throws: QueryError.storage(.damaged("segment 4"))) {
      try run("select count()", source, options)
    }
  }
}

private final class Counter: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.add(1, ordering: .relaxed).oldValue }
}

/// A source one of whose segments cannot be read.
private struct FailingSource: ScanSource {
  let source: MemorySource
  let failing: Int

  var segmentCount: Int { source.segmentCount }
  var attributeColumns: [AttributeColumn] { source.attributeColumns }

  func segment(at index: Int) throws(ScanError) -> any ScanSegment {
    guard index != failing else { throw .damaged("segment \(index)") }
    return try source.segment(at: index)
  }

  func startRange(ofSegmentAt index: Int) -> ClosedRange<Int64>? {
    source.startRange(ofSegmentAt: index)
  }

  func sharedTraces(ofSegmentAt index: Int) throws(ScanError) -> [UInt32] { [] }
  func fragments(ofTraceAt row: Int, inSegmentAt index: Int) throws(ScanError) -> [TraceRows] { [] }
  func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] {
    source.columns(of: key, in: scope)
  }
}
