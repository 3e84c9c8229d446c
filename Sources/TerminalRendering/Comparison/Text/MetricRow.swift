import Drift

/// A metric in words, as a row of a table has it.
struct MetricRow {
  let metric: String
  let verdict: Verdict
  let baseline: String
  let candidate: String
  let change: String
  let interval: String
  let tolerance: String
  let probability: String
  /// Traces that a verdict still wants.
  let needed: String

  init(_ metric: MetricComparison) {
    let effect = EffectText(of: metric)
    // Categories have no number of a side, which is not a missing value.
    let hasValues = metric.baseline != nil || metric.candidate != nil
    func side(_ value: Double?) -> String {
      hasValues ? MetricText.value(value, metric.unit) : ""
    }
    self.metric = metric.metric
    verdict = metric.verdict
    baseline = side(metric.baseline)
    candidate = side(metric.candidate)
    change = effect?.value ?? ""
    interval = effect?.interval ?? ""
    tolerance = effect?.tolerance(metric.tolerance) ?? ""
    probability = MetricText.probability(metric.adjustedP ?? metric.p)
    needed = metric.needed.map { HumanUnits.count($0) } ?? ""
  }
}

extension Verdict {
  /// The colour of a verdict on a terminal.
  var style: Palette.Style? {
    switch self {
    case .regressed: .red
    case .improved: .green
    case .changed: .magenta
    case .equivalent: nil
    case .inconclusive: .yellow
    case .insufficient: .dim
    }
  }

  /// A mark that tells verdicts apart without colour.
  var mark: String {
    switch self {
    case .regressed: "▼"
    case .improved: "▲"
    case .changed: "◆"
    case .equivalent: "="
    case .inconclusive: "?"
    case .insufficient: "·"
    }
  }
}
