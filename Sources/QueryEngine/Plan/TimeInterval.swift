import CivilCalendar

/// Stretches of time that follow each other, as `every` makes them.
enum TimeInterval: Hashable, Sendable {
  /// Of a length in nanoseconds, above 0; one of them begins at the origin, in nanoseconds since
  /// 1970.
  case fixed(length: Int64, origin: Int64)
  /// Of the calendar, by the clocks of a zone.
  case calendar(CalendarUnit, Zone)

  private static let second: Int64 = 1_000_000_000
  private static let day: Int64 = 86_400 * second

  /// Lengths with a name, which the clocks of a zone do not change.
  private static let lengths = ["second": second, "minute": 60 * second, "hour": 3_600 * second]

  /// Intervals with a name.
  static let names =
    ["second", "minute", "hour"] + CalendarUnit.allCases.map(\.rawValue)

  init?(named name: String, in zone: Zone) {
    let name = name.lowercased()
    if let length = Self.lengths[name] {
      self = .fixed(length: length, origin: 0)
    } else if let unit = CalendarUnit(rawValue: name) {
      self = Self.interval(of: unit, zone)
    } else {
      return nil
    }
  }

  /// In UTC days and weeks are of one length, which is computed with faster.
  private static func interval(of unit: CalendarUnit, _ zone: Zone) -> TimeInterval {
    switch unit {
    case .day where zone == .utc: .fixed(length: day, origin: 0)
    // ISO 8601: weeks begin on Monday, and 1970-01-05 was one.
    case .week where zone == .utc: .fixed(length: 7 * day, origin: 4 * day)
    default: .calendar(unit, zone)
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
    case .calendar(let unit, let zone):
      let moments = unit.moments(of: floorQuotient(instant, Self.second), in: zone)
      let start = moments.start.multipliedReportingOverflow(by: Self.second)
      let end = moments.end.multipliedReportingOverflow(by: Self.second)
      return
        (start.overflow ? .min : start.partialValue)...(end.overflow ? .max : end.partialValue - 1)
    }
  }

  private func floorQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-1 - value) / divisor) - 1
  }
}
