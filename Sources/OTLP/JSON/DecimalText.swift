/// The integer that a JSON number spells.
///
/// OTLP/JSON writes 64-bit integers as strings, most senders as numbers, and some as `1.5e3`.
/// All are read digit by digit: a double between would lose the last digits of a time.
struct DecimalText {
  private var isNegative = false
  private var magnitude: UInt64 = 0
  /// Powers of ten that the magnitude is still to be multiplied by.
  private var exponent = 0
  /// Zeros seen since the last digit that counts; they join the magnitude or the exponent.
  private var zeros = 0

  /// What the text comes to.
  enum Outcome: Equatable {
    case integer(negative: Bool, magnitude: UInt64)
    /// A number that has a fraction, or more than 64 bits.
    case otherNumber
    case noNumber
  }

  static func read(_ text: Swift.Span<UInt8>) -> Outcome {
    if let plain = plainInteger(text) { return plain }
    var number = DecimalText()
    return number.read(text)
  }

  /// The common case: up to 19 digits and no sign.
  private static func plainInteger(_ text: Swift.Span<UInt8>) -> Outcome? {
    guard (1...19).contains(text.count) else { return nil }
    var magnitude: UInt64 = 0
    for index in text.indices {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      // 19 nines fit 64 bits.
      magnitude = magnitude &* 10 &+ UInt64(digit)
    }
    return .integer(negative: false, magnitude: magnitude)
  }

  // number = [ "-" ] digits [ "." digits ] [ ( "e" | "E" ) [ "+" | "-" ] digits ] ;
  private mutating func read(_ text: Swift.Span<UInt8>) -> Outcome {
    var index = 0
    if index < text.count, text[index] == UInt8(ascii: "-") {
      isNegative = true
      index += 1
    }
    var isExact = true
    guard readDigits(text, &index, scale: 0, &isExact) else { return .noNumber }
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      guard readDigits(text, &index, scale: -1, &isExact) else { return .noNumber }
    }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      guard readExponent(text, &index) else { return .noNumber }
    }
    guard index == text.count else { return .noNumber }
    return isExact ? scaled() : .otherNumber
  }

  /// Reads one digit or more; each moves the exponent by `scale`.
  private mutating func readDigits(
    _ text: Swift.Span<UInt8>, _ index: inout Int, scale: Int, _ isExact: inout Bool
  ) -> Bool {
    let start = index
    while index < text.count, case let digit = text[index] &- UInt8(ascii: "0"), digit < 10 {
      exponent += scale
      if digit == 0 {
        zeros += 1
      } else {
        isExact = append(digit) && isExact
      }
      index += 1
    }
    return index > start
  }

  /// Appends the zeros that waited and a digit; false when 64 bits do not hold them.
  private mutating func append(_ digit: UInt8) -> Bool {
    for factor in repeatElement(UInt64(10), count: magnitude == 0 ? 1 : min(zeros, 20) + 1) {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: factor)
      if overflow { return false }
      magnitude = product
    }
    zeros = 0
    let (sum, overflow) = magnitude.addingReportingOverflow(UInt64(digit))
    magnitude = sum
    return !overflow
  }

  private mutating func readExponent(_ text: Swift.Span<UInt8>, _ index: inout Int) -> Bool {
    var sign = 1
    if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") {
      sign = text[index] == UInt8(ascii: "-") ? -1 : 1
      index += 1
    }
    let start = index
    var value = 0
    while index < text.count, case let digit = text[index] &- UInt8(ascii: "0"), digit < 10 {
      // Beyond this the number is zero, a fraction, or out of range whatever its digits.
      value = min(value * 10 + Int(digit), 1_000_000_000)
      index += 1
    }
    exponent += sign * value
    return index > start
  }

  private func scaled() -> Outcome {
    guard magnitude != 0 else { return .integer(negative: isNegative, magnitude: 0) }
    let power = exponent + zeros
    guard (0...19).contains(power) else { return .otherNumber }
    var result = magnitude
    for _ in 0..<power {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return .otherNumber }
      result = product
    }
    return .integer(negative: isNegative, magnitude: result)
  }
}

extension Int64 {
  /// The integer of a sign and a magnitude; nil outside of 64 bits.
  init?(negative: Bool, magnitude: UInt64) {
    if !negative {
      self.init(exactly: magnitude)
    } else if magnitude <= UInt64(Int64.max) + 1 {
      self = 0 &- Int64(truncatingIfNeeded: magnitude)
    } else {
      return nil
    }
  }
}
