/// The 16-byte identity of a trace.
///
/// All zero is not an identity.
public struct TraceID: Hashable, Sendable {
  /// Bytes 0 to 7, most significant first.
  public let high: UInt64
  /// Bytes 8 to 15, most significant first.
  public let low: UInt64

  /// An identity of two big-endian halves; nil when both are zero.
  public init?(high: UInt64, low: UInt64) {
    guard high | low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  /// Reads 32 hexadecimal digits of either case; nil for anything else, or all zero.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 32, let high = hexadecimalValue(text.utf8.prefix(16)),
      let low = hexadecimalValue(text.utf8.suffix(16))
    else { return nil }
    self.init(high: high, low: low)
  }
}

extension TraceID: Comparable {
  /// Orders by the bytes, most significant first.
  public static func < (left: TraceID, right: TraceID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension TraceID: CustomStringConvertible {
  /// 32 lower-case hexadecimal digits.
  public var description: String { hexadecimalDigits(high, low) }
}
