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
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
