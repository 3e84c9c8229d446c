/// What a query needs from its surroundings, apart from the spans.
package struct QueryOptions: Sendable {
  /// Nanoseconds since 1970 UTC: what `since 24h` counts back from.
  package var now: Int64
  /// Values for `$name`, as text; typed as if they were written in the query.
  package var parameters: [String: String]
  /// How many spans a filter without `select` and `limit` shows; nil for all.
  package var newestLimit: Int?
  /// Bound of what the query may hold in memory beside the store's own pages.
  package var memoryByteLimit: Int
  /// A service that embeds the store should not notice a query.
  package static let defaultMemoryByteLimit = 256 << 20
  /// How many partial aggregates the segments are dealt to, to be merged in the end.
  ///
  /// The answer does not depend on it.
  package var partialCount = 1
  /// Asked once a segment and once a batch of rows; true stops the query.
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
