/// What a mapping says of a column's values: `latency:ms`.
enum ValueUnit: String, CaseIterable, Hashable, Sendable {
  case nanoseconds = "ns"
  case microseconds = "us"
  case milliseconds = "ms"
  case seconds = "s"
  case minutes = "m"
  case hours = "h"
  /// An identity of any text, of which the id is a hash.
  case hash
  /// Text, also where it looks like a number.
  case text

  /// Nanoseconds of one; 0 where it is no unit of time.
  var nanoseconds: Int64 {
    switch self {
    case .nanoseconds: 1
    case .microseconds: 1_000
    case .milliseconds: 1_000_000
    case .seconds: 1_000_000_000
    case .minutes: 60_000_000_000
    case .hours: 3_600_000_000_000
    case .hash, .text: 0
    }
  }

  /// Units of moments: since 1970 UTC.
  static let epochs: [ValueUnit] = [.seconds, .milliseconds, .microseconds, .nanoseconds]
  static let durations: [ValueUnit] = epochs + [.minutes, .hours]
}
