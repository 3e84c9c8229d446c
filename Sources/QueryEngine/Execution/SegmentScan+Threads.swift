import Synchronization

/// How a query's segments are shared among threads.
struct ThreadPlan: Sendable {
  var count: Int
  var dealsInTurn: Bool

  /// A thread takes some 50 microseconds to make, a segment as a rule longer to read: so never
  /// more threads than segments, and a query of one segment stays on the caller's.
  init(_ options: QueryOptions, segmentCount: Int) {
    count = max(1, min(options.threadCount ?? activeProcessorCount, segmentCount))
    dealsInTurn = options.dealsInTurn
  }
}

/// What one thread made of its segments.
private struct ThreadResult<Partial: Sendable>: Sendable {
  var thread: Int
  var partial: Partial
  var scan: SegmentScan
}

/// Where threads leave what they made.
private final class ThreadResults<Partial: Sendable>: Sendable {
  let all = Mutex<[ThreadResult<Partial>]>([])
}

extension SegmentScan {
  /// Visits segments on several threads, each with a partial result of its own.
  ///
  /// - Parameters:
  ///   - segments: Some of the candidates, in the order in which they are dealt.
  ///   - plan: How many threads.
  ///   - makePartial: Makes an empty partial result for a thread.
  ///   - work: Visits one segment; called on the thread of the partial result.
  /// - Returns: The partial results, one a thread.
  /// - Throws: The failure that came first; it stops the other threads at their next check.
  mutating func run<Partial: Sendable>(
    over segments: [Int], on plan: ThreadPlan,
    _ makePartial: @escaping @Sendable (_ thread: Int) -> Partial,
    _ work:
      @escaping @Sendable (
        _ segment: Int, _ scan: inout SegmentScan, _ partial: inout Partial
      ) throws(QueryError) -> Void
  ) throws(QueryError) -> [Partial] {
    let dealer = SegmentDealer(segments, toThreads: plan.count, inTurn: plan.dealsInTurn)
    let results = ThreadResults<Partial>()
    countPass(plan.count)
    let empty = cleared
    runConcurrently(onThreads: plan.count) { [control] thread in
      var scan = empty
      var partial = makePartial(thread)
      do throws(QueryError) {
        while let segment = dealer.deal(to: thread) { try work(segment, &scan, &partial) }
      } catch {
        return control.fail(error)
      }
      let result = ThreadResult(thread: thread, partial: partial, scan: scan)
      results.all.withLock { $0.append(result) }
    }
    try control.rethrow()
    let sorted = results.all.withLock { $0 }.sorted { $0.thread < $1.thread }
    for result in sorted { add(result.scan) }
    return sorted.map(\.partial)
  }
}
