public import Spoor
import Tracing

/// Tracing of this process into a Spoor store.
public enum SpoorTracing {
  /// Opens the store, and makes its tracer that of the process.
  ///
  /// ```swift
  /// LoggingSystem.bootstrap(
  ///   StreamLogHandler.standardError(label:metadataProvider:), metadataProvider: .traceContext)
  /// let tracing = try SpoorTracing.bootstrap()
  /// let services = ServiceGroup(services: [tracing, server], …)
  /// try await services.run()
  /// ```
  ///
  /// Call it once, before the first span, and not where another instrument was made global. Name the
  /// service before those that make spans, so that it shuts down after them.
  ///
  /// - Parameter configuration: what to do; what the environment says unless given.
  /// - Returns: the service that writes what is queued when the process shuts down.
  /// - Throws: what opening a store throws.
  @discardableResult
  public static func bootstrap(
    _ configuration: TracingConfiguration = .fromEnvironment()
  ) throws(StoreError) -> TracingService {
    let service = try TracingService(configuration)
    InstrumentationSystem.bootstrap(service.tracer)
    return service
  }
}
