import Statistics

/// The test of one metric of one candidate, as traces come in.
struct MetricWatch: Sendable {
  let metric: WatchedMetric
  /// Nil until there are the data for a first look.
  private(set) var test: MixtureTest?
  private(set) var decision: Decision?
  /// Whether earlier and later data contradict each other.
  private(set) var contradictsItself = false
  private var difference: Difference?
  /// Of the interval of this metric alone.
  private let confidence: Double

  struct Decision: Hashable {
    var verdict: Verdict
    /// When the trace began that it was made with.
    var time: Int64
  }

  private struct Difference {
    var value: Double
    var variance: Double
  }

  /// Units a side at which intervals are to be narrowest.
  ///
  /// With fewer and with more they are a little wider than they could be.
  private static let plannedUnits = 1_000.0

  init(_ metric: WatchedMetric, confidence: Double) {
    self.metric = metric
    self.confidence = confidence
  }

  /// Looks at both sides after one more trace of either, which began at some time.
  mutating func look(_ baseline: RunningRatio, _ candidate: RunningRatio, at time: Int64) {
    guard Self.isEnough(baseline, candidate, metric.measure),
      let difference = Self.difference(baseline, candidate, metric.measure)
    else { return }
    self.difference = difference
    guard difference.variance > 0 else { return }
    var test = self.test ?? makeTest(baseline, candidate, difference)
    test.look(difference: difference.value, variance: difference.variance)
    self.test = test
    guard test.interval.low <= test.interval.high else {
      contradictsItself = true
      return
    }
    guard decision == nil else { return }
    let tolerance = metric.resolvedTolerance(metric.value(baseline.mean))
    decision = verdict(test.interval, metric.bounds(tolerance)).map {
      Decision(verdict: $0, time: time)
    }
  }

  /// The prior is that of the first look: later ones may not choose it by what they have seen.
  private func makeTest(
    _ baseline: RunningRatio, _ candidate: RunningRatio, _ difference: Difference
  ) -> MixtureTest {
    let (n, m) = (Double(baseline.clusterCount), Double(candidate.clusterCount))
    let unitVariance = difference.variance * n * m / (n + m)
    let prior = MixtureTest.priorVariance(
      narrowestAfter: Self.plannedUnits / 2, confidence: confidence)
    return MixtureTest(priorVariance: prior * unitVariance, confidence: confidence)
  }

  private static func isEnough(
    _ baseline: RunningRatio, _ candidate: RunningRatio, _ measure: WatchState.Measure
  ) -> Bool {
    guard min(baseline.clusterCount, candidate.clusterCount) >= MinimumCounts.shift else {
      return false
    }
    return measure != .share || baseline.total + candidate.total >= Double(MinimumCounts.events)
  }

  /// The verdict of an interval beyond the tolerance, or within it; nil of one that is neither.
  private func verdict(
    _ interval: ConfidenceInterval, _ bounds: ConfidenceInterval
  ) -> Verdict? {
    if bounds.low <= interval.low && interval.high <= bounds.high { return .equivalent }
    let isUp = interval.low > bounds.high
    guard isUp || interval.high < bounds.low else { return nil }
    return switch metric.better {
    case .neither: .changed
    case .higher: isUp ? .improved : .regressed
    case .lower: isUp ? .regressed : .improved
    }
  }
}

// MARK: - Differences

extension MetricWatch {
  private static func difference(
    _ baseline: RunningRatio, _ candidate: RunningRatio, _ measure: WatchState.Measure
  ) -> Difference? {
    guard let before = baseline.mean, let after = candidate.mean,
      var first = baseline.meanVariance, var second = candidate.meanVariance
    else { return nil }
    // A small side that has seen no outlier yet, or no event, has next to no variance of its own, and
    // would be proof: each side has at least the variance of both together.
    let pooled = pooledVariance(baseline, candidate, first, second)
    first = max(first, pooled / Double(baseline.clusterCount))
    second = max(second, pooled / Double(candidate.clusterCount))
    if measure == .share {
      let ofTrial = trialVariance(baseline, candidate)
      first = max(first, ofTrial / baseline.weight)
      second = max(second, ofTrial / candidate.weight)
    }
    return Difference(value: after - before, variance: first + second)
  }

  /// Of one unit of either side.
  private static func pooledVariance(
    _ baseline: RunningRatio, _ candidate: RunningRatio, _ first: Double, _ second: Double
  ) -> Double {
    let (n, m) = (Double(baseline.clusterCount), Double(candidate.clusterCount))
    return (first * n * n + second * m * m) / (n + m)
  }

  /// Of one trial, if both sides have the same share.
  private static func trialVariance(
    _ baseline: RunningRatio, _ candidate: RunningRatio
  ) -> Double {
    let share =
      (baseline.total + candidate.total) / (baseline.weight + candidate.weight)
    return max(0, share * (1 - share))
  }
}

// MARK: - What is told

extension MetricWatch {
  /// What is known by now, tests of so many metrics taken together.
  func told(
    _ baseline: RunningRatio, _ candidate: RunningRatio, candidateName: String, tests: Int
  ) -> WatchState.Metric {
    let value = metric.value(baseline.mean)
    let tolerance = metric.resolvedTolerance(value)
    let isEnough = Self.isEnough(baseline, candidate, metric.measure)
    let verdict = decision?.verdict ?? (isEnough ? .inconclusive : .insufficient)
    let units = min(baseline.clusterCount, candidate.clusterCount)
    var needed: Int?
    if decision == nil {
      needed = isEnough ? self.needed(units, tolerance) : lacking(baseline, candidate, units)
    }
    return WatchState.Metric(
      metric: metric.name, candidateName: candidateName, measure: metric.measure,
      unit: metric.unit, baseline: value, candidate: metric.value(candidate.mean),
      baselineCount: baseline.clusterCount, candidateCount: candidate.clusterCount,
      effect: difference.map { effect($0.value) }, p: test?.pValue,
      adjustedP: test.map { min(1, $0.pValue * Double(tests)) }, tolerance: tolerance,
      better: metric.better, verdict: verdict, decidedAt: decision?.time, needed: needed)
  }

  private func effect(_ difference: Double) -> MetricComparison.Effect {
    let unknown = ConfidenceInterval(low: -.infinity, high: .infinity)
    guard let interval = test?.interval, interval.low <= interval.high else {
      return metric.effect(difference, unknown)
    }
    return metric.effect(difference, interval)
  }

  /// Until the interval lies beyond the nearest bound of the tolerance, or within both.
  private func needed(_ units: Int, _ tolerance: Double) -> Int? {
    guard let difference, let test else { return nil }
    let bounds = metric.bounds(tolerance)
    let distance = min(
      abs(difference.value - bounds.low), abs(difference.value - bounds.high))
    guard let growth = test.growthNeeded(variance: difference.variance, distance: distance)
    else { return nil }
    return max(1, Int((Double(units) * (growth - 1)).rounded(.up)))
  }

  /// Until there is a first look.
  private func lacking(
    _ baseline: RunningRatio, _ candidate: RunningRatio, _ units: Int
  ) -> Int? {
    let missing = max(0, MinimumCounts.shift - units)
    guard metric.measure == .share else { return missing }
    let events = baseline.total + candidate.total
    guard events > 0 else { return nil }
    let growth = Double(MinimumCounts.events) / events
    return max(missing, Int((Double(units) * (growth - 1)).rounded(.up)))
  }
}
