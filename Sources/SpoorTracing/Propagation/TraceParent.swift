import TraceModel

/// The header `traceparent`, read as strictly as W3C trace context asks.
///
/// https://www.w3.org/TR/trace-context/#traceparent-header
struct TraceParent: Hashable, Sendable {
  static let headerName = "traceparent"

  var traceID: TraceID
  var spanID: SpanID
  var flags: TraceFlags

  init(_ context: SpanContext) {
    traceID = context.traceID
    spanID = context.spanID
    flags = context.flags.intersection(.defined)
  }

  /// Reads a header; nil where it is none, and a new trace has to begin.
  ///
  /// Version 00 has four fields and nothing behind them. A later version, of which `ff` is none,
  /// may go on after a dash, and counts by its first four fields. Digits are lower case, and ids
  /// are not all zero.
  init?(_ header: some StringProtocol) {
    let bytes = Substring(header).utf8.trimmingOptionalWhitespace()
    guard bytes.count >= Self.byteCount, Self.hasFields(bytes) else { return nil }
    let version = hexadecimalValue(bytes.field(0..<2))
    let isFirstVersion = version == 0
    guard version != 0xFF, !isFirstVersion || bytes.count == Self.byteCount,
      bytes.count == Self.byteCount || bytes.byte(at: Self.byteCount) == UInt8(ascii: "-"),
      let high = hexadecimalValue(bytes.field(3..<19)),
      let low = hexadecimalValue(bytes.field(19..<35)),
      let span = hexadecimalValue(bytes.field(36..<52)),
      let flags = hexadecimalValue(bytes.field(53..<55)),
      let traceID = TraceID(high: high, low: low), let spanID = SpanID(rawValue: span)
    else { return nil }
    self.traceID = traceID
    self.spanID = spanID
    self.flags = TraceFlags(rawValue: UInt8(truncatingIfNeeded: flags)).intersection(.defined)
  }

  /// The header of version 00.
  var header: String {
    "00-\(traceID)-\(spanID)-\(flags.hexadecimal)"
  }

  /// `00-<32 digits>-<16 digits>-<2 digits>`.
  private static let byteCount = 55
  private static let dashes: Set<Int> = [2, 35, 52]

  /// Whether the first bytes are lower-case digits, with dashes where fields end.
  private static func hasFields(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.prefix(byteCount).enumerated().allSatisfy { place, byte in
      dashes.contains(place) ? byte == UInt8(ascii: "-") : isLowerHexadecimal(byte)
    }
  }

  private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension Collection<UInt8> {
  /// The bytes of a field that is known to be there.
  fileprivate func field(_ places: Range<Int>) -> SubSequence {
    dropFirst(places.lowerBound).prefix(places.count)
  }

  /// The byte at a place that is known to be there.
  fileprivate func byte(at place: Int) -> UInt8? { dropFirst(place).first }
}

extension BidirectionalCollection<UInt8> {
  /// Without the spaces and tabs that may stand around a header's value (OWS of RFC 9110).
  func trimmingOptionalWhitespace() -> SubSequence {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    guard let last = lastIndex(where: { !isBlank($0) }) else { return self[endIndex...] }
    return self[...last].drop(while: isBlank)
  }
}
