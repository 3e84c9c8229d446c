import Dispatch
import Drift
import Testing

/// Reports made on several threads.
struct WorkerTests {
  private func threads(_ count: Int) -> Workers {
    Workers(count: count) { threads, body in
      DispatchQueue.concurrentPerform(iterations: threads) { body($0) }
    }
  }

  @Test func `a report is the same on any number of threads`() {
    var sessions = Behaviour()
    sessions.hasSessions = true
    var slow = Behaviour()
    slow.latency = 1.4
    slow.errorRate = 0.15
    for (before, after) in [(Behaviour(), slow), (sessions, sessions)] {
      let input = ComparisonInput.invented(before, after, Size(300), seed: 4)
      let alone = ComparisonReport(input)
      for count in [1, 2, 5, 40] {
        #expect(ComparisonReport(input, workers: threads(count)) == alone, "\(count) threads")
      }
    }
  }

  @Test func `what is made comes in the order of the parts`() {
    let parts = Array(0..<500)
    #expect(threads(7).map(parts) { $0 * $0 } == parts.map { $0 * $0 })
    #expect(threads(7).map([Int]()) { $0 }.isEmpty)
    #expect(Workers.caller.map(["a"]) { $0 + "b" } == ["ab"])
    #expect(threads(3).map([1, 2, 3]) { $0 == 2 ? nil : $0 } == [1, nil, 3])
  }

  @Test func `the memory that a report takes grows with what is compared`() {
    let small = ComparisonInput.invented(Behaviour(), Behaviour(), Size(100), seed: 1)
    let large = ComparisonInput.invented(Behaviour(), Behaviour(), Size(2_000), seed: 1)
    #expect(large.workingByteCount(threadCount: 1) > 8 * small.workingByteCount(threadCount: 1))
    #expect(large.workingByteCount(threadCount: 4) > large.workingByteCount(threadCount: 1))
  }
}
