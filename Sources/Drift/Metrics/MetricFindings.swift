import Statistics

/// What the methods say of a metric, before there is a verdict.
struct MetricFindings {
  let measure: MetricComparison.Measure
  /// The metric of each side.
  var baseline: Double?
  var candidate: Double?
  /// The effect that the verdict goes by; nil without data.
  var effect: MetricComparison.Effect?
  /// The effect's interval for the two one-sided tests of equivalence: of confidence 1 - 2α.
  var equivalence: ConfidenceInterval?
  var effects: [MetricComparison.Effect] = []
  var test: String?
  var p: Double?
  /// The units of the side that has fewer.
  var units = 0
  var lack = Lack.nothing
  var plot: MetricComparison.Plot?
  /// Whether units have several values.
  var isClustered = false
  /// Whether values stand for more than themselves.
  var isWeighted = false

  init(_ measure: MetricComparison.Measure) {
    self.measure = measure
  }

  /// What data lack for a verdict.
  enum Lack: Hashable {
    case nothing
    /// So many more units a side; nil where that can not be told.
    case units(Int?)
    /// Events for a test of a share, with so many more units a side; nil where there is none.
    ///
    /// The interval holds without events.
    case events(Int?)
    /// Weights that are even enough to tell a p-value.
    case weights
  }

  /// Sets the units of the side that has fewer, and whether they are enough.
  mutating func setUnits(_ baseline: Int, _ candidate: Int, leastCount: Int) {
    units = min(baseline, candidate)
    if units < leastCount { lack = .units(leastCount - units) }
  }
}

extension MetricComparison.Effect {
  /// An effect and its interval; bounds that are infinite are none.
  init(_ name: String, _ value: Double, _ interval: ConfidenceInterval?, cut: Double? = nil) {
    self.init(
      name, value, low: interval.flatMap { $0.low.isFinite ? $0.low : nil },
      high: interval.flatMap { $0.high.isFinite ? $0.high : nil }, cut: cut)
  }

  /// Nil of a number that is none.
  static func finite(
    _ name: String, _ value: Double?, _ interval: ConfidenceInterval? = nil, cut: Double? = nil
  ) -> Self? {
    guard let value, value.isFinite else { return nil }
    return Self(name, value, interval, cut: cut)
  }
}

extension ComparisonOptions {
  /// The confidence of the interval that the two one-sided tests at level α amount to.
  var equivalenceConfidence: Double { 1 - 2 * alpha }
}
