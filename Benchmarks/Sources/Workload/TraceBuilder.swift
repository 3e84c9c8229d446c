import Spoor

/// A trace in the making: its identity, the time by its clock, and its spans so far.
struct TraceBuilder {
  /// Nanoseconds from one step's end to the next one's start.
  private static let pause: Int64 = 500_000

  let traceID: TraceID
  var random: RandomSource
  /// Nanoseconds since 1970 UTC.
  private(set) var clock: Int64
  private(set) var spans: [SpanData] = []
  /// Attributes that every span of the trace carries.
  var common: [Attribute] = []

  init(start: Int64, random: RandomSource) {
    self.random = random
    clock = start
    let high = self.random.next() | 1
    traceID =
      TraceID(high: high, low: self.random.next()) ?? TraceID.least
  }

  /// Begins a span that ends with its children; returns its place for `end(_:)`.
  mutating func begin(
    _ name: String, operation: String, parent: SpanID?, kind: SpanKind
  ) -> Int {
    spans.append(
      SpanData(
        traceID: traceID, spanID: identity(), parentID: parent, name: name, start: clock,
        end: nil, kind: kind,
        attributes: common + [.text("gen_ai.operation.name", operation)],
        resource: Service.resource, scope: Service.scope))
    clock += 2 * Self.pause
    return spans.count - 1
  }

  /// Ends a span that was begun, after whatever has happened since.
  mutating func end(_ place: Int, isFailed: Bool) {
    spans[place].end = clock + 2 * Self.pause
    if isFailed { spans[place].status.code = .error }
    clock += 3 * Self.pause
  }

  /// Adds a step that takes `medianSeconds` as a rule, and ends before the next one begins.
  mutating func step(
    _ name: String, medianSeconds: Double, parent: SpanID, kind: SpanKind = .internal,
    attributes: (inout RandomSource) -> [Attribute], failure: Failure? = nil
  ) {
    let latency = Int64(random.logNormal(median: medianSeconds, spread: 0.7) * 1e9)
    var span = SpanData(
      traceID: traceID, spanID: identity(), parentID: parent, name: name, start: clock,
      end: clock + latency, kind: kind, attributes: common + attributes(&random),
      resource: Service.resource, scope: Service.scope)
    if let failure {
      span.status = SpanStatus(code: .error, message: failure.message)
      span.attributes.append(.text("error.type", failure.type))
    }
    clock += latency + Self.pause
    spans.append(span)
  }

  /// A random identity, never zero.
  private mutating func identity() -> SpanID {
    SpanID(rawValue: random.next() | 1) ?? identity()
  }
}

extension TraceID {
  /// The identity that stands for one that cannot be: the workload's halves are never zero.
  fileprivate static var least: TraceID {
    guard let id = TraceID(high: 0, low: 1) else { preconditionFailure("1 is not zero") }
    return id
  }
}

extension Attribute {
  /// An attribute whose value is text.
  static func text(_ key: String, _ value: String) -> Attribute {
    Attribute(key: key, value: .string(value))
  }
}
