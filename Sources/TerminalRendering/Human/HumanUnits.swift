import TraceModel

/// Quantities as a person reads them: three significant digits and a unit that fits.
package enum HumanUnits {
  /// `450ms`, `2.31s`, `1m 05s`, `3h 07m`, `2d 04h`.
  package static func duration(_ nanoseconds: Int64) -> String {
    let sign = nanoseconds < 0 ? "-" : ""
    return sign + duration(magnitude: nanoseconds.magnitude)
  }

  private static func duration(magnitude: UInt64) -> String {
    guard magnitude > 0 else { return "0s" }
    guard magnitude >= 1_000 else { return "\(magnitude)ns" }
    for (unit, name) in [(1_000, "µs"), (1_000_000, "ms")] as [(UInt64, String)] {
      if let text = threeDigits(magnitude, of: unit, below: 1_000) { return text + name }
    }
    if let text = threeDigits(magnitude, of: 1_000_000_000, below: 60) { return text + "s" }
    return clock(seconds: (magnitude + 500_000_000) / 1_000_000_000)
  }

  /// The two leading units of a minute and more.
  private static func clock(seconds: UInt64) -> String {
    if seconds < 3_600 { return "\(seconds / 60)m \(padded(seconds % 60, to: 2))s" }
    let minutes = (seconds + 30) / 60
    if minutes < 1_440 { return "\(minutes / 60)h \(padded(minutes % 60, to: 2))m" }
    let hours = (minutes + 30) / 60
    return "\(hours / 24)d \(padded(hours % 24, to: 2))h"
  }

  /// `512 B`, `1.2 KiB`, `340 MiB`.
  package static func bytes(_ count: Int64) -> String {
    let sign = count < 0 ? "-" : ""
    let magnitude = count.magnitude
    guard magnitude >= 1_024 else { return "\(sign)\(magnitude) B" }
    var unit: UInt64 = 1_024
    for name in ["KiB", "MiB", "GiB", "TiB", "PiB"] {
      if let text = oneDecimal(magnitude, of: unit, below: 1_024) {
        return "\(sign)\(text) \(name)"
      }
      unit *= 1_024
    }
    return "\(sign)\((magnitude + unit / 2) / unit) EiB"
  }

  /// `$0`, `$0.0123`, `$1.25`, `$1,234.50`: cents from a dollar up, below it three significant
  /// digits, for one call of a model costs less than a cent.
  package static func money(_ nanodollars: Int64) -> String {
    let sign = nanodollars < 0 ? "-$" : "$"
    let magnitude = nanodollars.magnitude
    guard magnitude > 0 else { return "$0" }
    let rounded = roundedMoney(magnitude)
    let (dollars, rest) = rounded.quotientAndRemainder(dividingBy: 1_000_000_000)
    var decimals = withoutTrailingZeros(padded(rest, to: 9))
    while decimals.utf8.count < 2 { decimals += "0" }
    return "\(sign)\(grouped(dollars)).\(decimals)"
  }

  private static func roundedMoney(_ magnitude: UInt64) -> UInt64 {
    var step: UInt64 = 10_000_000
    if magnitude < 1_000_000_000 {
      step = 1
      while magnitude / step >= 1_000 { step *= 10 }
    }
    return (magnitude + step / 2) / step * step
  }

  /// `1,234,567`.
  package static func count(_ number: some BinaryInteger) -> String {
    (number < 0 ? "-" : "") + grouped(UInt64(number.magnitude))
  }

  /// A number of things: `1 span`, `1,929 spans`.
  package static func count(_ number: some BinaryInteger, _ thing: String) -> String {
    "\(count(number)) \(thing)\(number == 1 ? "" : "s")"
  }

  /// `950`, `1.2k`, `34k`, `5.6M`: for columns where the order of size is enough.
  package static func shortCount(_ number: Int64) -> String {
    let magnitude = number.magnitude
    let sign = number < 0 ? "-" : ""
    guard magnitude >= 1_000 else { return String(number) }
    var unit: UInt64 = 1_000
    for name in ["k", "M", "G", "T", "P"] {
      if let text = oneDecimal(magnitude, of: unit, below: 1_000, decimalBelow: 10) {
        return sign + text + name
      }
      unit *= 1_000
    }
    return "\(sign)\(magnitude / unit)E"
  }

  /// A time in UTC to the millisecond: `2026-11-25 03:10:44.123Z`.
  package static func instant(_ nanosecondsSince1970: Int64) -> String {
    instant(InstantText.format(nanosecondsSince1970))
  }

  /// RFC 3339 with nine decimals to the millisecond: `2026-11-25 04:10:44.123+01:00`.
  static func instant(_ text: String) -> String {
    let toMilliseconds = String(text.prefix("2026-11-25T03:10:44.123".count))
    let zone = text.dropFirst("2026-11-25T03:10:44.123456789".count)
    return toMilliseconds.replacing("T", with: " ") + String(zone)
  }

  private static func grouped(_ number: UInt64) -> String {
    var digits = Array(String(number))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return String(digits)
  }

  /// `value / unit` to three significant digits; nil when that rounds to `limit` or more, so
  /// that 999.6ms goes on to be 1.00s.
  private static func threeDigits(
    _ value: UInt64, of unit: UInt64, below limit: UInt64
  ) -> String? {
    guard value / unit < limit else { return nil }
    for (decimals, factor) in [(2, 100), (1, 10)] as [(Int, UInt64)] {
      let scaled = (value * factor + unit / 2) / unit
      if scaled < 1_000, scaled < limit * factor {
        return "\(scaled / factor).\(padded(scaled % factor, to: decimals))"
      }
    }
    let rounded = (value + unit / 2) / unit
    return rounded < limit ? "\(rounded)" : nil
  }

  /// `value / unit` with one decimal below `decimalBelow`, else none; nil when that rounds to
  /// `limit` or more.
  private static func oneDecimal(
    _ value: UInt64, of unit: UInt64, below limit: UInt64, decimalBelow: UInt64 = 100
  ) -> String? {
    let whole = value / unit
    guard whole < limit else { return nil }
    // The remainder is below 2^50, so that ten times it fits.
    let tenths = whole * 10 + ((value % unit) * 10 + unit / 2) / unit
    if tenths < decimalBelow * 10 { return "\(tenths / 10).\(tenths % 10)" }
    let rounded = whole + (value % unit + unit / 2) / unit
    return rounded < limit ? "\(rounded)" : nil
  }
}
