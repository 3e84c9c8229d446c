import InMemoryLogging
import Logging
import Spoor
import SpoorTracing
import Testing
import TraceModel

@Suite struct EnvironmentTests {
  /// A configuration, and what was warned of.
  private func read(
    _ variables: [String: String]
  ) -> (configuration: TracingConfiguration, warnings: [String]) {
    let log = InMemoryLogHandler()
    let logger = Logger(label: "test") { _ in log }
    let configuration = TracingConfiguration.fromEnvironment(
      EnvironmentVariables(variables), logger: logger)
    #expect(log.entries.allSatisfy { $0.level == .warning })
    return (configuration, log.entries.map { $0.message.description })
  }

  /// What a sampler does, told by two traces: one that every share above 0 keeps, and one that only
  /// a share of 1 keeps.
  private func kept(by sampler: any SpanSampler, parent: SpanContext? = nil) throws -> [Bool] {
    try [UInt64.max, 1 << 56].map { low in
      let candidate = SamplingCandidate(
        parent: parent, traceID: try #require(TraceID(high: 1, low: low)), name: "answer")
      return sampler.decide(on: candidate).isRecorded
    }
  }

  @Test func `without variables everything is as it is by default`() throws {
    let (configuration, warnings) = read([:])
    #expect(warnings.isEmpty)
    #expect(configuration.isEnabled)
    #expect(configuration.storePath == "traces.spoor")
    #expect(configuration.propagators == [.traceContext, .baggage])
    #expect(configuration.limits == SpanLimits())
    #expect(configuration.recording.queueSpanCount == RecordingSettings().queueSpanCount)
    #expect(try kept(by: configuration.sampler) == [true, true])
    let attributes = configuration.resource.attributes
    guard case .string(let service) = attributes.value(of: "service.name") else {
      Issue.record("no service.name")
      return
    }
    #expect(service.hasPrefix("unknown_service:"))
    #expect(attributes.value(of: "telemetry.sdk.name") == .string("spoor"))
    #expect(attributes.value(of: "telemetry.sdk.language") == .string("swift"))
    #expect(attributes.value(of: "process.pid") != nil)
    #expect(attributes.value(of: "host.name") != nil)
  }

  @Test func `an empty variable is none`() {
    let (configuration, warnings) = read([
      "OTEL_SERVICE_NAME": "", "OTEL_BSP_MAX_QUEUE_SIZE": " ", "OTEL_TRACES_SAMPLER": "",
      "OTEL_SDK_DISABLED": "", "SPOOR_STORE": "",
    ])
    #expect(warnings.isEmpty)
    #expect(configuration.isEnabled)
    #expect(configuration.storePath == "traces.spoor")
  }

  @Test func `the service's name counts before the resource's`() {
    let (configuration, warnings) = read([
      "OTEL_RESOURCE_ATTRIBUTES":
        "service.name=a, deployment.environment.name=prod%2Ceu ,host.name=box",
      "OTEL_SERVICE_NAME": "rag",
    ])
    let attributes = configuration.resource.attributes
    #expect(warnings.isEmpty)
    #expect(attributes.value(of: "service.name") == .string("rag"))
    #expect(attributes.value(of: "deployment.environment.name") == .string("prod,eu"))
    #expect(attributes.value(of: "host.name") == .string("box"))
    #expect(attributes.filter { $0.key == "host.name" }.count == 1)
  }

  @Test(arguments: ["a", "a=1,b", "=1", "a=%zz", "a=%4", "a=%ff"])
  func `resource attributes that make no sense are dropped as a whole`(_ text: String) {
    let (configuration, warnings) = read(["OTEL_RESOURCE_ATTRIBUTES": text])
    #expect(configuration.resource.attributes.value(of: "a") == nil)
    #expect(warnings.count == 1)
    #expect(warnings.first?.hasPrefix("OTEL_RESOURCE_ATTRIBUTES is \"\(text)\"") == true)
  }

  @Test(arguments: [
    ("always_on", nil, [true, true]), ("always_off", nil, [false, false]),
    ("traceidratio", "0.5", [true, false]), ("traceidratio", nil, [true, true]),
    ("parentbased_always_on", nil, [true, true]),
    ("parentbased_always_off", nil, [false, false]),
    ("parentbased_traceidratio", "0.5", [true, false]), ("TraceIDRatio", "0", [false, false]),
  ])
  func `samplers go by OpenTelemetry's names`(
    _ name: String, _ argument: String?, _ expected: [Bool]
  ) throws {
    var variables = ["OTEL_TRACES_SAMPLER": name]
    variables["OTEL_TRACES_SAMPLER_ARG"] = argument
    let (configuration, warnings) = read(variables)
    #expect(warnings.isEmpty)
    #expect(try kept(by: configuration.sampler) == expected)
    let parent = SpanContext(
      traceID: try #require(TraceID(high: 1, low: 2)), spanID: try #require(SpanID(rawValue: 3)))
    let goesByParent = name.hasPrefix("parentbased")
    #expect(
      try kept(by: configuration.sampler, parent: parent)
        == (goesByParent ? [false, false] : expected))
  }

  @Test(arguments: [
    ("OTEL_TRACES_SAMPLER", "jaeger_remote"), ("OTEL_SDK_DISABLED", "yes"),
    ("OTEL_BSP_SCHEDULE_DELAY", "-1"), ("OTEL_BSP_MAX_QUEUE_SIZE", "0"),
    ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "many"), ("OTEL_PROPAGATORS", "b3"),
    ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "1.5"), ("OTEL_SPAN_EVENT_COUNT_LIMIT", "-3"),
  ])
  func `a value that makes no sense is warned of`(_ name: String, _ value: String) throws {
    let (configuration, warnings) = read([name: value])
    #expect(warnings.count == 1)
    #expect(warnings.first?.hasPrefix("\(name) is \"\(value)\", which is not ") == true)
    #expect(configuration.isEnabled)
    #expect(configuration.limits == SpanLimits())
    #expect(configuration.recording.queueSpanCount == RecordingSettings().queueSpanCount)
    #expect(configuration.recording.batchSpanCount == RecordingSettings().batchSpanCount)
    #expect(configuration.recording.commitWindow == RecordingSettings().commitWindow)
    #expect(try kept(by: configuration.sampler) == [true, true])
  }

  @Test func `a share that makes no sense keeps everything`() throws {
    for share in ["2", "-0.5", "nan", "half"] {
      let (configuration, warnings) = read([
        "OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": share,
      ])
      #expect(warnings.count == 1)
      #expect(try kept(by: configuration.sampler) == [true, true])
    }
  }

  @Test func `the batch processor's settings are the queue's`() {
    let (configuration, warnings) = read([
      "OTEL_BSP_SCHEDULE_DELAY": "250", "OTEL_BSP_MAX_QUEUE_SIZE": "1000",
      "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "100",
    ])
    #expect(warnings.isEmpty)
    #expect(configuration.recording.commitWindow == .milliseconds(250))
    #expect(configuration.recording.queueSpanCount == 1_000)
    #expect(configuration.recording.batchSpanCount == 100)
    // A batch is no larger than the queue.
    #expect(read(["OTEL_BSP_MAX_QUEUE_SIZE": "50"]).configuration.recording.batchSpanCount == 50)
  }

  @Test func `limits go by the particular variable, then by the general one`() {
    let (configuration, warnings) = read([
      "OTEL_ATTRIBUTE_COUNT_LIMIT": "10", "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT": "4",
      "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT": "5", "OTEL_SPAN_EVENT_COUNT_LIMIT": "6",
      "OTEL_SPAN_LINK_COUNT_LIMIT": "7", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "8",
    ])
    #expect(warnings.isEmpty)
    var expected = SpanLimits()
    expected.attributeCount = 10
    expected.eventAttributeCount = 4
    expected.linkAttributeCount = 5
    expected.eventCount = 6
    expected.linkCount = 7
    expected.attributeValueLength = 8
    #expect(configuration.limits == expected)
    let particular = read([
      "OTEL_ATTRIBUTE_COUNT_LIMIT": "10", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT": "20",
      "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "8", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT": "9",
    ]).configuration.limits
    #expect(particular.attributeCount == 20)
    #expect(particular.attributeValueLength == 9)
  }

  @Test func `propagators are those named, or none`() {
    #expect(
      read(["OTEL_PROPAGATORS": "baggage, TraceContext"]).configuration.propagators
        == [.baggage, .traceContext])
    #expect(read(["OTEL_PROPAGATORS": "none"]).configuration.propagators.isEmpty)
    let (configuration, warnings) = read(["OTEL_PROPAGATORS": "tracecontext,b3"])
    #expect(configuration.propagators == [.traceContext])
    #expect(
      warnings == [
        "OTEL_PROPAGATORS is \"b3\", which is not tracecontext, baggage or none; "
          + "what else it says is used"
      ])
  }

  @Test func `the store's folder and the switch are read`() {
    let (configuration, warnings) = read([
      "SPOOR_STORE": "/data/rag.spoor", "OTEL_SDK_DISABLED": "True",
    ])
    #expect(warnings.isEmpty)
    #expect(configuration.storePath == "/data/rag.spoor")
    #expect(!configuration.isEnabled)
  }
}
