import CivilCalendar
import Foundation
import TestSupport
import Testing

/// Days, weeks, months, quarters and years by the clocks of places.
struct CalendarUnitTests {
  /// Clocks that change at midnight, by half an hour, at a minute past midnight, around a day that
  /// there was not, twice a year around a month of fasting, and not at all.
  static let zones = [
    "UTC", "Europe/Paris", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata",
    "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca", "Asia/Beirut",
    "Asia/Tehran", "Pacific/Kiritimati", "Europe/Dublin", "+05:45", "-11:00",
  ]

  /// Moments of 1970 to 2200, many of them near changes of clocks, which come in spring and autumn.
  private static func moments(_ count: Int, _ random: inout SeededGenerator) -> [Int64] {
    (0..<count).map { _ in Int64.random(in: 0...7_258_118_400, using: &random) }
  }

  @Test(arguments: zones)
  func `units follow each other without gap or overlap`(_ name: String) throws {
    let zone = try #require(Zone(named: name))
    var random = SeededGenerator(seed: 5)
    for unit in CalendarUnit.allCases {
      for moment in Self.moments(200, &random) {
        let (start, end) = unit.moments(of: moment, in: zone)
        #expect(start <= moment && moment < end, "\(unit) of \(moment)")
        for edge in [start, end - 1, (start + end) / 2] {
          #expect(unit.moments(of: edge, in: zone) == (start, end), "\(unit) of \(edge)")
        }
        #expect(unit.moments(of: end, in: zone).start == end)
        #expect(unit.moments(of: start - 1, in: zone).end == start)
      }
    }
  }

  @Test(arguments: zones.filter { !$0.contains(":") && $0 != "America/St_Johns" })
  func `units begin where Foundation's calendar says`(_ name: String) throws {
    let zone = try #require(Zone(named: name))
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: name))
    var random = SeededGenerator(seed: 9)
    let components: [(CalendarUnit, Calendar.Component)] = [
      (.day, .day), (.week, .weekOfYear), (.month, .month), (.year, .year),
    ]
    // Foundation follows the rules of the files up to 2037.
    for moment in Self.moments(300, &random).map({ $0 % 2_114_380_800 }) {
      let date = Date(timeIntervalSince1970: TimeInterval(moment))
      #expect(zone.offset(at: moment) == Int64(calendar.timeZone.secondsFromGMT(for: date)))
      for (unit, component) in components {
        let interval = try #require(calendar.dateInterval(of: component, for: date))
        let (start, end) = unit.moments(of: moment, in: zone)
        #expect(start == Int64(interval.start.timeIntervalSince1970), "\(unit) of \(moment)")
        #expect(end == Int64(interval.end.timeIntervalSince1970), "\(unit) of \(moment)")
      }
    }
  }

  @Test func `a quarter has three months, and a week begins on Monday`() {
    func days(_ unit: CalendarUnit, _ year: Int64, _ month: Int64, _ day: Int64) -> [Int64] {
      let number = CivilDate(year: year, month: month, day: day)?.dayNumber ?? 0
      let (first, next) = unit.days(of: number)
      return [first, next].flatMap { [CivilDate(day: $0).month, CivilDate(day: $0).day] }
    }
    #expect(days(.quarter, 2026, 12, 31) == [10, 1, 1, 1])
    #expect(days(.quarter, 1969, 2, 28) == [1, 1, 4, 1])
    #expect(days(.week, 2026, 11, 1) == [10, 26, 11, 2])
    #expect(days(.week, 1969, 12, 31) == [12, 29, 1, 5])
    #expect(days(.month, 2024, 2, 29) == [2, 1, 3, 1])
  }

  @Test(arguments: ["", "Europe", "Europe/Paris/", "/Europe/Paris", "../zoneinfo/UTC", "a b", "+2"])
  func `a name that is no zone's is none`(_ name: String) {
    #expect(Zone(named: name) == nil)
  }
}
