public import Logging
public import ServiceLifecycle
public import Spoor

/// Keeps a process's tracing going, and ends it in order.
///
/// As a service of a `ServiceGroup` it gives the queue's numbers to swift-metrics now and then, and
/// at graceful shutdown writes what is queued, within a deadline, and logs what it could not write.
public struct TracingService: Service {
  /// The tracer whose spans go to the store.
  public let tracer: SpoorTracer
  /// The store; nil where tracing is switched off.
  public let store: Store?
  private let shutdownDeadline: Duration
  private let metricsInterval: Duration
  private let logger: Logger

  /// Opens the store that a configuration names, and makes a tracer; no instrument becomes global.
  ///
  /// - Throws: what opening a store throws.
  public init(
    _ configuration: TracingConfiguration, logger: Logger = Logger(label: "spoor")
  ) throws(StoreError) {
    self.logger = logger
    shutdownDeadline = configuration.shutdownDeadline
    metricsInterval = configuration.metricsInterval
    guard configuration.isEnabled else {
      store = nil
      tracer = SpoorTracer(switchedOffWith: configuration.propagators)
      return
    }
    let store = try Store.open(configuration.storePath, recording: configuration.recording)
    self.store = store
    tracer = SpoorTracer(
      store: store, sampler: configuration.sampler, resource: configuration.resource,
      propagators: configuration.propagators, limits: configuration.limits)
  }

  /// Runs until the service group shuts down, or the task is cancelled; then writes what is queued.
  ///
  /// It does not throw: a service shall not fail over how it is observed.
  public func run() async {
    guard let store else {
      try? await gracefulShutdown()
      return
    }
    var metrics = RecordingMetrics()
    while await isUndisturbed(for: metricsInterval) {
      metrics.publish(store.recordingStatistics)
    }
    await shutDown(store)
    metrics.publish(store.recordingStatistics)
  }

  /// Waits; false where it was asked to end meanwhile.
  private func isUndisturbed(for duration: Duration) async -> Bool {
    do {
      try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
      return !Task.isShuttingDownGracefully && !Task.isCancelled
    } catch {
      return false
    }
  }

  /// Writes what is queued, and logs what could not be written.
  private func shutDown(_ store: Store) async {
    let deadline = shutdownDeadline
    // A task of its own, since this one may be cancelled, and waiting has to go on all the same.
    let report = await Task { await store.shutdown(within: deadline) }.value
    let metadata: Logger.Metadata = [
      "store": "\(store.path)", "spans_written": "\(report.statistics.writtenCount)",
      "spans_dropped": .dictionary(
        report.statistics.droppedCounts.reduce(into: [:]) { $0[$1.key.rawValue] = "\($1.value)" }),
    ]
    guard report.unwrittenCount > 0 || report.failure != nil else {
      logger.debug("Every span that was queued is stored.", metadata: metadata)
      return
    }
    let reason = report.failure.map { "\($0)" } ?? "the disk did not answer in time"
    logger.error(
      "\(report.unwrittenCount) spans could not be stored within \(deadline): \(reason)",
      metadata: metadata)
  }
}
