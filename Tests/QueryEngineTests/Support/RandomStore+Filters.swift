import QueryEngine
import Testing
import TraceModel

extension RandomStore {
  /// Filters by random conditions select the spans that plain loops select, whatever the threads.
  mutating func expectFilters(over segments: [[TestSpan]], seed: UInt64) throws {
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives()
    for _ in 0..<6 {
      let condition = self.condition()
      let expected = spans.filter { condition.holds(for: $0) == true }
        .map { Value.string($0.spanID.description) }
      let query = "\(condition.text) select span_id"
      let result = try run(query, over: source)
      #expect(Set(result.rows.map { $0[0] }) == Set(expected), "seed \(seed): \(query)")
      #expect(result.rows.count == expected.count, "seed \(seed): \(query)")
      for threadCount in [2, 7] {
        let shared = try run(query, over: source, threadCount: threadCount)
        #expect(shared.rows == result.rows, "seed \(seed), \(threadCount) threads: \(query)")
        #expect(shared.notes == result.notes, "seed \(seed), \(threadCount) threads: \(query)")
      }
    }
  }
}
