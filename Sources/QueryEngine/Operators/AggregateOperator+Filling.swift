// `every … fill …`: a row of each interval, with spans or without.

extension AggregateOperator {
  /// Adds the intervals without spans, for each combination of the other keys.
  ///
  /// They reach over the asked time range, an open end closed by now; without a range, from the
  /// first start in the store to the last.
  func fillIntervals(
    of groups: inout [GroupValues], beside partial: PartialAggregate, _ scan: SegmentScan
  ) throws(QueryError) {
    guard let fill = plan.fill, case .interval(let interval, _) = plan.keys.first,
      let moments = try filledMoments(scan)
    else { return }
    var known: [[ExactValue]: Set<Int64>] = plan.keys.count == 1 ? [[]: []] : [:]
    for group in groups {
      guard let start = group.keys[0].wholeNumber else { continue }
      known[group.keys.dropFirst().map { ExactValue($0) }, default: []].insert(start)
    }
    let zeros = plan.aggregates.map(\.zero)
    let columnCount = plan.columns.count + plan.keys.count
    var moment = moments.lowerBound
    while true {
      let bounds = interval.moments(of: moment)
      for (keys, starts) in known where !starts.contains(bounds.lowerBound) {
        var group = GroupValues(
          keys: [.instant(bounds.lowerBound)] + keys.map(\.value), aggregates: zeros)
        group.fill = fill
        // What began before may still be in flight.
        for (place, value) in partial.inFlight(keys, during: bounds) {
          group.aggregates[place] = value
          group.measured.insert(place)
        }
        groups.append(group)
      }
      try scan.control.check()
      try meter.check(
        partial.byteCount + groups.count * Limits.valueByteCount * columnCount,
        doing: "filling \(groups.count) intervals")
      guard bounds.upperBound < moments.upperBound else { return }
      moment = bounds.upperBound + 1
    }
  }

  /// Nil when there is nothing to fill.
  private func filledMoments(_ scan: SegmentScan) throws(QueryError) -> ClosedRange<Int64>? {
    var from = timeRange.from
    var last = timeRange.until.map { $0 == .min ? .min : $0 - 1 }
    if from == nil || (last == nil && timeRange.isEverything) {
      guard let extent = try scan.extent(of: timeRange) else { return nil }
      from = from ?? extent.lowerBound
      if timeRange.isEverything { last = extent.upperBound }
    }
    let now = options.now == .min ? .min : options.now - 1
    guard let from, from <= (last ?? now) else { return nil }
    return from...(last ?? now)
  }
}
