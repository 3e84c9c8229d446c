/// How a zone's clocks change every year, as the last line of its file says: `CET-1CEST,M3.5.0,…`.
struct ZoneRule {
  /// A day of every year and a time of it, by the clocks before the change.
  struct Change {
    enum Day {
      /// From 1 to 365; February 29 has no number.
      case withoutLeapDay(Int64)
      /// From 0.
      case ofYear(Int64)
      /// A weekday, from Sunday 0, of a week of a month, the fifth being the last.
      case weekday(month: Int64, week: Int64, day: Int64)
    }

    var day: Day
    /// Seconds from midnight, also below 0 or past 24 hours.
    var time: Int64

    /// Seconds since 1970 by the clocks before the change.
    func moment(in year: Int64) -> Int64 {
      let first = CivilDate(year: year, month: 1, day: 1)?.dayNumber ?? 0
      let number: Int64 =
        switch day {
        case .ofYear(let day): first + day
        case .withoutLeapDay(let day): first + day - 1 + (day > 59 && isLeap(year) ? 1 : 0)
        case .weekday(let month, let week, let day): Self.number(year, month, week, day)
        }
      return number * secondsPerDay + time
    }

    private func isLeap(_ year: Int64) -> Bool {
      CivilDate(year: year, month: 2, day: 29) != nil
    }

    private static func number(_ year: Int64, _ month: Int64, _ week: Int64, _ day: Int64) -> Int64
    {
      guard let date = CivilDate(year: year, month: month, day: 1) else { return 0 }
      let first = date.dayNumber
      // 1970-01-04 was a Sunday.
      let weekday = first - 3 - 7 * floorQuotient(first - 3, 7)
      let number = first + (day - weekday + 7) % 7 + (week - 1) * 7
      return number >= first + date.monthDayCount ? number - 7 : number
    }
  }

  /// Seconds ahead of UTC.
  var standard: Int64
  var summer: (offset: Int64, start: Change, end: Change)?

  /// The changes of some years, in order.
  func changes(in years: ClosedRange<Int64>) -> [(moment: Int64, offset: Int64)] {
    guard let summer else { return [] }
    return years.flatMap { year in
      [
        (moment: summer.start.moment(in: year) - standard, offset: summer.offset),
        (moment: summer.end.moment(in: year) - summer.offset, offset: standard),
      ]
    }.sorted { $0.moment < $1.moment }
  }
}

extension ZoneRule {
  /// Nil for text of another form.
  init?(_ text: some Sequence<UInt8>) {
    var reader = Reader(rest: Array(text)[...])
    guard reader.skipName(), let standard = reader.time() else { return nil }
    // Written is how far UTC is ahead of the clocks.
    self.standard = -standard
    guard !reader.rest.isEmpty else { return }
    guard reader.skipName() else { return nil }
    var offset = self.standard + 3_600
    if let first = reader.rest.first, first != UInt8(ascii: ",") {
      guard let written = reader.time() else { return nil }
      offset = -written
    }
    guard reader.skip(","), let start = reader.change(), reader.skip(","),
      let end = reader.change(), reader.rest.isEmpty
    else { return nil }
    summer = (offset, start, end)
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard let first = rest.first, UInt32(first) == character.value else { return false }
      rest = rest.dropFirst()
      return true
    }

    /// `CET`, or `<+03>`.
    mutating func skipName() -> Bool {
      if skip("<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        rest = rest[(end + 1)...]
        return true
      }
      let name = rest.prefix {
        ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z")
      }
      rest = rest.dropFirst(name.count)
      return !name.isEmpty
    }

    mutating func number() -> Int64? {
      let digits = rest.prefix { (48...57).contains($0) }
      guard !digits.isEmpty, digits.count < 6 else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Hours, minutes and seconds, with or without a sign, in seconds.
    mutating func time() -> Int64? {
      let sign: Int64 = skip("-") ? -1 : 1
      if sign == 1 { _ = skip("+") }
      guard var seconds = number().map({ $0 * 3_600 }) else { return nil }
      for unit in [60, 1] as [Int64] where skip(":") {
        guard let part = number() else { return nil }
        seconds += part * unit
      }
      return sign * seconds
    }

    mutating func change() -> Change? {
      guard let day = day() else { return nil }
      guard skip("/") else { return Change(day: day, time: 7_200) }
      return time().map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Change.Day? {
      if skip("J") { return number().map { .withoutLeapDay($0) } }
      guard skip("M") else { return number().map { .ofYear($0) } }
      guard let month = number(), (1...12).contains(month), skip("."), let week = number(),
        (1...5).contains(week), skip("."), let day = number(), (0...6).contains(day)
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    }
  }
}
