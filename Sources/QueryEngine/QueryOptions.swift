/// What a query needs from its surroundings, apart from the spans.
package struct QueryOptions: Sendable {
  /// Nanoseconds since 1970 UTC: what `since 24h` counts back from.
  package var now: Int64
  /// Values for `$name`, as text; typed as if they were written in the query.
  package var parameters: [String: String]
  /// How many spans a filter without `select` and `limit` shows; nil for all.
  package var newestLimit: Int?
  /// Bound of what the query may hold in memory beside the store's own pages, on all threads
  /// together.
  package var memoryByteLimit: Int
  /// A service that embeds the store should not notice a query.
  package static let defaultMemoryByteLimit = 256 << 20
  /// Threads that share the segments; nil for as many as there are processors.
  ///
  /// The answer does not depend on it. There are never more than segments to read.
  package var threadCount: Int?
  /// Whether segments are dealt to the threads in turn instead of to whoever is free.
  ///
  /// For tests: which thread sees which segment is then always the same, and each sees some.
  package var dealsInTurn = false
  /// Where partial aggregates of sealed segments are remembered, which has to be that of the store
  /// asked; nil for nowhere.
  package var cache: PartialCache?
  /// Where the texts of columns are numbered, which has to be that of the store asked; nil for
  /// nowhere.
  package var textNumbers: TextNumbers?
  /// When the query gives up; nil for never.
  package var deadline: ContinuousClock.Instant?
  /// Asked once a segment and once a batch of rows, from any of the query's threads; true stops
  /// the query.
  package var isCancelled: @Sendable () -> Bool

  package init(
    now: Int64, parameters: [String: String] = [:], newestLimit: Int? = nil,
    memoryByteLimit: Int = QueryOptions.defaultMemoryByteLimit,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.now = now
    self.parameters = parameters
    self.newestLimit = newestLimit
    self.memoryByteLimit = memoryByteLimit
    self.isCancelled = isCancelled
  }
}
