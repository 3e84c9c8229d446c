/// A decimal number as text, read without a detour over binary fractions.
///
/// Tables write `0.0234`, `1.2e-05` and `374.0`; a double between would lose the last digits of a
/// time in nanoseconds.
enum DecimalNumber {
  /// The number times `factor`, to the nearest whole number, halves away from zero.
  ///
  /// Nil for what is no number, and for what 64 bits do not hold; where `isExact`, also for what is
  /// no whole number.
  static func scaled(
    _ text: some Sequence<UInt8>, by factor: Int64, isExact: Bool = false
  ) -> Int64? {
    var digits = Digits()
    guard digits.read(text) else { return nil }
    var value = Int128(digits.mantissa) * Int128(factor)
    var exponent = digits.exponent
    while exponent > 0, value != 0 {
      let (product, isOverflow) = value.multipliedReportingOverflow(by: 10)
      if isOverflow || product > Int128(Int64.max) + 1 { return nil }
      value = product
      exponent -= 1
    }
    guard exponent < 0 else { return signed(value, digits.isNegative) }
    // 38 digits are all that 128 bits hold.
    let divisor = (0..<min(-exponent, 38)).reduce(Int128(1)) { power, _ in power * 10 }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    if isExact, remainder != 0 || digits.isCut { return nil }
    let isUp = remainder >= divisor - remainder
    return signed(quotient + (isUp ? 1 : 0), digits.isNegative)
  }

  private static func signed(_ magnitude: Int128, _ isNegative: Bool) -> Int64? {
    Int64(exactly: isNegative ? -magnitude : magnitude)
  }
}

// number = [ "+" | "-" ] ( digits [ "." [ digits ] ] | "." digits ) [ ( "e" | "E" ) [ sign ] digits ] ;
private struct Digits {
  var isNegative = false
  /// The leading 19 digits.
  var mantissa: UInt64 = 0
  /// Powers of ten that the mantissa is to be multiplied by.
  var exponent = 0
  /// Whether a digit other than 0 had no place in the mantissa.
  var isCut = false

  private enum Part { case sign, whole, fraction, exponentSign, exponentDigits }

  private var part = Part.sign
  private var digitCount = 0
  private var power = 0
  private var isPowerNegative = false
  private var hasPowerDigits = false

  /// Reads all of a text; false when it is no number.
  mutating func read(_ text: some Sequence<UInt8>) -> Bool {
    for byte in text {
      guard take(byte) else { return false }
    }
    exponent += isPowerNegative ? -power : power
    let isPowerWhole = hasPowerDigits || (part != .exponentSign && part != .exponentDigits)
    return digitCount > 0 && isPowerWhole
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    let digit = byte &- UInt8(ascii: "0")
    if digit < 10 {
      takeDigit(digit)
      return true
    }
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      return takeSign(isNegative: byte == UInt8(ascii: "-"))
    case UInt8(ascii: "."):
      guard part == .sign || part == .whole else { return false }
      part = .fraction
      return true
    case UInt8(ascii: "e"), UInt8(ascii: "E"):
      guard part == .whole || part == .fraction else { return false }
      part = .exponentSign
      return true
    default: return false
    }
  }

  private mutating func takeSign(isNegative: Bool) -> Bool {
    switch part {
    case .sign where digitCount == 0:
      self.isNegative = isNegative
      part = .whole
    case .exponentSign:
      isPowerNegative = isNegative
      part = .exponentDigits
    default: return false
    }
    return true
  }

  private mutating func takeDigit(_ digit: UInt8) {
    switch part {
    case .sign, .whole, .fraction:
      if part == .sign { part = .whole }
      digitCount += 1
      if mantissa < 1_000_000_000_000_000_000 {
        mantissa = mantissa * 10 + UInt64(digit)
        if part == .fraction { exponent -= 1 }
      } else {
        isCut = isCut || digit != 0
        if part == .whole { exponent += 1 }
      }
    case .exponentSign, .exponentDigits:
      part = .exponentDigits
      hasPowerDigits = true
      // Beyond this the number is zero or out of range, whatever its digits.
      power = min(power * 10 + Int(digit), 1_000_000)
    }
  }
}
