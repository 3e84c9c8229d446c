import Statistics

/// A test of one feature of the traces' shapes, before p is adjusted.
struct ShapeFinding {
  let feature: String
  let effect: MetricComparison.Effect
  var baseline: Double?
  var candidate: Double?
  let test: String
  /// Nil of too few traces.
  var p: Double?

  func test(adjustedP: Double?, alpha: Double) -> ComparisonReport.Shape.ShapeTest {
    .init(
      feature: feature, effect: effect, baseline: baseline, candidate: candidate, test: test, p: p,
      adjustedP: adjustedP, differs: (adjustedP ?? 1) <= alpha)
  }
}

/// The traces of both sides by their forms.
struct FormCounts {
  let baseline: [Int]
  let candidate: [Int]
  let baselineTotal: Int
  let candidateTotal: Int

  init(_ forms: [ShapeInput.Form]) {
    baseline = forms.map(\.baselineCount)
    candidate = forms.map(\.candidateCount)
    baselineTotal = baseline.reduce(0, +)
    candidateTotal = candidate.reduce(0, +)
  }

  var least: Int { min(baselineTotal, candidateTotal) }
}

extension ShapeFinding {
  /// Of a number that each form has: Mann and Whitney's test, and the difference of the means.
  ///
  /// Nil where a side has no traces.
  static func count(
    _ feature: String, _ values: [Int], _ counts: FormCounts, _ clusters: ShapeClusters,
    _ options: ComparisonOptions
  ) -> ShapeFinding? {
    let numbers = values.map(Double.init)
    let designEffect = clusters.designEffect(numbers)
    guard let before = moments(numbers, counts.baseline, designEffect),
      let after = moments(numbers, counts.candidate, designEffect)
    else { return nil }
    let levels = Set(values).sorted()
    var table = levels.map { (value: $0, baseline: 0, candidate: 0) }
    let places = Dictionary(uniqueKeysWithValues: zip(levels, levels.indices))
    for (form, value) in values.enumerated() {
      guard let place = places[value] else { continue }
      table[place].baseline += counts.baseline[form]
      table[place].candidate += counts.candidate[form]
    }
    let ranks = RankSumTest(
      baselineCounts: table.map(\.baseline), candidateCounts: table.map(\.candidate))
    guard let ranks else { return nil }
    let welch = WelchTest(baseline: before, candidate: after)
    let effect = MetricComparison.Effect(
      "difference", welch.difference, welch.interval(confidence: options.confidence))
    let isEnough = Double(counts.least) / designEffect >= Double(MinimumCounts.shift)
    return ShapeFinding(
      feature: feature, effect: effect, baseline: before.mean, candidate: after.mean,
      test: "Mann-Whitney",
      p: isEnough ? NormalDistribution.twoSided(ranks.z / designEffect.squareRoot()) : nil)
  }

  private static func moments(
    _ values: [Double], _ counts: [Int], _ designEffect: Double
  ) -> Moments? {
    let total = Double(counts.reduce(0, +))
    guard total / designEffect > 1 else { return nil }
    let mean = zip(values, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / total
    let squares = zip(values, counts).reduce(0) { sum, form in
      sum + (form.0 - mean) * (form.0 - mean) * Double(form.1)
    }
    return Moments(count: total / designEffect, mean: mean, variance: squares / (total - 1))
  }

  /// Of whether a trace has something.
  static func presence(
    _ feature: String, _ isPresent: [Bool], _ counts: FormCounts, _ clusters: ShapeClusters,
    _ options: ComparisonOptions
  ) -> ShapeFinding? {
    func events(_ counts: [Int]) -> Double {
      Double(zip(counts, isPresent).reduce(0) { $0 + ($1.1 ? $1.0 : 0) })
    }
    let designEffect = clusters.designEffect(isPresent.map { $0 ? 1 : 0 })
    let shares = ClusteredShares(
      baseline: .init(events: events(counts.baseline), trials: Double(counts.baselineTotal)),
      candidate: .init(events: events(counts.candidate), trials: Double(counts.candidateTotal)),
      designEffect: designEffect)
    guard let shares else { return nil }
    let isEnough =
      Double(counts.least) / designEffect >= Double(MinimumCounts.rate)
      && (shares.baseline.events + shares.candidate.events) * clusters.countScale
        >= Double(MinimumCounts.events)
    return ShapeFinding(
      feature: feature,
      effect: .init(
        "difference", shares.difference, shares.differenceInterval(confidence: options.confidence)),
      baseline: shares.baseline.value, candidate: shares.candidate.value,
      test: shares.isSparse ? "Fisher" : "pooled z", p: isEnough ? shares.pValue : nil)
  }
}
