import CivilCalendar

/// Instants as text: RFC 3339, to the nanosecond.
///
/// An instant is nanoseconds since 1970-01-01T00:00:00Z in 64 bits, which reach from
/// 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z.
package enum InstantText {
  /// The instant in UTC with nine decimals, as in `2026-05-12T21:47:08.437436672Z`.
  package static func format(_ nanoseconds: Int64) -> String { local(nanoseconds, ahead: 0) + "Z" }

  /// The instant by clocks that are so many seconds ahead of UTC, as in
  /// `2026-05-12T23:47:08.437436672+02:00`.
  ///
  /// The distance is written in minutes; of clocks that were set by the sun, what is left of a
  /// minute is not counted.
  package static func format(_ nanoseconds: Int64, secondsAhead: Int64) -> String {
    let minutes = secondsAhead.magnitude / 60
    let sign = secondsAhead <= -60 ? "-" : "+"
    return local(nanoseconds, ahead: secondsAhead / 60 * 60) + sign
      + padded(Int64(minutes / 60), 2) + ":" + padded(Int64(minutes % 60), 2)
  }

  private static func local(_ nanoseconds: Int64, ahead: Int64) -> String {
    let (utc, fraction) = nanoseconds.flooredQuotient(by: nanosecondsPerSecond)
    let second = utc + ahead
    let (day, secondOfDay) = second.flooredQuotient(by: secondsPerDay)
    let date = CivilDate(day: day)
    let (minute, seconds) = secondOfDay.quotientAndRemainder(dividingBy: 60)
    let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
      + padded(hours, 2) + ":" + padded(minutes, 2) + ":" + padded(seconds, 2) + "."
      + padded(fraction, 9)
  }

  /// The instant in UTC with as many decimals as it needs, as in `2026-05-12T21:47:08Z`.
  package static func shortest(_ nanoseconds: Int64) -> String {
    var text = format(nanoseconds).dropLast()
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text + "Z"
  }

  /// Reads an RFC 3339 date and time with its offset; nil for anything else, and for an instant
  /// that 64 bits do not hold.
  ///
  /// `t`, `z` and a space between date and time are taken, as RFC 3339 allows. Digits past the
  /// ninth decimal are cut off. Second 60, a leap second, is the first of the next minute.
  package static func parse(_ text: some StringProtocol) -> Int64? {
    var reader = InstantReader(Array(text.utf8))
    return reader.read()
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

private let nanosecondsPerSecond: Int64 = 1_000_000_000
private let secondsPerDay: Int64 = 86_400

private struct InstantReader {
  private let text: [UInt8]
  private var index = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  // instant = date ( "T" | " " ) time [ "." digits ] ( "Z" | offset ) ;
  mutating func read() -> Int64? {
    guard let day = readDate(), take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")),
      let secondOfDay = readTime(), let fraction = readFraction(), let offset = readOffset(),
      index == text.count
    else { return nil }
    let second = day * secondsPerDay + secondOfDay - offset
    return Int64(exactSeconds: second, nanoseconds: fraction)
  }

  // date = 4 digits "-" 2 digits "-" 2 digits ;
  private mutating func readDate() -> Int64? {
    guard let year = number(4), take(UInt8(ascii: "-")), let month = number(2),
      take(UInt8(ascii: "-")), let day = number(2),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    return date.dayNumber
  }

  // time = 2 digits ":" 2 digits ":" 2 digits ;
  private mutating func readTime() -> Int64? {
    guard let hour = number(2), hour < 24, take(UInt8(ascii: ":")), let minute = number(2),
      minute < 60, take(UInt8(ascii: ":")), let second = number(2), second <= 60
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  private mutating func readFraction() -> Int64? {
    guard take(UInt8(ascii: ".")) else { return 0 }
    let start = index
    var value: Int64 = 0
    while let digit = takeDigit() {
      if index - start <= 9 { value = value * 10 + digit }
    }
    guard index > start else { return nil }
    for _ in min(index - start, 9)..<9 { value *= 10 }
    return value
  }

  // offset = ( "+" | "-" ) 2 digits ":" 2 digits ;
  private mutating func readOffset() -> Int64? {
    if take(UInt8(ascii: "Z")) { return 0 }
    let isWest = take(UInt8(ascii: "-"))
    guard isWest || take(UInt8(ascii: "+")), let hour = number(2), hour < 24,
      take(UInt8(ascii: ":")), let minute = number(2), minute < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hour * 3_600 + minute * 60)
  }

  private mutating func number(_ digitCount: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digitCount {
      guard let digit = takeDigit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func takeDigit() -> Int64? {
    guard index < text.count, case let digit = text[index] &- UInt8(ascii: "0"), digit < 10 else {
      return nil
    }
    index += 1
    return Int64(digit)
  }

  /// Consumes a byte; letters of either case.
  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < text.count else { return false }
    let isLetter = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    guard text[index] == byte || isLetter && text[index] == byte | 0x20 else { return false }
    index += 1
    return true
  }
}

extension Int64 {
  /// The quotient towards negative infinity, and the remainder from 0 up.
  fileprivate func flooredQuotient(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// Nanoseconds of seconds and a fraction; nil when 64 bits do not hold them.
  ///
  /// The fraction of an instant before 1970 counts up from the second before it, so the product
  /// of the seconds alone may not fit where the sum does.
  fileprivate init?(exactSeconds seconds: Int64, nanoseconds: Int64) {
    let (high, low) = seconds.multipliedFullWidth(by: nanosecondsPerSecond)
    let (sum, carry) = low.addingReportingOverflow(UInt64(nanoseconds))
    let result = Int64(truncatingIfNeeded: sum)
    guard high + (carry ? 1 : 0) == (result < 0 ? -1 : 0) else { return nil }
    self = result
  }
}
