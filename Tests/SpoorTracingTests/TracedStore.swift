import Spoor
import SpoorTracing
import TestSupport
import Testing
import TraceModel
import Tracing

/// A store in a folder of its own, and a tracer that writes to it.
struct TracedStore {
  let folder = TemporaryFolder()
  let store: Store
  let tracer: SpoorTracer

  init(
    sampler: any SpanSampler = .alwaysOn, limits: SpanLimits = SpanLimits(),
    recording: RecordingSettings = RecordingSettings()
  ) throws {
    store = try Store.open(folder.appending("traces.spoor"), recording: recording)
    tracer = SpoorTracer(
      store: store, sampler: sampler, resource: .process(serviceName: "tests"), limits: limits)
  }

  /// The spans of all traces that have ended, once they are stored, by their starts.
  ///
  /// A span that a test leaves open is stored as running where the machine is slow.
  func spans() async throws -> [SpanData] {
    try await store.flush()
    let ids = try await store.query("group by trace_id select count()").rows.map { $0[0] }
    var spans: [SpanData] = []
    for case .string(let text) in ids {
      spans += try store.trace(try #require(TraceID(text)))
    }
    return spans.filter { $0.end != nil }.sorted { $0.start < $1.start }
  }

  /// The only span there is.
  func span() async throws -> SpanData {
    let spans = try await spans()
    try #require(spans.count == 1)
    return spans[0]
  }
}

/// An error that says something of itself.
struct Mishap: Error, CustomStringConvertible {
  var description = "the model is out"
}

/// A moment that a test chooses.
struct Moment: TracerInstant {
  var nanosecondsSinceEpoch: UInt64

  static func < (left: Moment, right: Moment) -> Bool {
    left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
  }
}

/// Headers as a dictionary.
struct HeaderCarrier: Extractor, Injector {
  func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }

  func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
    carrier[key] = value
  }
}
