import Drift

/// An effect of a metric in words and units.
struct EffectText {
  private let effect: MetricComparison.Effect
  private let unit: MetricComparison.Unit
  /// What a difference is a part of; nil where that says nothing.
  private let baseline: Double?

  init(
    _ effect: MetricComparison.Effect, unit: MetricComparison.Unit, baseline: Double?
  ) {
    self.effect = effect
    self.unit = unit
    self.baseline = Self.isPart(effect, of: baseline) && unit != .share ? baseline?.magnitude : nil
  }

  /// Whether an effect as a part of the baseline says something: a hundredfold rise at most, and no
  /// fall by more than all there was.
  private static func isPart(_ effect: MetricComparison.Effect, of baseline: Double?) -> Bool {
    guard let baseline, baseline != 0 else { return false }
    return [effect.value, effect.low, effect.high].allSatisfy { end in
      let part = (end ?? 0) / baseline.magnitude
      return part >= -1 && part <= 100
    }
  }

  init?(of metric: MetricComparison) {
    guard let effect = metric.effect else { return nil }
    self.init(effect, unit: metric.unit, baseline: metric.baseline)
  }

  /// `+21.3%`, `+0.8 pp`, `×1.21`, `TV 0.12`.
  var value: String { prefix + number(effect.value) }

  /// `+14.2 to +28.4%`; empty without an interval.
  var interval: String {
    guard let low = effect.low, let high = effect.high else { return "" }
    let (start, end) = (number(low), number(high))
    // A unit that both ends share is written once.
    for unit in ["%", " pp"] where start.hasSuffix(unit) && end.hasSuffix(unit) {
      return "\(start.dropLast(unit.count)) to \(end)"
    }
    return "\(start) to \(end)"
  }

  /// The value in the metric's unit where `value` has it as a part of the baseline.
  var absolute: String? {
    isDifference && baseline != nil ? MetricText.difference(effect.value, unit) : nil
  }

  /// A tolerance in the terms of this effect: `±5%`.
  func tolerance(_ tolerance: Double) -> String {
    "±" + number(tolerance).drop { $0 == "+" || $0 == "×" }
  }

  /// Where the effect is none: 1 for a ratio, else 0.
  static func none(of name: String) -> Double { name == "ratio" ? 1 : 0 }

  /// What the effect is called, for a reader.
  static func title(of name: String) -> String { titles[name] ?? name }

  private static let titles = [
    "difference": "difference", "mean_difference": "difference of means",
    "shift": "shift (Hodges–Lehmann)", "ratio": "ratio",
    "cliffs_delta": "Cliff’s δ", "cramers_v": "Cramér’s V",
    "total_variation": "total variation", "psi": "PSI",
    "jensen_shannon": "Jensen–Shannon distance", "wasserstein": "Wasserstein distance",
    "ks": "Kolmogorov–Smirnov D",
  ]

  private static let symbols = [
    "cliffs_delta": "δ ", "cramers_v": "V ", "total_variation": "TV ", "psi": "PSI ",
    "jensen_shannon": "JS ", "wasserstein": "W ", "ks": "D ",
  ]

  private var isDifference: Bool {
    ["difference", "mean_difference", "shift"].contains(effect.name)
  }

  private var prefix: String {
    if isDifference || effect.name == "ratio" { return "" }
    return Self.symbols[effect.name] ?? effect.name + " "
  }

  private func number(_ number: Double) -> String {
    if effect.name == "ratio" { return "×" + HumanUnits.number(number) }
    if isDifference {
      if let baseline { return MetricText.relative(number / baseline) }
      return MetricText.difference(number, unit)
    }
    return effect.name == "cliffs_delta" ? MetricText.signed(number) : MetricText.plain(number)
  }
}
