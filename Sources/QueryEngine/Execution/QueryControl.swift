import Synchronization

/// What ends a query early, shared by its threads: the caller, the deadline, or the failure of
/// one of them.
///
/// Invariant: once one thread has failed, every check throws that first failure.
final class QueryControl: Sendable {
  private let isCancelled: @Sendable () -> Bool
  private let deadline: ContinuousClock.Instant?
  private let failure = Mutex<QueryError?>(nil)
  private let hasFailed = Atomic(false)

  init(_ options: QueryOptions) {
    isCancelled = options.isCancelled
    deadline = options.deadline
  }

  /// Throws when the query is to stop.
  ///
  /// Asked once a vector of some thousand rows: reading the clock takes a few dozen nanoseconds.
  func check() throws(QueryError) {
    if hasFailed.load(ordering: .acquiring), let first = failure.withLock({ $0 }) { throw first }
    if isCancelled() { throw .cancelled }
    if let deadline, ContinuousClock.now >= deadline { throw .deadlineExceeded }
  }

  /// Lets the other threads stop with a failure, unless another came first.
  func fail(_ error: QueryError) {
    failure.withLock { $0 = $0 ?? error }
    hasFailed.store(true, ordering: .releasing)
  }

  /// Throws the first failure.
  func rethrow() throws(QueryError) {
    if let first = failure.withLock({ $0 }) { throw first }
  }
}
