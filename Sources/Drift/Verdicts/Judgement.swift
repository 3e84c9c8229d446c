import Statistics

/// What becomes of a metric by its effect, the p-value adjusted for the whole report, and the tolerance.
struct Judgement: Hashable {
  let verdict: Verdict
  /// How many more units each side needs for a verdict.
  let needed: Int?

  /// - Different: p is at most α and the whole interval lies beyond the tolerance.
  /// - Equivalent: the whole interval of confidence 1 - 2α lies within the tolerance, which is what
  ///   two one-sided tests at level α amount to (D. Schuirmann, 1987). It takes no test, and so no
  ///   events.
  init(
    _ findings: MetricFindings, adjustedP: Double?, tolerance: Double,
    better: MetricComparison.Direction, options: ComparisonOptions
  ) {
    switch findings.lack {
    case .nothing: break
    case .units(let more):
      self.init(.insufficient, needed: more)
      return
    case .weights:
      self.init(.inconclusive)
      return
    case .events(let more):
      self.init(findings, withoutEvents: more, tolerance)
      return
    }
    guard let effect = findings.effect, let low = effect.low, let high = effect.high,
      let adjustedP
    else {
      self.init(findings.effect == nil ? .insufficient : .inconclusive)
      return
    }
    let interval = ConfidenceInterval(low: low, high: high)
    if adjustedP <= options.alpha, let verdict = Self.difference(interval, tolerance, better) {
      self.init(verdict)
    } else if findings.isEquivalent(within: tolerance) {
      self.init(.equivalent)
    } else {
      let needed = Self.needed(
        findings.units, effect.value, interval, tolerance, adjustedP, options)
      self.init(.inconclusive, needed: needed)
    }
  }

  /// Of a share with too few events for its test.
  private init(_ findings: MetricFindings, withoutEvents more: Int?, _ tolerance: Double) {
    guard !findings.isEquivalent(within: tolerance) else {
      self.init(.equivalent)
      return
    }
    guard more == nil, tolerance > 0, let narrow = findings.equivalence else {
      self.init(.insufficient, needed: more)
      return
    }
    // Without events a bound of the interval is z²/(n + z²).
    let reach = max(-narrow.low, narrow.high)
    let growth = reach / (1 - reach) * ((1 - tolerance) / tolerance)
    self.init(.insufficient, needed: Self.atLeastOne(findings.units, growth))
  }

  private init(_ verdict: Verdict, needed: Int? = nil) {
    self.verdict = verdict
    self.needed = needed
  }

  /// The verdict of an interval beyond the tolerance; nil of one that is not.
  private static func difference(
    _ interval: ConfidenceInterval, _ tolerance: Double, _ better: MetricComparison.Direction
  ) -> Verdict? {
    let isUp = interval.low > tolerance
    guard isUp || interval.high < -tolerance else { return nil }
    return switch better {
    case .neither: .changed
    case .higher: isUp ? .improved : .regressed
    case .lower: isUp ? .regressed : .improved
    }
  }

  /// How many more units it takes if the effect stays what it is, and intervals shrink with the root of
  /// their number; nil where no number would do.
  private static func needed(
    _ units: Int, _ effect: Double, _ interval: ConfidenceInterval, _ tolerance: Double,
    _ adjustedP: Double, _ options: ComparisonOptions
  ) -> Int? {
    guard units > 0, interval.low <= effect, effect <= interval.high else { return nil }
    guard tolerance > 0 else {
      return effect == 0 ? nil : atLeastOne(units, growth(adjustedP, options))
    }
    guard
      let more = additionalCountNeeded(
        soFar: units, effect: effect, interval: interval, low: -tolerance, high: tolerance),
      more < Int.max
    else { return nil }
    // The interval says enough, but for p.
    return more > 0 ? more : atLeastOne(units, growth(adjustedP, options))
  }

  private static func growth(_ adjustedP: Double, _ options: ComparisonOptions) -> Double? {
    let seen = NormalDistribution.quantile(adjustedP / 2)
    guard seen < 0 else { return nil }
    let ratio = NormalDistribution.quantile(options.alpha / 2) / seen
    return ratio * ratio
  }

  private static func atLeastOne(_ units: Int, _ growth: Double?) -> Int? {
    guard let growth else { return nil }
    let more = (Double(units) * (growth - 1)).rounded(.up)
    return more < 9e15 ? max(1, Int(more)) : nil
  }
}

extension MetricFindings {
  /// Whether the interval for equivalence lies within a tolerance.
  fileprivate func isEquivalent(within tolerance: Double) -> Bool {
    guard let equivalence else { return false }
    return equivalence.low >= -tolerance && equivalence.high <= tolerance
  }
}
