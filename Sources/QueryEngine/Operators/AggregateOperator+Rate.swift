// `rate()`: a group's spans over the length of time that they are from.

extension AggregateOperator {
  /// Makes rates of the counts of spans.
  func setRates(of group: inout GroupValues, seconds: Double?) {
    for place in plan.aggregates.indices where plan.aggregates[place].isRate {
      group.aggregates[place] = rate(group.aggregates[place], seconds)
    }
  }

  func rate(_ count: Value, _ seconds: Double?) -> Value {
    guard case .double(let count) = count.converted(by: .double), let seconds
    else { return .null }
    return Value(finite: count / seconds)
  }

  /// Whether each group is of one interval, as `every` makes them.
  var isPerInterval: Bool {
    if case .interval = plan.keys.first { true } else { false }
  }

  /// The length of a group's interval, as far as it lies within the asked time range.
  ///
  /// An interval that is going on is as long as it lasted until now, unless the range says when
  /// it ends. Nil when there is no length.
  func intervalSeconds(of group: GroupValues) -> Double? {
    guard case .interval(let interval, _) = plan.keys.first,
      let first = group.keys.first?.wholeNumber
    else { return nil }
    let moments = interval.moments(of: first)
    let from = max(moments.lowerBound, timeRange.from ?? .min)
    let isGoingOn = timeRange.until == nil && from < options.now
    let end = timeRange.until ?? (isGoingOn ? options.now : .max)
    // The last moment is part of the interval; ends are not.
    let length = min(Int128(moments.upperBound) + 1, Int128(end)) - Int128(from)
    return length > 0 ? Double(length) / 1e9 : nil
  }

  /// The length of the asked time range, open ends closed by now and by the first span; without
  /// one, from the first start to the last.
  ///
  /// Nil when there is no length.
  func rangeSeconds(_ scan: SegmentScan) throws(QueryError) -> Double? {
    guard plan.aggregates.contains(where: \.isRate), !isPerInterval || plan.keepsOther
    else { return nil }
    let from: Int64?
    let until: Int64?
    if timeRange.isEverything {
      let extent = try scan.extent(of: timeRange)
      (from, until) = (extent?.lowerBound, extent?.upperBound)
    } else {
      let isOpen = timeRange.from == nil
      from = isOpen ? try scan.extent(of: timeRange)?.lowerBound : timeRange.from
      until = timeRange.until ?? options.now
    }
    guard let from, let until, until > from else { return nil }
    return Double(Int128(until) - Int128(from)) / 1e9
  }
}
