public import Spoor
public import TraceModel

/// What a tracer does, and where its spans go.
///
/// ``fromEnvironment(_:logger:)`` reads it from OpenTelemetry's variables; whatever is set
/// afterwards counts before them.
public struct TracingConfiguration: Sendable {
  /// The folder of the store.
  public var storePath = "traces.spoor"
  /// Whether spans are recorded; where they are not, no store is opened, and headers go on as they
  /// come.
  public var isEnabled = true
  /// What spans say of this process.
  public var resource = Resource.process(serviceName: nil)
  /// Decides which spans are recorded.
  public var sampler: any SpanSampler = .parentBased(root: .alwaysOn)
  /// What goes on in headers.
  public var propagators: Set<Propagator> = [.traceContext, .baggage]
  /// How much a span may hold.
  public var limits = SpanLimits()
  /// How spans are queued and written.
  public var recording = RecordingSettings()
  /// How long spans that are still queued may take to be written when the service shuts down.
  public var shutdownDeadline = Duration.seconds(5)
  /// How often the numbers of the queue are given to swift-metrics.
  public var metricsInterval = Duration.seconds(10)

  /// The defaults, whatever the environment says.
  public init() {}
}
