import Statistics

/// A metric as a watch compares it.
package struct WatchedMetric: Hashable, Sendable {
  package var name: String
  package var measure: WatchState.Measure
  package var unit: MetricComparison.Unit
  package var better: MetricComparison.Direction
  package var tolerance: MetricInput.Tolerance

  package init(
    name: String, measure: WatchState.Measure, unit: MetricComparison.Unit,
    better: MetricComparison.Direction, tolerance: MetricInput.Tolerance
  ) {
    self.name = name
    self.measure = measure
    self.unit = unit
    self.better = better
    self.tolerance = tolerance
  }

  /// Durations below a microsecond count as one: zero has no logarithm.
  private static let leastDuration = 1_000.0

  /// What a trace adds to the sums whose ratio is compared.
  func part(of values: WatchedTrace.Values) -> WatchedTrace.Values {
    guard measure == .typical, values.count > 0 else { return values }
    let mean = values.sum / values.count
    return WatchedTrace.Values(sum: logarithm(max(mean, Self.leastDuration)), count: 1)
  }

  /// The metric of a side, in its unit.
  func value(_ mean: Double?) -> Double? {
    measure == .typical ? mean.map(exponential) : mean
  }

  /// How far the effect may be from none, in the effect's own terms.
  func resolvedTolerance(_ baseline: Double?) -> Double {
    switch (tolerance, measure) {
    case (.absolute(let value), .typical): (baseline ?? 0) > 0 ? value / (baseline ?? 1) : 0
    case (.absolute(let value), _), (.relative(let value), .typical),
      (.relative(let value), .share):
      value
    case (.relative(let share), .mean): share * abs(baseline ?? 0)
    }
  }

  /// The same as bounds around no difference of what is averaged.
  func bounds(_ tolerance: Double) -> ConfidenceInterval {
    guard measure == .typical else { return ConfidenceInterval(low: -tolerance, high: tolerance) }
    return ConfidenceInterval(
      low: tolerance < 1 ? logarithm(1 - tolerance) : -.infinity, high: logarithm(1 + tolerance))
  }

  /// A difference of what is averaged, as it is told.
  func effect(_ difference: Double, _ interval: ConfidenceInterval) -> MetricComparison.Effect {
    guard measure == .typical else { return .init("difference", difference, interval) }
    return .init(
      "ratio", exponential(difference),
      ConfidenceInterval(low: exponential(interval.low), high: exponential(interval.high)))
  }
}

/// A trace that has ended, with its values of one side.
package struct WatchedTrace: Hashable, Sendable {
  /// Which side it is of; 0 is the baseline.
  package var side: Int
  /// The number of the session or user that it belongs to; nil of a trace that stands alone.
  package var cluster: Int?
  /// When it began.
  package var start: Int64
  /// Of each metric.
  package var values: [Values]

  package init(side: Int, cluster: Int?, start: Int64, values: [Values]) {
    self.side = side
    self.cluster = cluster
    self.start = start
    self.values = values
  }

  /// The sum of some values, and how many they are.
  package struct Values: Hashable, Sendable {
    package var sum: Double
    package var count: Double

    package init(sum: Double = 0, count: Double = 0) {
      self.sum = sum
      self.count = count
    }
  }
}
