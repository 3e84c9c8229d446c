import TraceModel

/// The first hexadecimal digits of a trace id, as the bits that they fix.
struct TraceIDPrefix: Hashable, Sendable {
  private static let digitCount = 32

  private let bits: UInt128
  private let mask: UInt128

  /// Nil for what is no digit, and for more digits than an id has.
  init?(_ digits: String) {
    guard digits.utf8.count <= Self.digitCount else { return nil }
    var bits: UInt128 = 0
    for digit in digits {
      guard digit.isASCII, let value = digit.hexDigitValue else { return nil }
      bits = bits << 4 | UInt128(value)
    }
    let freeBitCount = 4 * (Self.digitCount - digits.utf8.count)
    // A shift by all bits gives zero: no digit fixes nothing.
    self.bits = bits << UInt128(freeBitCount)
    mask = UInt128.max << UInt128(freeBitCount)
  }

  func begins(_ id: TraceID) -> Bool {
    (UInt128(id.high) << 64 | UInt128(id.low)) & mask == bits
  }
}
