extension MetricInput {
  /// How far the effect may be from none and count as equal, in the effect's unit.
  func resolvedTolerance(_ findings: MetricFindings) -> Double {
    switch tolerance ?? standardTolerance {
    case .absolute(let value): value
    case .relative(let share):
      // Of shares a percentage is one of points, as there is no unit to take it of.
      findings.measure == .share || findings.measure == .categories
        ? share : share * abs(findings.baseline ?? 0)
    }
  }

  private var standardTolerance: Tolerance {
    switch kind {
    case .share: .absolute(0.005)
    case .categories: .absolute(0.05)
    case .distribution, .quantile, .mean, .meanOfSums:
      // Scores lie between 0 and 1, whatever they are of.
      name.contains("score.") ? .absolute(0.02) : .relative(0.05)
    }
  }
}
