import Drift

/// A metric that is watched, in words.
struct WatchRow {
  let metric: String
  let verdict: Verdict
  let baseline: String
  let candidate: String
  let change: String
  let interval: String
  let tolerance: String
  let probability: String
  /// Units that a verdict still wants.
  let needed: String

  init(_ metric: WatchState.Metric) {
    self.metric = metric.metric
    verdict = metric.verdict
    baseline = metric.baseline.map { MetricText.value($0, metric.unit) } ?? ""
    candidate = metric.candidate.map { MetricText.value($0, metric.unit) } ?? ""
    let effect = metric.effect.map { WatchEffect($0, of: metric) }
    change = effect?.value ?? ""
    interval = effect?.interval ?? ""
    tolerance = effect?.tolerance(metric.tolerance) ?? ""
    probability = MetricText.probability(metric.adjustedP)
    needed = metric.needed.map { HumanUnits.count($0) } ?? ""
  }
}

/// An effect as a part of the baseline, where that says something.
private struct WatchEffect {
  private let text: EffectText

  /// A ratio is told as a difference from 1.
  init(_ effect: MetricComparison.Effect, of metric: WatchState.Metric) {
    guard effect.name == "ratio" else {
      text = EffectText(effect, unit: metric.unit, baseline: metric.baseline)
      return
    }
    text = EffectText(
      MetricComparison.Effect(
        "difference", effect.value - 1, low: effect.low.map { $0 - 1 },
        high: effect.high.map { $0 - 1 }), unit: .number, baseline: 1)
  }

  var value: String { text.value }
  var interval: String { text.interval }
  func tolerance(_ tolerance: Double) -> String { text.tolerance(tolerance) }
}
