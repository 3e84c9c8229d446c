/// The Kolmogorov–Smirnov test of whether two samples have the same distribution, two-sided.
///
/// It sees changes of shape that leave the middle where it is. SciPy's `ks_2samp`.
package struct KolmogorovSmirnovTest: Hashable, Sendable {
  /// The greatest distance of the two empirical distribution functions, from 0 to 1.
  package let statistic: Double
  package let pValue: Double

  /// Nil where a sample is empty.
  ///
  /// With `automatic`, the p-value is exact up to ten million pairs, and the law of the one-sample
  /// statistic for nm/(n + m) values beyond. With ties either is an upper bound.
  /// - Complexity: O(n + m), O(nm) for an exact p-value.
  package init?(
    baseline: SortedSample, candidate: SortedSample, method: RankTestMethod = .automatic
  ) {
    guard !baseline.isEmpty, !candidate.isEmpty else { return nil }
    let (n, m) = (baseline.count, candidate.count)
    // In units of 1/nm the distance is a whole number.
    var greatest = 0
    forEachTie(baseline, candidate) { below, equal in
      let distance = (below.first + equal.first) * m - (below.second + equal.second) * n
      greatest = max(greatest, abs(distance))
    }
    statistic = Double(greatest) / (Double(n) * Double(m))
    if method == .exact || (method == .automatic && n * m <= 10_000_000) {
      pValue = pathsReaching(greatest, n, m)
    } else {
      let effective = (Double(n) / Double(n + m) * Double(m)).rounded(.toNearestOrEven)
      pValue = oneSampleTail(statistic, count: max(1, effective))
    }
  }
}

/// The share of lattice paths from (0, 0) to (n, m) that come to |i·m - j·n| ≥ distance.
///
/// G. Schröer and D. Trenkler (1995). Each number is the share among the paths that lead to (i, j);
/// the recursion only adds, so that small shares are right in relative terms.
private func pathsReaching(_ distance: Int, _ n: Int, _ m: Int) -> Double {
  guard distance > 0 else { return 1 }
  var shares = [Double](repeating: 0, count: m + 1)
  for j in 1...m { shares[j] = j * n >= distance ? 1 : 0 }
  for i in 1...n {
    if i * m >= distance { shares[0] = 1 }
    for j in 1...m {
      let isOutside = abs(i * m - j * n) >= distance
      let mean = (Double(i) * shares[j] + Double(j) * shares[j - 1]) / Double(i + j)
      shares[j] = isOutside ? 1 : mean
    }
  }
  return shares[m]
}
