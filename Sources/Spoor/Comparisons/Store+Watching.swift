extension Store {
  /// Watches a comparison while spans are written: a state at once, and one after each interval.
  ///
  /// ```swift
  /// let watch = try store.watch(
  ///   "since 1h compare prompt_version v3 vs v4 on latency, error_rate()", every: .seconds(30))
  /// for try await state in watch where state.hasRegressed {
  ///   rollBack()
  ///   break
  /// }
  /// ```
  ///
  /// One may look as often as one likes and stop when one likes: its p-values and intervals hold at
  /// all times, which those of `compare` do not. `since 1h` is the hour before the call.
  ///
  /// - Parameters:
  ///   - text: A query with `compare … on …`; of fields, means and shares.
  ///   - interval: From one state to the next; a state that nobody waits for is not made.
  ///   - delay: How long ago a trace must have ended to be counted, so that its spans are there.
  ///   - longest: How long traces take at most: so long before that it must have begun, so that a
  ///     new version is not judged by those of its traces that end first.
  ///   - settings: As of a query.
  /// - Returns: States, until the task that iterates is cancelled.
  /// - Throws: `StoreError.refused` for what cannot be watched.
  public func watch(
    _ text: String, every interval: Duration, delay: Duration = .seconds(30),
    longest: Duration = .seconds(300), _ settings: QuerySettings = QuerySettings()
  ) throws(StoreError) -> ComparisonWatch {
    ComparisonWatch(
      looks: try ComparisonLooks(text, at: self, delay: delay, longest: longest, settings),
      interval: interval)
  }

  /// Watches a comparison that a query built in Swift says.
  ///
  /// As `watch(_:every:delay:longest:_:)` of its text in all respects.
  public func watch(
    _ query: TypedQuery, every interval: Duration, delay: Duration = .seconds(30),
    longest: Duration = .seconds(300), _ settings: QuerySettings = QuerySettings()
  ) throws(StoreError) -> ComparisonWatch {
    try watch(query.text, every: interval, delay: delay, longest: longest, settings)
  }
}
