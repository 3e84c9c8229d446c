/// An instant as RFC 3339 in UTC, as many fractional digits as it needs up to nine.
func instantText(_ nanoseconds: Int64) -> String {
  let (days, rest) = flooredDivision(nanoseconds, by: 86_400_000_000_000)
  let (year, month, day) = civilDate(ofDay: days)
  let seconds = rest / 1_000_000_000
  let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
    .map { padded($0, 2) }.joined(separator: ":")
  let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  return "\(date)T\(time)\(fraction(rest % 1_000_000_000))Z"
}

private func fraction(_ nanoseconds: Int64) -> String {
  guard nanoseconds != 0 else { return "" }
  var digits = padded(nanoseconds, 9)
  while digits.hasSuffix("0") { digits.removeLast() }
  return "." + digits
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func flooredDivision(
  _ dividend: Int64, by divisor: Int64
) -> (quotient: Int64, remainder: Int64) {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// The proleptic Gregorian date of a day counted from 1970-01-01.
///
/// `civil_from_days` of Hinnant's "chrono-compatible low-level date algorithms".
private func civilDate(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
  // Counted from 0000-03-01, in eras of 400 years, so that leap days come last.
  let (era, dayOfEra) = flooredDivision(day + 719_468, by: 146_097)
  let yearOfEra =
    (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}
