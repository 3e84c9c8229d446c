/// The number that up to 16 hexadecimal digits spell; nil when a byte is no such digit.
@inlinable
package func hexadecimalValue(_ digits: some Sequence<UInt8>) -> UInt64? {
  var value: UInt64 = 0
  for digit in digits {
    let nibble: UInt8
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = digit &- UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = digit &- UInt8(ascii: "a") &+ 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = digit &- UInt8(ascii: "A") &+ 10
    default: return nil
    }
    value = value << 4 | UInt64(nibble)
  }
  return value
}

/// Sixteen lower-case digits, leading zeros kept.
package func hexadecimalDigits(_ value: UInt64) -> String {
  var digits = InlineArray<16, UInt8>(repeating: 0)
  for place in digits.indices { digits[place] = hexadecimalDigit(of: value, at: place) }
  return text(digits.span)
}

/// Thirty-two lower-case digits of a number in two halves.
package func hexadecimalDigits(_ high: UInt64, _ low: UInt64) -> String {
  var digits = InlineArray<32, UInt8>(repeating: 0)
  for place in 0..<16 {
    digits[place] = hexadecimalDigit(of: high, at: place)
    digits[16 + place] = hexadecimalDigit(of: low, at: place)
  }
  return text(digits.span)
}

/// The digit at a place of sixteen, the most significant first.
@inlinable
package func hexadecimalDigit(of value: UInt64, at place: Int) -> UInt8 {
  let nibble = UInt8(truncatingIfNeeded: value &>> UInt64(60 - 4 * place)) & 0xF
  return nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}

/// Digits as text.
private func text(_ digits: Span<UInt8>) -> String {
  // Digits are ASCII, so that this never fails.
  guard let valid = try? UTF8Span(validating: digits) else { return "" }
  return String(copying: valid)
}
