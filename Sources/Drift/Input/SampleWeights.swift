import Statistics

/// What the values of a side and its units stand for, where sampling kept some and told how probable that
/// was: one over the probability.
package struct SampleWeights: Hashable, Sendable {
  /// Of each value; at least 1.
  package var ofValues: [Double]
  /// Of each unit, whether it has a value or not.
  package var ofUnits: [Double]

  package init(ofValues: [Double], ofUnits: [Double]) {
    self.ofValues = ofValues
    self.ofUnits = ofUnits
  }
}

/// How the rows of both sides are weighted.
package struct Weighting: Hashable, Sendable {
  package var baseline: Side
  package var candidate: Side

  package init(baseline: Side, candidate: Side) {
    self.baseline = baseline
    self.candidate = candidate
  }

  package struct Side: Hashable, Sendable {
    /// Units, and how many unweighted ones would tell as much.
    package var units: Int
    package var effectiveUnits: Double
    /// The greatest weight over the least.
    package var ratio: Double

    /// Of the weights of all units.
    package init(_ weights: [Double]) {
      units = weights.count
      effectiveUnits = effectiveCount(weights)
      ratio = (weights.max() ?? 1) / (weights.min() ?? 1)
    }
  }

  /// Beyond such a ratio few of the units decide, and p-values are not to be trusted.
  package static let greatestRatio = 10.0

  var isTooUneven: Bool {
    max(baseline.ratio, candidate.ratio) > Self.greatestRatio
  }
}

extension ComparisonReport.Method.Weights {
  init(_ weighting: Weighting) {
    self.init(
      baselineUnits: weighting.baseline.effectiveUnits,
      candidateUnits: weighting.candidate.effectiveUnits,
      ratio: max(weighting.baseline.ratio, weighting.candidate.ratio))
  }
}
