extension Value {
  /// Digits that no number has more of.
  static let greatestDigitCount = 19

  /// A number of so many significant decimal digits, the first included; itself where rounding
  /// would leave what its type holds, and where it has a power of ten that doubles are not exact
  /// with.
  func rounded(toDigits count: Int, _ rule: FloatingPointRoundingRule) -> Value {
    if case .double(let number) = self {
      return Value(finite: Self.rounded(number, toDigits: count, rule))
    }
    return wholeNumber.map { Value(Self.rounded($0, toDigits: count, rule), unit: type) } ?? self
  }

  private static func rounded(
    _ number: Int64, toDigits count: Int, _ rule: FloatingPointRoundingRule
  ) -> Int64 {
    let magnitude = number.magnitude
    var step: UInt64 = 1
    while magnitude / step >= powerOfTen(count) { step *= 10 }
    // Down is away from zero below it.
    let added: UInt64 = rule == .down ? (number < 0 ? step - 1 : 0) : step / 2
    let rounded = (magnitude + added) / step * step
    guard rounded <= Int64.max.magnitude else { return number }
    return number < 0 ? -Int64(rounded) : Int64(rounded)
  }

  private static func powerOfTen(_ exponent: Int) -> UInt64 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// One whole number times or over an exact power of ten, so that the result is the double
  /// nearest to the decimal.
  private static func rounded(
    _ number: Double, toDigits count: Int, _ rule: FloatingPointRoundingRule
  ) -> Double {
    // 10^22 is the greatest that a double is equal to; 17 digits tell all doubles apart.
    guard number != 0, count < 17 else { return number }
    var exponent = 0
    var power = 1.0
    let whole = powerOfTenAsDouble(count)
    while exponent < 22, number.magnitude * power * 10 < whole {
      power *= 10
      exponent += 1
    }
    if exponent > 0 || number.magnitude < whole {
      return exponent < 22 ? (number * power).rounded(rule) / power : number
    }
    while exponent < 22, number.magnitude / power >= whole {
      power *= 10
      exponent += 1
    }
    return exponent < 22 ? (number / power).rounded(rule) * power : number
  }

  private static func powerOfTenAsDouble(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
