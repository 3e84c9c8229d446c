import Statistics

/// Whether traces go from stage to stage alike: the total variation of the shares of all transitions, from
/// spans to their children and to the siblings after them.
///
/// Transitions of one trace are not independent, so that it is traces that are dealt anew.
struct TransitionTest {
  /// For each form, the transitions by their numbers, with how often it has each.
  private let forms: [[(transition: Int, count: Double)]]
  private let transitionCount: Int

  private static let permutations = 999
  /// Steps that all permutations together may take; fewer are made of more forms.
  private static let workLimit = 200_000_000

  init(_ features: [FormFeatures]) {
    var numbers: [FormFeatures.Transition: Int] = [:]
    forms = features.map { form in
      var listed: [(transition: Int, count: Double)] = []
      // In one order, so that sums are the same each time.
      for (transition, count) in form.transitions.sorted(by: { $0.key < $1.key }) {
        let number = numbers[transition] ?? numbers.count
        numbers[transition] = number
        listed.append((number, Double(count)))
      }
      return listed
    }
    transitionCount = numbers.count
  }

  /// Nil where a side has no transitions.
  func finding(
    _ counts: FormCounts, _ clusters: ShapeClusters, _ options: ComparisonOptions
  ) -> ShapeFinding? {
    guard let seen = totalVariation(counts.baseline, counts.candidate) else { return nil }
    let designEffect = clusters.designEffect(categories: Array(forms.indices), count: forms.count)
    let isEnough = Double(counts.least) / designEffect >= Double(MinimumCounts.categories)
    return ShapeFinding(
      feature: "transitions", effect: .init("total_variation", seen), test: "permutation",
      p: isEnough ? pValue(counts, designEffect, options) : nil)
  }

  private func pValue(
    _ counts: FormCounts, _ designEffect: Double, _ options: ComparisonOptions
  ) -> Double {
    let work = forms.reduce(transitionCount) { $0 + $1.count + 4 }
    let permutations = min(Self.permutations, max(199, Self.workLimit / work))
    // As many independent traces as tell as much.
    func thinned(_ counts: [Int]) -> [Int] {
      designEffect > 1 ? counts.map { Int((Double($0) / designEffect).rounded()) } : counts
    }
    let (baseline, candidate) = (thinned(counts.baseline), thinned(counts.candidate))
    guard baseline.contains(where: { $0 > 0 }), candidate.contains(where: { $0 > 0 }) else {
      return 1
    }
    return permutationPValue(
      baseline: baseline, candidate: candidate, permutations: permutations, seed: options.seed
    ) { totalVariation($0, $1) ?? 0 }
  }

  private func totalVariation(_ baseline: [Int], _ candidate: [Int]) -> Double? {
    var before = [Double](repeating: 0, count: transitionCount)
    var after = before
    var (sum, otherSum) = (0.0, 0.0)
    for form in forms.indices {
      let (n, m) = (Double(baseline[form]), Double(candidate[form]))
      for (transition, count) in forms[form] {
        before[transition] += n * count
        after[transition] += m * count
        sum += n * count
        otherSum += m * count
      }
    }
    guard sum > 0, otherSum > 0 else { return nil }
    return zip(before, after).reduce(0) { $0 + abs($1.0 / sum - $1.1 / otherSum) } / 2
  }
}
