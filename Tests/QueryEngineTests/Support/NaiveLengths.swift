import QueryEngine

/// How long the times are that groups are from, for rates.
struct NaiveLengths {
  private let times: NaiveTimes
  private let interval: NaiveInterval?
  private let starts: [Int64]
  private let now: Int64

  /// The starts are those of the store.
  init(_ times: NaiveTimes, _ interval: NaiveInterval?, starts: [Int64], now: Int64) {
    self.times = times
    self.interval = interval
    self.starts = starts
    self.now = now
  }

  /// Of a group, by its first key where that is an interval.
  func seconds(of time: OracleValue??) -> Double? {
    guard let interval else { return rangeSeconds }
    guard case .whole(let first, _)?? = time else { return nil }
    let isGoingOn = times.until == nil && max(first, times.since ?? first) < now
    let end = times.until ?? (isGoingOn ? now : .max)
    return Self.seconds(
      from: max(first, times.since ?? .min), to: min(interval.end(of: first), end))
  }

  /// Of the range asked for, open ends closed by now and by the first start; without one, from
  /// the first start to the last.
  var rangeSeconds: Double? {
    let first = starts.filter { times.contains($0) }.min()
    if times.since == nil && times.until == nil {
      return Self.seconds(from: first, to: starts.max())
    }
    return Self.seconds(from: times.since ?? first, to: times.until ?? now)
  }

  private static func seconds(from first: Int64?, to last: Int64?) -> Double? {
    guard let first, let last, last > first else { return nil }
    return Double(last - first) / 1e9
  }
}
