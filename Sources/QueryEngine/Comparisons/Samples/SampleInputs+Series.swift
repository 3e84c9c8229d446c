import Drift
import Statistics

/// Metrics over time.
extension SampleInputs {
  /// More buckets than that no plot shows.
  private static let greatestBucketCount = 60

  private static let second: Int64 = 1_000_000_000

  /// Widths that readers know, in nanoseconds.
  private static let widths: [Int64] =
    [1, 5, 15, 30].map { $0 * second } + [1, 5, 15, 30].map { $0 * 60 * second }
    + [1, 3, 6, 12, 24, 168, 720, 2_160, 8_760].map { $0 * 3_600 * second }

  /// A metric of two sides in buckets of time; nil of categories, and of less than two buckets.
  func series(
    of name: String, _ first: UnitSample, _ second: UnitSample
  ) -> MetricComparison.Series? {
    guard let metric = plan.metrics.firstIndex(where: { $0.name == name }),
      plan.metrics[metric].kind != .categories,
      let buckets = buckets(first.rows, second.rows)
    else { return nil }
    let before = values(metric, first, buckets)
    let after = values(metric, second, buckets)
    let all = (0..<buckets.count).map { index in
      MetricComparison.Series.Bucket(
        start: buckets.first + Int64(index) * buckets.width, baseline: before[index].value,
        candidate: after[index].value, baselineCount: before[index].count,
        candidateCount: after[index].count)
    }
    let shown = all.filter { $0.baselineCount + $0.candidateCount > 0 }
    guard shown.count > 1 else { return nil }
    return MetricComparison.Series(width: buckets.width, buckets: shown)
  }

  private struct Buckets {
    /// When the first one starts.
    var first: Int64
    var width: Int64
    var count: Int
  }

  /// Of the least known width of which few enough cover all rows.
  private func buckets(_ first: SideSample, _ second: SideSample) -> Buckets? {
    let starts = [first.firstStart, second.firstStart].compactMap { $0 }
    let ends = [first.lastStart, second.lastStart].compactMap { $0 }
    guard let from = starts.min(), let until = ends.max(), from < until else { return nil }
    for width in Self.widths {
      let start = from - from % width - (from % width < 0 ? width : 0)
      let (distance, overflow) = until.subtractingReportingOverflow(start)
      guard !overflow, distance / width < Int64(Self.greatestBucketCount) else { continue }
      return Buckets(first: start, width: width, count: Int(distance / width) + 1)
    }
    return nil
  }

  /// The metric of the rows of each bucket, and how many values it has.
  private func values(
    _ metric: Int, _ side: UnitSample, _ buckets: Buckets
  ) -> [(value: Double?, count: Int)] {
    let values = side.rows.numbers[samples.program.places[metric]]
    let starts = side.rows.starts
    var members = [[Double]](repeating: [], count: buckets.count)
    var weights = members
    var units = [Double](repeating: 0, count: buckets.count)
    var lastUnits = [Int32](repeating: -1, count: buckets.count)
    for place in values.values.indices {
      let row = values.rows.map { Int($0[place]) } ?? place
      let bucket = Int((starts[row] - buckets.first) / buckets.width)
      members[bucket].append(values.values[place])
      if let all = side.weights { weights[bucket].append(all.ofRows[row]) }
      // Rows of a trace follow each other.
      if lastUnits[bucket] != side.rows.traces[row] {
        units[bucket] += side.weights?.ofRows[row] ?? 1
        lastUnits[bucket] = side.rows.traces[row]
      }
    }
    return members.indices.map { bucket in
      let value =
        side.weights == nil
        ? summary(metric, members[bucket], traceCount: units[bucket])
        : weightedSummary(metric, members[bucket], weights[bucket], traceCount: units[bucket])
      return (value, members[bucket].count)
    }
  }

  /// Of values by what they stand for.
  private func weightedSummary(
    _ metric: Int, _ values: [Double], _ weights: [Double], traceCount: Double
  ) -> Double? {
    guard !values.isEmpty else { return nil }
    func quantile(_ fraction: QuantileFraction?) -> Double? {
      fraction.flatMap { WeightedSample(values, weights: weights).quantile($0) }
    }
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    switch plan.metrics[metric].kind {
    case .distribution: return quantile(QuantileFraction(1, over: 2))
    case .quantile(let numerator, let denominator):
      return quantile(QuantileFraction(numerator, over: denominator))
    case .mean, .share: return sum / weights.reduce(0, +)
    case .meanOfSums: return sum / traceCount
    case .categories: return nil
    }
  }

  private func summary(_ metric: Int, _ values: [Double], traceCount: Double) -> Double? {
    guard !values.isEmpty else { return nil }
    switch plan.metrics[metric].kind {
    case .distribution: return nearestRank(values, QuantileFraction(1, over: 2))
    case .quantile(let numerator, let denominator):
      return nearestRank(values, QuantileFraction(numerator, over: denominator))
    case .mean, .share: return values.reduce(0, +) / Double(values.count)
    case .meanOfSums: return values.reduce(0, +) / traceCount
    case .categories: return nil
    }
  }

  private func nearestRank(_ values: [Double], _ fraction: QuantileFraction?) -> Double? {
    guard let fraction else { return nil }
    var values = values
    let rank = fraction.nearestRank(among: values.count)
    var span = values.mutableSpan
    return selectInPlace(&span, rank: max(0, rank - 1), in: 0..<span.count)
  }
}
