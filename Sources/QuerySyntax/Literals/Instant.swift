import CivilCalendar

/// Reads dates and times: `2026-11`, `2026-11-03`, `2026-11-03T10:30:05.25+02:00`.
enum Instant {
  // INSTANT = MONTH "-" day [ "T" time [ zone ] ] ;
  /// A text with a date's shape, or nil.
  ///
  /// Throws for one that names no day or no time of day.
  static func read(
    _ bytes: ArraySlice<UInt8>, at range: SourceRange
  ) throws(Diagnostic) -> Literal.Value? {
    var reader = Reader(rest: bytes)
    guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2)
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard !reader.rest.isEmpty else { return try wholeMonth(year, month, text, at: range) }
    guard reader.skip("-"), let day = reader.digits(2) else { return nil }
    let isDayOnly = reader.rest.isEmpty
    guard isDayOnly || reader.skip("T") else { return nil }
    guard let date = CivilDate(year: Int64(year), month: Int64(month), day: Int64(day))
    else { throw notADay(text, at: range) }
    let start = Int128(date.dayNumber)
    if isDayOnly {
      return try instant(start * nanosecondsPerDay, nanosecondsPerDay, text, at: range)
    }
    guard let (nanoseconds, width) = reader.timeOfDay(), let zone = reader.zone()
    else { throw notATime(text, at: range) }
    return try instant(start * nanosecondsPerDay + nanoseconds - zone, width, text, at: range)
  }

  static let nanosecondsPerDay: Int128 = 86_400_000_000_000

  private static func wholeMonth(
    _ year: Int, _ month: Int, _ text: String, at range: SourceRange
  ) throws(Diagnostic) -> Literal.Value {
    guard let first = CivilDate(year: Int64(year), month: Int64(month), day: 1)
    else { throw notADay(text, at: range) }
    let start = Int128(first.dayNumber) * nanosecondsPerDay
    return try instant(start, Int128(first.monthDayCount) * nanosecondsPerDay, text, at: range)
  }

  private static func instant(
    _ start: Int128, _ width: Int128, _ text: String, at range: SourceRange
  ) throws(Diagnostic) -> Literal.Value {
    let (from, to) = (Int64(clamping: start), Int64(clamping: start + width))
    // Of a month or a day in which time begins or ends, the part that there is.
    guard from < to else {
      throw Diagnostic(
        "\(quoted(text)) is out of range", at: range,
        hint: "times reach from 1677-09-21T00:12:44 to 2262-04-11T23:47:16; text takes quotes")
    }
    return .instant(from: from, to: to)
  }

  private static func notADay(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic("\(quoted(text)) is not a date", at: range, hint: "text takes quotes")
  }

  private static func notATime(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "\(quoted(text)) is not a time", at: range,
      hint: "write 2026-11-03T10:30:05, with Z or +02:00 behind it for a zone; text takes quotes")
  }
}

/// Takes pieces of fixed width from the front of a text.
private struct Reader {
  var rest: ArraySlice<UInt8>

  mutating func digits(_ count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy(Decimal.isDigit) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 & 0xF) }
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Nanoseconds since midnight, and how long the smallest unit written lasts.
  mutating func timeOfDay() -> (nanoseconds: Int128, width: Int128)? {
    guard let hour = digits(2), hour < 24 else { return nil }
    var nanoseconds = Int128(hour) * 3_600_000_000_000
    guard skip(":") else { return (nanoseconds, 3_600_000_000_000) }
    guard let minute = digits(2), minute < 60 else { return nil }
    nanoseconds += Int128(minute) * 60_000_000_000
    guard skip(":") else { return (nanoseconds, 60_000_000_000) }
    guard let second = digits(2), second < 60 else { return nil }
    nanoseconds += Int128(second) * 1_000_000_000
    guard skip(".") else { return (nanoseconds, 1_000_000_000) }
    let count = rest.prefix(while: Decimal.isDigit).count
    guard (1...9).contains(count), let fraction = digits(count) else { return nil }
    let width = (count..<9).reduce(Int128(1)) { width, _ in width * 10 }
    return (nanoseconds + Int128(fraction) * width, width)
  }

  /// What the zone is ahead of UTC, in nanoseconds: `Z`, `+02:00`, or nothing for UTC.
  ///
  /// Nil if anything else is left.
  mutating func zone() -> Int128? {
    if rest.isEmpty { return 0 }
    if skip("Z") { return rest.isEmpty ? 0 : nil }
    let isAhead = skip("+")
    guard isAhead || skip("-") else { return nil }
    guard let hours = digits(2), hours < 24, skip(":"), let minutes = digits(2), minutes < 60,
      rest.isEmpty
    else { return nil }
    return Int128((isAhead ? 1 : -1) * (hours * 60 + minutes)) * 60_000_000_000
  }
}
