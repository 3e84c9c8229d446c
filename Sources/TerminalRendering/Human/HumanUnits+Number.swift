extension HumanUnits {
  /// Significant digits of a fraction in a table.
  private static let significantDigits = 4
  /// Powers of ten of the leading digit that are written out; others get an exponent.
  private static let plainExponents = -5..<15

  /// A double to four significant digits, the digits before the point always whole: `0.04167`,
  /// `12.35`, `1234568`, `1.235e-07`.
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.description }
    guard value != 0 else { return "0" }
    var (digits, exponent) = decimalDigits(of: value.magnitude)
    let isPlain = plainExponents.contains(exponent)
    let kept = isPlain ? max(significantDigits, exponent + 1) : significantDigits
    round(&digits, to: kept, exponent: &exponent)
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    let sign = value < 0 ? "-" : ""
    return sign + (isPlain ? plain(digits, exponent) : scientific(digits, exponent))
  }

  /// The shortest digits that read back as `value`, and the power of ten of the first of them.
  ///
  /// They come from the standard library's description, whose rounding is exact.
  private static func decimalDigits(of value: Double) -> (digits: [UInt8], exponent: Int) {
    let parts = value.description.split(separator: "e")
    let mantissa = parts.first ?? "0"
    let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let point = mantissa.split(separator: ".").first?.utf8.count ?? 1
    let digits = mantissa.utf8.filter { $0 != UInt8(ascii: ".") }.map { $0 - UInt8(ascii: "0") }
    let zeros = digits.prefix { $0 == 0 }.count
    return (Array(digits.dropFirst(zeros)), written + point - 1 - zeros)
  }

  /// Rounds half away from zero; a carry out of the first digit raises the exponent.
  private static func round(_ digits: inout [UInt8], to count: Int, exponent: inout Int) {
    guard digits.count > count else { return }
    let carries = digits[count] >= 5
    digits.removeLast(digits.count - count)
    guard carries else { return }
    var index = count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      exponent += 1
    }
  }

  private static func plain(_ digits: [UInt8], _ exponent: Int) -> String {
    let text = digits.map(String.init).joined()
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text }
    let whole = exponent + 1
    guard digits.count > whole else {
      return text + String(repeating: "0", count: whole - digits.count)
    }
    return "\(text.prefix(whole)).\(text.dropFirst(whole))"
  }

  private static func scientific(_ digits: [UInt8], _ exponent: Int) -> String {
    let text = digits.map(String.init).joined()
    let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
    return "\(text.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(padded(abs(exponent), to: 2))"
  }
}
