public import Logging
import Spoor
import TraceModel

extension TracingConfiguration {
  /// The configuration that the environment asks for.
  ///
  /// Variables and their meanings are OpenTelemetry's, and `SPOOR_STORE` for the folder of the
  /// store; <doc:Configuration> lists them. A value that makes no sense counts as not set.
  ///
  /// - Parameters:
  ///   - variables: where to read.
  ///   - logger: is warned of each value that makes no sense.
  /// - Returns: the configuration.
  public static func fromEnvironment(
    _ variables: EnvironmentVariables = .process, logger: Logger = Logger(label: "spoor")
  ) -> TracingConfiguration {
    var reader = EnvironmentReader(variables)
    let configuration = TracingConfiguration(reading: &reader)
    for warning in reader.warnings { logger.warning("\(warning)") }
    return configuration
  }

  init(reading reader: inout EnvironmentReader) {
    self.init()
    if let path = reader.text("SPOOR_STORE") { storePath = path }
    isEnabled = !reader.boolean("OTEL_SDK_DISABLED")
    resource = .process(reading: &reader)
    if let sampler = Self.sampler(reading: &reader) { self.sampler = sampler }
    if let propagators = Self.propagators(reading: &reader) { self.propagators = propagators }
    limits = SpanLimits(reading: &reader)
    readRecording(&reader)
  }

  /// The batch processor's settings, as far as there is something like them here.
  private mutating func readRecording(_ reader: inout EnvironmentReader) {
    if let delay = reader.integer("OTEL_BSP_SCHEDULE_DELAY", in: 0...3_600_000) {
      recording.commitWindow = .milliseconds(delay)
    }
    if let count = reader.integer("OTEL_BSP_MAX_QUEUE_SIZE", in: 1...100_000_000) {
      recording.queueSpanCount = count
    }
    if let count = reader.integer("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", in: 1...100_000_000) {
      recording.batchSpanCount = count
    }
    recording.batchSpanCount = min(recording.batchSpanCount, recording.queueSpanCount)
  }

  private static func sampler(reading reader: inout EnvironmentReader) -> (any SpanSampler)? {
    guard let name = reader.text("OTEL_TRACES_SAMPLER")?.lowercased() else { return nil }
    switch name {
    case "always_on": return .alwaysOn
    case "always_off": return .alwaysOff
    case "traceidratio": return ratio(reading: &reader)
    case "parentbased_always_on": return .parentBased(root: .alwaysOn)
    case "parentbased_always_off": return .parentBased(root: .alwaysOff)
    case "parentbased_traceidratio": return .parentBased(root: ratio(reading: &reader))
    default:
      reader.warn(
        "OTEL_TRACES_SAMPLER", name,
        expected: "always_on, always_off, traceidratio, or one of these after parentbased_")
      return nil
    }
  }

  private static func ratio(reading reader: inout EnvironmentReader) -> RatioSampler {
    RatioSampler(reader.ratio("OTEL_TRACES_SAMPLER_ARG") ?? 1)
  }

  /// Those that are known here; nil where none are set.
  private static func propagators(reading reader: inout EnvironmentReader) -> Set<Propagator>? {
    guard let text = reader.text("OTEL_PROPAGATORS") else { return nil }
    var propagators: Set<Propagator> = []
    let names = text.split(separator: ",").map {
      String(Substring($0.utf8.trimmingOptionalWhitespace())).lowercased()
    }
    for name in names where name != "none" {
      if let propagator = Propagator(rawValue: name) {
        propagators.insert(propagator)
      } else {
        reader.warn(
          "OTEL_PROPAGATORS", name, expected: "tracecontext, baggage or none",
          used: "what else it says")
      }
    }
    return propagators
  }
}

extension SpanLimits {
  /// The particular variable counts before the general one.
  init(reading reader: inout EnvironmentReader) {
    self.init()
    let general = reader.integer("OTEL_ATTRIBUTE_COUNT_LIMIT", in: 0...Int.max)
    attributeValueLength =
      reader.integer("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", in: 0...Int.max)
      ?? reader.integer("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", in: 0...Int.max)
    let limits: [(variable: String, path: WritableKeyPath<SpanLimits, Int>, general: Int?)] = [
      ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", \.attributeCount, general),
      ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", \.eventAttributeCount, general),
      ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", \.linkAttributeCount, general),
      ("OTEL_SPAN_EVENT_COUNT_LIMIT", \.eventCount, nil),
      ("OTEL_SPAN_LINK_COUNT_LIMIT", \.linkCount, nil),
    ]
    for (variable, path, general) in limits {
      if let limit = reader.integer(variable, in: 0...Int.max) ?? general {
        self[keyPath: path] = limit
      }
    }
  }
}
