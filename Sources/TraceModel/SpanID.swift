/// The 8-byte identity of a span within its trace.
///
/// All zero is not an identity.
public struct SpanID: Hashable, Sendable {
  /// The bytes as one number, most significant first.
  public let rawValue: UInt64

  /// An identity of a big-endian number; nil for zero.
  public init?(rawValue: UInt64) {
    guard rawValue != 0 else { return nil }
    self.rawValue = rawValue
  }

  /// Reads 16 hexadecimal digits of either case; nil for anything else, or all zero.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 16, let value = hexadecimalValue(text.utf8) else { return nil }
    self.init(rawValue: value)
  }
}

extension SpanID: Comparable {
  /// Orders by the bytes, most significant first.
  public static func < (left: SpanID, right: SpanID) -> Bool { left.rawValue < right.rawValue }
}

extension SpanID: CustomStringConvertible {
  /// 16 lower-case hexadecimal digits.
  public var description: String { hexadecimalDigits(rawValue) }
}
