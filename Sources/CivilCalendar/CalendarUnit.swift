/// The stretches of days that a calendar cuts time into.
package enum CalendarUnit: String, CaseIterable, Hashable, Sendable {
  case day
  /// As ISO 8601 has them, from Monday.
  case week
  case month, quarter, year

  /// The first day of the unit that a day is in, and of the next one, in days since 1970-01-01.
  package func days(of day: Int64) -> (first: Int64, next: Int64) {
    switch self {
    case .day: return (day, day + 1)
    case .week:
      // 1970-01-05 was a Monday.
      let first = 4 + 7 * floorQuotient(day - 4, 7)
      return (first, first + 7)
    case .month: return months(of: day, count: 1)
    case .quarter: return months(of: day, count: 3)
    case .year: return months(of: day, count: 12)
    }
  }

  private func months(of day: Int64, count: Int64) -> (first: Int64, next: Int64) {
    let date = CivilDate(day: day)
    let first = (date.month - 1) / count * count
    return (
      Self.firstDay(year: date.year, month: first),
      Self.firstDay(year: date.year + (first + count) / 12, month: (first + count) % 12)
    )
  }

  /// Months count from 0.
  private static func firstDay(year: Int64, month: Int64) -> Int64 {
    CivilDate(year: year, month: month + 1, day: 1)?.dayNumber ?? 0
  }

  /// The moments of the unit that a moment is in, by the clocks of a zone, in seconds since 1970
  /// UTC; the end is not part of it.
  ///
  /// Units follow each other without gap or overlap, also where clocks go back over midnight: the
  /// hour that comes twice then belongs to the new day.
  package func moments(of moment: Int64, in zone: Zone) -> (start: Int64, end: Int64) {
    var (first, next) = days(of: zone.day(at: moment))
    var end = zone.start(ofDay: next)
    if moment >= end {
      (first, next) = days(of: next)
      end = zone.start(ofDay: next)
    }
    return (zone.start(ofDay: first), end)
  }
}
