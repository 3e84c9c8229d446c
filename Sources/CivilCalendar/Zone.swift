/// What the clocks of a place show: their distance from UTC, and the moments when it changes.
package struct Zone: Hashable, Sendable {
  /// As it was asked for.
  package let name: String
  /// Seconds since 1970 UTC, ascending.
  private let changes: [Int64]
  /// Seconds that clocks are ahead of UTC: before the first change, then from each change on.
  private let offsets: [Int64]

  /// Coordinated universal time.
  package static let utc = Zone(name: "UTC", offset: 0)

  /// Clocks that are always so many seconds ahead of UTC.
  package init(name: String, offset: Int64) {
    self.init(name: name, changes: [], offsets: [offset])
  }

  init(name: String, changes: [Int64], offsets: [Int64]) {
    precondition(offsets.count == changes.count + 1, "an offset between two changes")
    self.name = name
    self.changes = changes
    self.offsets = offsets
  }

  package static func == (left: Zone, right: Zone) -> Bool {
    left.changes == right.changes && left.offsets == right.offsets
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(changes.count)
    hasher.combine(offsets.last)
  }

  /// Seconds that clocks are ahead of UTC at a moment, in seconds since 1970.
  package func offset(at moment: Int64) -> Int64 { offsets[stretch(at: moment)] }

  /// Days since 1970-01-01 by the clocks.
  package func day(at moment: Int64) -> Int64 {
    floorQuotient(moment + offset(at: moment), secondsPerDay)
  }

  /// The first moment at which the clocks show a day, or one after it.
  ///
  /// Midnight as a rule; where the clocks skip it, the moment at which they do.
  package func start(ofDay day: Int64) -> Int64 {
    let midnight = day * secondsPerDay
    // No clock is further from UTC than 26 hours.
    var index = stretch(at: midnight - 26 * 3_600)
    while index < changes.count {
      let begin = index > 0 ? changes[index - 1] : .min
      let moment = max(begin, midnight - offsets[index])
      if moment < changes[index] { return moment }
      index += 1
    }
    return max(changes.last ?? .min, midnight - offsets[index])
  }

  /// The place of the offset of a moment.
  private func stretch(at moment: Int64) -> Int {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

let secondsPerDay: Int64 = 86_400

/// `value / divisor`, rounded down.
func floorQuotient(_ value: Int64, _ divisor: Int64) -> Int64 {
  value >= 0 ? value / divisor : -((-1 - value) / divisor) - 1
}
