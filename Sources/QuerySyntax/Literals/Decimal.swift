/// A decimal number as written, kept exact.
struct Decimal {
  /// Digits before and after the point.
  var whole: ArraySlice<UInt8>
  var fraction: ArraySlice<UInt8>

  /// Reads `digits [ "." digits ]` where digits may be grouped, `1_000`, and returns what follows.
  static func read(_ bytes: ArraySlice<UInt8>) -> (decimal: Decimal, rest: ArraySlice<UInt8>)? {
    guard let (whole, rest) = readDigits(bytes) else { return nil }
    if rest.first == UInt8(ascii: "."), let (fraction, rest) = readDigits(rest.dropFirst()) {
      return (Decimal(whole: whole, fraction: fraction), rest)
    }
    return (Decimal(whole: whole, fraction: []), rest)
  }

  // digits = digit { [ "_" ] digit } ;
  private static func readDigits(
    _ bytes: ArraySlice<UInt8>
  ) -> (digits: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
    let end = bytes.firstIndex { !isDigit($0) && $0 != UInt8(ascii: "_") } ?? bytes.endIndex
    let run = bytes[..<end]
    let groups = run.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard groups.allSatisfy({ !$0.isEmpty }) else { return nil }
    return (ArraySlice(groups.joined()), bytes[end...])
  }

  static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  /// The number times `factor`, which must be whole.
  func scaled(
    by factor: Int64, unit: QuantityError.Unit, isNegative: Bool
  ) throws(QuantityError) -> Int64 {
    let whole = self.whole.drop { $0 == UInt8(ascii: "0") }
    let zeros = fraction.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    let fraction = self.fraction.dropLast(zeros)
    // 19 digits before the point overflow 64 bits whatever the factor; past 18 behind it, no
    // factor in use makes the product whole. So the mantissa has at most 37 digits, 123 bits.
    guard whole.count <= 19 else { throw .overflow }
    guard fraction.count <= 18 else { throw .inexact(unit) }
    let mantissa = (whole + fraction).reduce(UInt128(0)) { $0 * 10 + UInt128($1 & 0xF) }
    let (product, isOverflow) = mantissa.multipliedReportingOverflow(by: UInt128(factor))
    guard !isOverflow else { throw .overflow }
    let power = (0..<fraction.count).reduce(UInt128(1)) { power, _ in power * 10 }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: power)
    guard remainder == 0 else { throw .inexact(unit) }
    guard let magnitude = Int128(exactly: quotient),
      let value = Int64(exactly: isNegative ? -magnitude : magnitude)
    else { throw .overflow }
    return value
  }

  /// The nearest double to the number times ten to the `exponent`.
  func double(exponent: String, isNegative: Bool) throws(QuantityError) -> Double {
    let digits =
      String(decoding: whole, as: UTF8.self) + "." + String(decoding: fraction, as: UTF8.self)
    let text = (isNegative ? "-" : "") + (fraction.isEmpty ? digits + "0" : digits) + "e" + exponent
    guard let value = Double(text), value.isFinite else { throw .overflow }
    return value
  }
}
