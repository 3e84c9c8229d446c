/// The threshold of consistent sampling: a trace is kept if its random number is not below it.
///
/// Both have 56 bits. Samplers of one trace that follow this agree on which traces they keep, so
/// that of two thresholds the greater one tells how probable it was.
/// https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
package struct SamplingThreshold: Hashable, Comparable, Sendable {
  /// 0 (everything is kept) to 2^56 (nothing is).
  package let value: UInt64

  private static let range: UInt64 = 1 << 56

  /// Keeps everything.
  package static let always = SamplingThreshold(value: 0)

  private init(value: UInt64) {
    self.value = value
  }

  /// Of a probability, cut to 0 through 1; not a number counts as 1: nothing is lost by mistake.
  package init(probability: Double) {
    let kept = probability.isNaN ? 1 : min(max(probability, 0), 1)
    value = Self.range - UInt64((kept * 0x1p56).rounded(.toNearestOrAwayFromZero))
  }

  /// What a trace state says in `ot=th:…`; nil where it does not.
  package init?(traceState: String) {
    let probability = SamplingProbability.pairs(ofTraceState: traceState)
      .first { $0.key == "th" }.flatMap { SamplingProbability.probability(threshold: $0.value) }
    guard let probability else { return nil }
    self.init(probability: probability)
  }

  package static func < (left: SamplingThreshold, right: SamplingThreshold) -> Bool {
    left.value < right.value
  }

  /// Whether a trace is kept: by the random number of its trace state, else of its id.
  package func keeps(_ trace: TraceID, traceState: String = "") -> Bool {
    Self.randomNumber(of: trace, traceState: traceState) >= value
  }

  /// The trace state's `rv`; else the last 56 bits of the id, which are random by W3C's level 2.
  private static func randomNumber(of trace: TraceID, traceState: String) -> UInt64 {
    let stated = SamplingProbability.pairs(ofTraceState: traceState).first { $0.key == "rv" }
    if let stated, stated.value.utf8.count == 14, let number = UInt64(stated.value, radix: 16) {
      return number
    }
    return trace.low & (range - 1)
  }

  /// The trace state that tells this threshold; all else that it says stays.
  package func stated(in traceState: String) -> String {
    var pairs = SamplingProbability.pairs(ofTraceState: traceState)
      .filter { $0.key != "th" && $0.key != "p" }
      .map { "\($0.key):\($0.value)" }
    if value < Self.range { pairs.insert("th:\(digits)", at: 0) }
    let others = traceState.split(separator: ",")
      .filter { SamplingProbability.openTelemetryValue(ofMember: $0) == nil }
    let own = pairs.isEmpty ? [] : ["ot=" + pairs.joined(separator: ";")]
    return (own + others.map(String.init)).joined(separator: ",")
  }

  /// 14 hexadecimal digits without the zeros at their end, but for one.
  private var digits: String {
    let text = String(value, radix: 16)
    let padded = String(repeating: "0", count: max(0, 14 - text.utf8.count)) + text
    let end = padded.lastIndex { $0 != "0" }
    return end.map { String(padded[...$0]) } ?? "0"
  }
}
