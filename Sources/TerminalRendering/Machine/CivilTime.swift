/// Nanoseconds since 1970 as a date and a time of day in UTC, Gregorian.
struct CivilTime {
  let year: Int64
  let month: Int64
  let day: Int64
  let hour: Int64
  let minute: Int64
  let second: Int64
  let nanosecond: Int64

  /// Every `Int64` is a time of the years 1677 to 2262.
  init(nanosecondsSince1970 time: Int64) {
    let (seconds, nanosecond) = flooredDivision(time, by: 1_000_000_000)
    let (days, secondOfDay) = flooredDivision(seconds, by: 86_400)
    (year, month, day) = civilDate(daysSince1970: days)
    hour = secondOfDay / 3600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
    self.nanosecond = nanosecond
  }

  /// `2026-11-25T03:10:44.123456789Z`: RFC 3339 with all nine digits, so that texts sort as
  /// times do.
  var rfc3339: String {
    "\(date)T\(clock).\(padded(nanosecond, to: 9))Z"
  }

  /// `2026-11-25 03:10:44.123Z`, cut to the millisecond.
  var milliseconds: String {
    "\(date) \(clock).\(padded(nanosecond / 1_000_000, to: 3))Z"
  }

  private var date: String {
    "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  private var clock: String {
    "\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))"
  }
}

/// The quotient rounded down and the remainder, which is never negative.
private func flooredDivision(_ dividend: Int64, by divisor: Int64) -> (Int64, Int64) {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// The date of a day number, counted in eras of 400 years that begin on 1 March
/// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
private func civilDate(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let (era, dayOfEra) = flooredDivision(daysSince1970 + 719_468, by: 146_097)
  let yearOfEra =
    (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let marchMonth = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
  let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

/// A number of at least `width` digits.
func padded(_ number: some BinaryInteger, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
