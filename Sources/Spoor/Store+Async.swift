import Dispatch
public import Drift
public import QueryEngine
public import TraceModel

/// The calls that wait, for tasks: no thread of the cooperative pool is held up.
///
/// Each runs on a thread of its own beside; in an asynchronous context Swift takes these.
extension Store {
  /// As the synchronous `query(_:_:)`; a task that is cancelled ends the query within milliseconds.
  ///
  /// - Throws: `StoreError`, as the synchronous form does; `.cancelled` when the task is.
  public func query(
    _ text: String, _ settings: QuerySettings = QuerySettings()
  ) async throws(StoreError) -> QueryResult {
    try await cancellable(settings) { (settings) throws(StoreError) in
      try self.query(text, settings)
    }
  }

  /// As the synchronous `query(_:_:)` of a query built in Swift; a task that is cancelled ends the
  /// query within milliseconds.
  ///
  /// - Throws: `StoreError`, as the synchronous form does; `.cancelled` when the task is.
  public func query(
    _ query: TypedQuery, _ settings: QuerySettings = QuerySettings()
  ) async throws(StoreError) -> QueryResult {
    try await self.query(query.text, settings)
  }

  /// As the synchronous `compare(_:_:)`; a task that is cancelled ends the comparison within
  /// milliseconds.
  ///
  /// - Throws: `StoreError`, as the synchronous form does; `.cancelled` when the task is.
  public func compare(
    _ text: String, _ settings: QuerySettings = QuerySettings()
  ) async throws(StoreError) -> [ComparisonReport] {
    try await cancellable(settings) { (settings) throws(StoreError) in
      try self.compare(text, settings)
    }
  }

  /// As the synchronous `append(_:)`; a call that began is not given up when its task is cancelled.
  ///
  /// - Throws: `StoreError`, as the synchronous form does.
  @discardableResult
  public func append(_ spans: [SpanData]) async throws(StoreError) -> WriteSummary {
    try await beside { () throws(StoreError) in try self.append(spans) }
  }

  /// As the synchronous `close()`.
  ///
  /// - Throws: `StoreError`, as the synchronous form does.
  public func close() async throws(StoreError) {
    try await beside { () throws(StoreError) in try self.close() }
  }

  private func cancellable<Answer: Sendable>(
    _ settings: QuerySettings,
    _ body: @escaping @Sendable (QuerySettings) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    let cancellation = CancellationFlag()
    var settings = settings
    let isStopped = settings.isCancelled
    settings.isCancelled = { isStopped() || cancellation.isRaised }
    let result = await withTaskCancellationHandler { [settings] in
      await outcome { () throws(StoreError) in try body(settings) }
    } onCancel: {
      cancellation.raise()
    }
    return try result.get()
  }

  private func beside<Answer: Sendable>(
    _ body: @escaping @Sendable () throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    try await outcome(body).get()
  }

  private func outcome<Answer: Sendable>(
    _ body: @escaping @Sendable () throws(StoreError) -> Answer
  ) async -> Result<Answer, StoreError> {
    await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .userInitiated).async {
        continuation.resume(returning: Result(catching: body))
      }
    }
  }
}
