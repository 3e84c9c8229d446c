import Statistics

/// How an attribute's values are spread on the two sides, before p is adjusted.
struct MixFindings {
  let attribute: String
  let shift: CategoryShift
  /// Nil of too few units.
  private(set) var p: Double?
  let movers: [ComparisonReport.Mix.Mover]

  /// From this total variation on a difference matters.
  static let telling = 0.05

  private static let moverCount = 5

  /// Nil where a side has no units.
  init?(_ input: MixInput, _ options: ComparisonOptions) {
    let baseline = input.counts.map(\.baseline)
    let candidate = input.counts.map(\.candidate)
    guard
      let shift = CategoryShift(
        baseline: baseline, candidate: candidate, designEffect: input.designEffect,
        options: options)
    else { return nil }
    attribute = input.attribute
    self.shift = shift
    let (n, m) = (baseline.reduce(0, +), candidate.reduce(0, +))
    let least = Double(min(n, m)) / max(1, input.designEffect)
    p = least >= Double(MinimumCounts.categories) ? shift.p : nil
    movers = Self.movers(input, n, m, options)
  }

  /// Without a p-value.
  var untested: MixFindings {
    var untested = self
    untested.p = nil
    return untested
  }

  private static func movers(
    _ input: MixInput, _ n: Int, _ m: Int, _ options: ComparisonOptions
  ) -> [ComparisonReport.Mix.Mover] {
    func change(_ count: MetricComparison.CategoryCount) -> Double {
      abs(Double(count.candidate) / Double(m) - Double(count.baseline) / Double(n))
    }
    let sorted = input.counts.filter { change($0) > 0 }
      .sorted { (change($1), $0.value) < (change($0), $1.value) }
    return sorted.prefix(moverCount).compactMap { count in
      let shares = ClusteredShares(
        baseline: .init(events: Double(count.baseline), trials: Double(n)),
        candidate: .init(events: Double(count.candidate), trials: Double(m)),
        designEffect: input.designEffect)
      guard let shares else { return nil }
      return ComparisonReport.Mix.Mover(
        value: count.value, baseline: shares.baseline.value, candidate: shares.candidate.value,
        effect: .init(
          "difference", shares.difference,
          shares.differenceInterval(confidence: options.confidence)))
    }
  }

  /// The finding with its p adjusted.
  func mix(adjustedP: Double?, alpha: Double) -> ComparisonReport.Mix {
    ComparisonReport.Mix(
      attribute: attribute, totalVariation: shift.totalVariation, p: p, adjustedP: adjustedP,
      differs: (adjustedP ?? 1) <= alpha && shift.totalVariation >= Self.telling, movers: movers)
  }
}
