/// What making reports takes besides the samples, told before it is taken.
extension SampleInputs {
  /// The arrays of the inputs of all reports that are none of the samples'.
  var byteCount: Int {
    let units = sides.reduce(0) { $0 + $1.unitCount * 4 + ($1.isTrace ? 0 : $1.units.count * 8) }
    let columns = sides.indices.map { sideByteCount($0) }
    // The baseline's are made anew for each candidate.
    let candidates = columns.dropFirst().reduce(0) { $0 + $1 + columns[0] }
    return units + candidates + sides.reduce(0) { $0 + ($1.weights?.byteCount ?? 0) }
  }

  private func sideByteCount(_ side: Int) -> Int {
    let rows = sides[side].rows
    let isWeighted = sides[side].weights != nil
    let partial = rows.presentRows.reduce(0) { $0 + $1.count * (isWeighted ? 20 : 4) }
    let categories = rows.categories.reduce(0) { $0 + $1.values.count * 8 }
    // Each row is of one stratum, with its place there while that is found.
    let strata =
      stratumPlaces.isEmpty
      ? 0 : rows.valueByteCount + categories + rows.rowCount * (16 + stratumPlaces.count * 40)
    // The key and the pair of each row, and two numbers for each pair and metric.
    let pairs = plan.pairing == nil ? 0 : rows.rowCount * (24 + plan.metrics.count * 24)
    return partial + categories + strata + pairs
  }

  /// What finding traces to show takes, and the values of each bucket of time.
  func evidenceByteCount(threadCount: Int) -> Int {
    let greatest =
      sides.map { side in
        max(side.rows.traceCount, side.rows.numbers.map(\.values.count).max() ?? 0)
      }.max() ?? 0
    // A series is made of copies of the values; a trace is found among copies of both sides' values.
    return greatest * max(16 * threadCount, 48)
  }
}

extension SideSample {
  /// Of values alone.
  fileprivate var valueByteCount: Int {
    numbers.reduce(0) { $0 + $1.values.count * 12 }
      + categories.reduce(0) { $0 + $1.values.count * 8 }
  }
}
