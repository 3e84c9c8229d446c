/// The p-value of a statistic from random relabelings of the units: how often one is at least as large.
///
/// `(1 + count) / (1 + permutations)`, with the seen labels among the permutations, as B. Phipson and
/// G. Smyth (2010) have it, so that it is never zero. Statistics within a relative 1e-12 of the seen
/// one count as equal. `statistic` is given, for each unit, whether it belongs to the candidate; the
/// unit is what is independent: traces, not their spans.
/// - Complexity: O(permutations · (units + the statistic)).
package func permutationPValue(
  baselineUnits: Int, candidateUnits: Int, permutations: Int = 999, seed: UInt64,
  statistic: (_ isCandidate: [Bool]) -> Double
) -> Double {
  precondition(baselineUnits > 0 && candidateUnits > 0, "units of both samples")
  var labels =
    [Bool](repeating: false, count: baselineUnits) + [Bool](repeating: true, count: candidateUnits)
  var generator = SplitMix64(seed: seed)
  let seen = statistic(labels)
  let limit = seen - 1e-12 * abs(seen)
  var reached = 1
  for _ in 0..<permutations {
    labels.shuffle(using: &generator)
    if statistic(labels) >= limit { reached += 1 }
  }
  return Double(reached) / Double(permutations + 1)
}

/// The p-value of a statistic of two rows of counts, from random deals of the units into the rows: for
/// tables too sparse for the law of chi-square.
///
/// Each unit has one category. The statistic grows with the difference of the rows, as do Pearson's
/// chi-square and every distance.
/// - Complexity: O(permutations · (categories + √units + the statistic)).
package func permutationPValue(
  baseline: [Int], candidate: [Int], permutations: Int = 999, seed: UInt64,
  statistic: (_ baseline: [Int], _ candidate: [Int]) -> Double
) -> Double {
  precondition(baseline.count == candidate.count, "counts of the same categories")
  let totals = zip(baseline, candidate).map { $0 + $1 }
  var dealer = CountDealer(totals: totals, size: candidate.reduce(0, +), seed: seed)
  let seen = statistic(baseline, candidate)
  let limit = seen - 1e-12 * abs(seen)
  var reached = 1
  var dealt: [Int] = []
  for _ in 0..<permutations {
    dealer.deal(into: &dealt)
    let rest = zip(totals, dealt).map { $0 - $1 }
    if statistic(rest, dealt) >= limit { reached += 1 }
  }
  return Double(reached) / Double(permutations + 1)
}

extension HomogeneityTest {
  /// The p-value of the same statistic by permutation, for where categories are rare.
  ///
  /// - Complexity: O(permutations · (categories + √units)).
  package static func permutationPValue(
    baseline: [Int], candidate: [Int], permutations: Int = 999, seed: UInt64
  ) -> Double {
    Statistics.permutationPValue(
      baseline: baseline, candidate: candidate, permutations: permutations, seed: seed
    ) { PearsonStatistic(baseline: $0, candidate: $1)?.value ?? 0 }
  }
}
