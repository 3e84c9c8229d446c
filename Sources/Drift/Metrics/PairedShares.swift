import Statistics

/// Whether something is true on one side of pairs, on the other, on both or on none.
struct PairedShares {
  private(set) var count = 0
  private(set) var baselineOnly = 0
  private(set) var candidateOnly = 0
  private(set) var both = 0

  init(both: Int, baselineOnly: Int, candidateOnly: Int, neither: Int) {
    count = both + baselineOnly + candidateOnly + neither
    self.both = both
    self.baselineOnly = baselineOnly
    self.candidateOnly = candidateOnly
  }

  init(_ pairs: [(baseline: Bool, candidate: Bool)]) {
    for pair in pairs {
      count += 1
      if pair.baseline && pair.candidate {
        both += 1
      } else if pair.baseline {
        baselineOnly += 1
      } else if pair.candidate {
        candidateOnly += 1
      }
    }
  }

  /// McNemar's, exact up to a thousand pairs that differ.
  var pValue: Double {
    let test = McNemarTest(baselineOnly: baselineOnly, candidateOnly: candidateOnly)
    return baselineOnly + candidateOnly <= 1_000
      ? test.exactPValue : test.asymptotic(correcting: false).pValue
  }

  var difference: Double { Double(candidateOnly - baselineOnly) / Double(count) }

  /// Wald's interval, with one pair more that differs each way.
  ///
  /// D. Bonett and R. Price (2012).
  func differenceInterval(confidence: Double) -> ConfidenceInterval {
    let total = Double(count + 2)
    let (up, down) = (Double(candidateOnly + 1) / total, Double(baselineOnly + 1) / total)
    let centre = up - down
    let reach =
      NormalDistribution.criticalValue(confidence: confidence)
      * ((up + down - centre * centre) / total).squareRoot()
    return ConfidenceInterval(low: max(-1, centre - reach), high: min(1, centre + reach))
  }
}
