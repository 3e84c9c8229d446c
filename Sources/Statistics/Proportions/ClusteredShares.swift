/// How two shares differ of which values come in clusters, as spans do in traces.
///
/// The variance of each share is that of a ratio of two sums over clusters. By how many times it
/// exceeds the binomial one is the design effect (L. Kish, 1965), which is taken from both samples
/// together, to be steady where events are few. So many times fewer independent trials would tell as
/// much: the methods for those are then used, as J. Rao and A. Scott do (1992).
package struct ClusteredShares: Hashable, Sendable {
  package let baseline: Share
  package let candidate: Share
  /// At least 1.
  package let designEffect: Double

  /// Events and trials of one sample.
  package struct Share: Hashable, Sendable {
    package let events: Double
    package let trials: Double

    package var value: Double { events / trials }

    /// Sums of events and of trials.
    package init(events: Double, trials: Double) {
      self.events = events
      self.trials = trials
    }
  }

  /// Compares shares whose design effect is known; nil where a sample has no trials.
  package init?(baseline: Share, candidate: Share, designEffect: Double = 1) {
    guard baseline.trials > 0, candidate.trials > 0 else { return nil }
    self.baseline = baseline
    self.candidate = candidate
    self.designEffect = max(1, designEffect)
  }

  /// The candidate's share minus the baseline's.
  package var difference: Double { candidate.value - baseline.value }

  private var baselineTrials: Double { baseline.trials / designEffect }
  private var candidateTrials: Double { candidate.trials / designEffect }

  /// Newcombe's interval for the difference.
  package func differenceInterval(confidence: Double = 0.95) -> ConfidenceInterval {
    let (p, q) = (baseline.value, candidate.value)
    let first = wilsonInterval(share: q, trials: candidateTrials, confidence: confidence)
    let second = wilsonInterval(share: p, trials: baselineTrials, confidence: confidence)
    let (lowReach, highReach) = (q - first.low, first.high - q)
    let (lowOther, highOther) = (second.high - p, p - second.low)
    return ConfidenceInterval(
      low: q - p - (lowReach * lowReach + lowOther * lowOther).squareRoot(),
      high: q - p + (highReach * highReach + highOther * highOther).squareRoot())
  }

  /// Whether an expected count is so small that the normal law does not hold.
  package var isSparse: Bool {
    let (n, m) = (baselineTrials, candidateTrials)
    let pooled = (baseline.events + candidate.events) / (baseline.trials + candidate.trials)
    return min(pooled, 1 - pooled) * min(n, m) < 5
  }

  /// The pooled z test; where an expected count is below five, Fisher's exact test, of the nearest
  /// whole numbers of events and trials.
  package var pValue: Double {
    let (n, m) = (baselineTrials, candidateTrials)
    guard isSparse else {
      let pooled = (baseline.events + candidate.events) / (baseline.trials + candidate.trials)
      let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
      return NormalDistribution.twoSided(difference / variance.squareRoot())
    }
    guard let first = Self.whole(baseline.value, n), let second = Self.whole(candidate.value, m)
    else { return 1 }
    return ProportionComparison(baseline: first, candidate: second).fisherExact
  }

  private static func whole(_ share: Double, _ trials: Double) -> Proportion? {
    Proportion(Int((share * trials).rounded()), of: Int(trials.rounded()))
  }
}

extension ClusteredShares {
  /// Compares shares of values in clusters.
  ///
  /// `events` and `trials` have a number for each cluster. Where each cluster has one trial at most,
  /// say that nothing is clustered: then the design effect is 1. Where there is no event at all, or
  /// nothing else, each cluster counts as one trial. Nil where a sample has no trials.
  /// - Complexity: O(clusters).
  package init?(
    baseline: (events: [Double], trials: [Double]),
    candidate: (events: [Double], trials: [Double]), isClustered: Bool = true
  ) {
    let sides = [baseline, candidate].map { side in
      Share(events: side.events.reduce(0, +), trials: side.trials.reduce(0, +))
    }
    guard isClustered else {
      self.init(baseline: sides[0], candidate: sides[1])
      return
    }
    let spreads = zip([baseline, candidate], sides).map { ratioDesignEffect($0, $1) }
    let known = zip(spreads, sides).filter { $0.0 != nil }
    let weight = known.reduce(0) { $0 + $1.1.trials }
    let pooled = known.reduce(0) { $0 + ($1.0 ?? 0) * ($1.1.trials / weight) }
    let trials = baseline.trials + candidate.trials
    self.init(
      baseline: sides[0], candidate: sides[1],
      designEffect: known.isEmpty ? oneEachDesignEffect(trials) : pooled)
  }
}

/// The design effect where each cluster tells as much as one trial, whatever it has of them: all that is
/// known where no share varies.
private func oneEachDesignEffect(_ trials: [Double]) -> Double {
  let squares = trials.reduce(0) { $0 + $1 * $1 }
  let sum = trials.reduce(0, +)
  return sum > 0 ? squares / sum : 1
}

/// By how many times the variance of a share exceeds the binomial one; nil where that is zero.
private func ratioDesignEffect(
  _ side: (events: [Double], trials: [Double]), _ share: ClusteredShares.Share
) -> Double? {
  let p = share.value
  let clusters = Double(side.trials.count { $0 > 0 })
  guard clusters > 1, p > 0, p < 1 else { return nil }
  let squares = zip(side.events, side.trials).reduce(0.0) { sum, cluster in
    let rest = cluster.0 - p * cluster.1
    return sum + rest * rest
  }
  return clusters / (clusters - 1) * squares / (share.trials * p * (1 - p))
}
