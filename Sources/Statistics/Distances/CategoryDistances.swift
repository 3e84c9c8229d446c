/// How far the shares of categories in two samples lie apart.
///
/// Weights are counts or sampling weights of the same categories; only their shares matter.
package struct CategoryDistances: Hashable, Sendable {
  private let baseline: [Double]
  private let candidate: [Double]

  /// Nil where a sample has no weight.
  ///
  /// - Precondition: as many weights in each, none negative.
  package init?(baseline: [Double], candidate: [Double]) {
    precondition(baseline.count == candidate.count, "weights of the same categories")
    precondition((baseline + candidate).allSatisfy { $0 >= 0 && $0.isFinite }, "weights count")
    let (n, m) = (baseline.reduce(0, +), candidate.reduce(0, +))
    guard n > 0, m > 0 else { return nil }
    self.baseline = baseline.map { $0 / n }
    self.candidate = candidate.map { $0 / m }
  }

  /// Half the sum of the distances of the shares, from 0 to 1: the share that would have to move.
  package var totalVariation: Double {
    zip(baseline, candidate).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }

  /// The Jensen–Shannon divergence in bits, from 0 to 1.
  ///
  /// J. Lin (1991): the mean of the two relative entropies to the mean of the shares.
  package var jensenShannonDivergence: Double {
    let nats = zip(baseline, candidate).reduce(0) { sum, shares in
      let middle = (shares.0 + shares.1) / 2
      return sum + Self.entropyTerm(shares.0, middle) + Self.entropyTerm(shares.1, middle)
    }
    // Rounding may leave a trace below zero.
    return max(0, nats / 2 / logarithm(2))
  }

  /// The square root of the divergence, which is a metric; in 0...1.
  ///
  /// SciPy's `jensenshannon` with base 2. Its default, base e, is this times √ln 2.
  package var jensenShannonDistance: Double { jensenShannonDivergence.squareRoot() }

  /// The population stability index, Σ (c - b) ln(c/b).
  ///
  /// Shares below `floor` are raised to it, since an empty category would make the index infinite,
  /// and with `rescaling` all are then divided by their new sum.
  package func stabilityIndex(floor: Double = 1e-4, rescaling: Bool = true) -> Double {
    precondition(floor > 0, "the floor keeps the index finite")
    let (first, second) = (raised(baseline, to: floor), raised(candidate, to: floor))
    let (n, m) = rescaling ? (first.reduce(0, +), second.reduce(0, +)) : (1, 1)
    return zip(first, second).reduce(0) { sum, shares in
      let (b, c) = (shares.0 / n, shares.1 / m)
      return sum + (c - b) * logarithm(c / b)
    }
  }

  private func raised(_ shares: [Double], to floor: Double) -> [Double] {
    shares.map { max($0, floor) }
  }

  private static func entropyTerm(_ share: Double, _ middle: Double) -> Double {
    share > 0 ? share * logarithm(share / middle) : 0
  }
}

/// The population stability index that samples of the same distribution stay below with a confidence.
///
/// Under no change the index is about (1/n + 1/m) times a chi-square of one degree of freedom less
/// than the categories; a fixed threshold such as 0.1 alarms half of the time at 200 values. `n` and
/// `m` are the sizes of the samples.
package func stabilityIndexCut(
  categories: Int, _ n: Int, _ m: Int, confidence: Double = 0.95
) -> Double {
  precondition(categories > 1 && n > 0 && m > 0, "two samples of several categories")
  let chiSquare = ChiSquareDistribution(degreesOfFreedom: Double(categories - 1))
  return (1 / Double(n) + 1 / Double(m)) * chiSquare.upperQuantile(1 - confidence)
}
