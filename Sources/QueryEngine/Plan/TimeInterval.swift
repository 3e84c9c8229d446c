import CivilCalendar

/// Stretches of time that follow each other, as `every` makes them, in UTC.
enum TimeInterval: Hashable, Sendable {
  /// Of a length in nanoseconds, above 0; one of them begins at the origin, in nanoseconds since
  /// 1970.
  case fixed(length: Int64, origin: Int64)
  /// A month of the calendar.
  case month

  private static let day: Int64 = 86_400_000_000_000

  /// Intervals with a name.
  static let names = ["second", "minute", "hour", "day", "week", "month"]

  init?(named name: String) {
    switch name.lowercased() {
    case "second": self = .fixed(length: 1_000_000_000, origin: 0)
    case "minute": self = .fixed(length: 60_000_000_000, origin: 0)
    case "hour": self = .fixed(length: 3_600_000_000_000, origin: 0)
    case "day": self = .fixed(length: Self.day, origin: 0)
    // ISO 8601: weeks begin on Monday, and 1970-01-05 was one.
    case "week": self = .fixed(length: 7 * Self.day, origin: 4 * Self.day)
    case "month": self = .month
    default: return nil
    }
  }

  /// The moments of the interval that an instant is in, as far as instants reach.
  func moments(of instant: Int64) -> ClosedRange<Int64> {
    switch self {
    case .fixed(let length, let origin):
      let (distance, overflow) = instant.subtractingReportingOverflow(origin)
      guard !overflow else { return .min...instant }
      let rest = distance % length
      let past = rest < 0 ? rest + length : rest
      let start = instant.subtractingReportingOverflow(past)
      let end = instant.addingReportingOverflow(length - 1 - past)
      return (start.overflow ? .min : start.partialValue)...(end.overflow ? .max : end.partialValue)
    case .month:
      let date = CivilDate(day: floorQuotient(instant, Self.day))
      let first = date.dayNumber - date.day + 1
      let start = first.multipliedReportingOverflow(by: Self.day)
      let next = (first + date.monthDayCount).multipliedReportingOverflow(by: Self.day)
      return
        (start.overflow ? .min : start.partialValue)...(next.overflow
        ? .max : next.partialValue - 1)
    }
  }

  private func floorQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-1 - value) / divisor) - 1
  }
}
