import Foundation

/// Intervals of starts: `every 7s`, or the calendar's, as Foundation cuts them.
struct NaiveInterval {
  var text: String
  /// Of the calendar's, roughly.
  var length: Int64
  /// How far the edges are from whole multiples.
  var shift: Int64 = 0
  /// `0` or `null`, where intervals without rows are shown.
  var fill: String?
  private var unit: Calendar.Component?
  private var calendar = Calendar(identifier: .iso8601)

  init(text: String, length: Int64, shift: Int64 = 0) {
    self.text = text
    self.length = length
    self.shift = shift
  }

  /// Days, weeks, months and years of a zone's clocks; nil of a zone that the system lacks.
  init?(unit name: String, zone: String?) {
    let units: [String: (Calendar.Component, Int64)] = [
      "day": (.day, 86_400), "week": (.weekOfYear, 604_800), "month": (.month, 2_629_746),
      "year": (.year, 31_556_952),
    ]
    guard let (unit, length) = units[name], let place = TimeZone(identifier: zone ?? "UTC")
    else { return nil }
    self.init(text: name + (zone.map { " tz \($0)" } ?? ""), length: length * second)
    self.unit = unit
    calendar.timeZone = place
  }

  func start(of moment: Int64) -> Int64 {
    if let days = days(around: moment) { return Self.moment(of: days.start) }
    let remainder = (((moment + shift) % length) + length) % length
    return moment - remainder
  }

  /// The first moment behind the interval that starts at one.
  func end(of start: Int64) -> Int64 {
    days(around: start).map { Self.moment(of: $0.end) } ?? start + length
  }

  private func days(around moment: Int64) -> DateInterval? {
    let date = Date(timeIntervalSince1970: Double(moment) / 1e9)
    return unit.flatMap { calendar.dateInterval(of: $0, for: date) }
  }

  private static func moment(of date: Date) -> Int64 { Int64(date.timeIntervalSince1970) * second }
}

/// How a query writes a moment, in whole seconds since 1970.
func dateText(_ seconds: Int64) -> String {
  Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
}
