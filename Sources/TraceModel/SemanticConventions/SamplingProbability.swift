/// What a W3C trace state says of sampling, in OpenTelemetry's member `ot`.
enum SamplingProbability {
  /// The probability that a span of the trace state was kept; nil where it does not say.
  ///
  /// - `th` is the threshold below which spans are dropped: 1 to 14 hexadecimal digits of 56 bits,
  ///   without the zeros at the end.
  ///   https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
  /// - `p`, of the draft before, is the negative logarithm to base 2, to 62; 63 stands for none.
  ///   https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling-experimental/
  ///
  /// A sub-key that is not well-formed counts as absent, as the specification asks.
  static func read(fromTraceState state: String) -> Double? {
    let pairs = pairs(ofTraceState: state)
    let threshold = pairs.first { $0.key == "th" }.flatMap { probability(threshold: $0.value) }
    return threshold
      ?? pairs.first { $0.key == "p" }.flatMap { probability(exponent: $0.value) }
  }

  /// The sub-keys of the member `ot`, as they stand.
  static func pairs(ofTraceState state: String) -> [(key: Substring, value: Substring)] {
    // Most spans have no trace state.
    guard !state.isEmpty else { return [] }
    let value = state.split(separator: ",").lazy.compactMap(openTelemetryValue).first
    return (value ?? "").split(separator: ";").compactMap { pair in
      let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
  }

  /// The value of a trace state's member, if it is the member `ot`.
  static func openTelemetryValue(ofMember member: Substring) -> Substring? {
    let parts = member.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, trimmed(parts[0]) == "ot" else { return nil }
    return trimmed(parts[1])
  }

  static func probability(threshold digits: Substring) -> Double? {
    guard (1...14).contains(digits.utf8.count), digits.utf8.allSatisfy(isLowerHexadecimal),
      let number = UInt64(digits, radix: 16)
    else { return nil }
    let threshold = number << UInt64(4 * (14 - digits.utf8.count))
    return Double((1 << 56) - threshold) / 0x1p56
  }

  private static func probability(exponent digits: Substring) -> Double? {
    guard (1...2).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let exponent = Int(digits), exponent <= 62
    else { return nil }
    return Double(sign: .plus, exponent: -exponent, significand: 1)
  }

  private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  /// Without the spaces and tabs that may stand around a member.
  private static func trimmed(_ text: Substring) -> Substring {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let end = text.lastIndex { !isBlank($0) }.map(text.index(after:)) ?? text.startIndex
    return text[..<end].drop(while: isBlank)
  }
}
