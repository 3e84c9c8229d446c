/// How a quantile differs between two samples, with its bootstrap interval.
package struct QuantileDifference: Hashable, Sendable {
  package let fraction: QuantileFraction
  package let baseline: Double
  package let candidate: Double
  /// Where the candidate's quantile minus the baseline's lies.
  package let interval: ConfidenceInterval

  package var difference: Double { candidate - baseline }

  /// Compares quantiles of two samples by independent resamples of the clusters of each.
  ///
  /// The percentile bootstrap: with values as far apart as latencies are it holds what it says from
  /// ``MinimumCounts/quantile(_:)`` values a side on. The two samples should have been made with
  /// different seeds. One result for each fraction, in their order.
  /// - Complexity: see ``ClusteredQuantiles/resampledQuantiles(_:_:)``.
  package static func all(
    _ fractions: [QuantileFraction], baseline: ClusteredQuantiles, candidate: ClusteredQuantiles,
    resamples: Int = 2_000, confidence: Double = 0.95
  ) -> [QuantileDifference] {
    precondition(resamples > 0, "resamples to take the spread from")
    let before = baseline.resampledQuantiles(fractions, resamples)
    let after = candidate.resampledQuantiles(fractions, resamples)
    return fractions.indices.map { index in
      let differences = zip(before[index], after[index]).map { $1 - $0 }
      let interval = percentileInterval(differences, confidence: confidence)
      return QuantileDifference(
        fraction: fractions[index], baseline: baseline.quantile(fractions[index]),
        candidate: candidate.quantile(fractions[index]),
        interval: interval ?? ConfidenceInterval(low: -.infinity, high: .infinity))
    }
  }
}
