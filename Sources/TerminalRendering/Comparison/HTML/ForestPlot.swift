import Drift

/// Effects with their intervals, each in its tolerances, so that metrics of all units share an axis.
///
/// Around none the axis is nearly linear, farther off logarithmic: a tenfold effect and one at the
/// edge of its tolerance are both to be read.
struct ForestPlot {
  static let width = 240.0
  static let rowHeight = 42.0

  private let extent: Double

  /// The axis for these metrics.
  init(_ metrics: [MetricComparison]) {
    let farthest =
      metrics.compactMap(Self.effect).flatMap { [$0.low, $0.value, $0.high] }
      .map(\.magnitude).max() ?? 0
    extent = min(max(farthest * 1.15, 2.5), Self.greatest)
  }

  /// Effects beyond so many tolerances end in an arrow.
  private static let greatest = 300.0

  /// An effect as multiples of its tolerance; nil without one.
  private struct Effect {
    var low: Double
    var value: Double
    var high: Double
  }

  private static func effect(_ metric: MetricComparison) -> Effect? {
    guard let effect = metric.effect, metric.tolerance > 0 else { return nil }
    let none = EffectText.none(of: effect.name)
    func multiple(_ value: Double) -> Double { (value - none) / metric.tolerance }
    return Effect(
      low: multiple(effect.low ?? effect.value), value: multiple(effect.value),
      high: multiple(effect.high ?? effect.value))
  }

  private func place(_ multiple: Double) -> Double {
    let part = areaSine(min(extent, max(-extent, multiple))) / areaSine(extent)
    return Self.width / 2 + part * (Self.width / 2 - 8)
  }

  /// One metric's effect; an empty drawing where it has none.
  func row(_ metric: MetricComparison) -> String {
    let middle = Self.rowHeight / 2
    var shapes = background(metric.effect == nil ? .neither : metric.better)
    if let effect = Self.effect(metric) {
      let className = "effect \(metric.verdict.rawValue)"
      shapes.append(
        SVGText.line((place(effect.low), middle), (place(effect.high), middle), className))
      for end in [effect.low, effect.high] { shapes += cap(end, middle, className) }
      shapes.append(
        SVGText.box(
          x: place(effect.value) - 4, y: middle - 4, width: 8, height: 8,
          "mark \(metric.verdict.rawValue)"))
    }
    return SVGText.drawing(
      width: Self.width, height: Self.rowHeight, label: label(metric), className: "forest", shapes)
  }

  /// The ticks below all rows.
  var axis: String {
    var shapes = [SVGText.text("0", at: (place(0), 12), "tick", anchor: "middle")]
    for multiple in ticks {
      for sign in [-1.0, 1] {
        let text = (sign < 0 ? "−" : "+") + HumanUnits.number(multiple)
        shapes.append(
          SVGText.text(text, at: (place(sign * multiple), 12), "tick", anchor: "middle"))
      }
    }
    return SVGText.drawing(
      width: Self.width, height: 18, label: "tolerances", className: "forest", shapes)
  }

  /// Multiples that have room for their numbers, from the tolerance on.
  private var ticks: [Double] {
    var ticks: [Double] = []
    for multiple in [1.0, 3, 10, 30, 100] where multiple < extent * 0.85 {
      let previous = place(ticks.last ?? 0)
      if place(multiple) - previous >= Self.tickDistance { ticks.append(multiple) }
    }
    return ticks
  }

  private static let tickDistance = 20.0

  /// The tolerance, the worse side of it, and none.
  private func background(_ better: MetricComparison.Direction) -> [String] {
    let height = Self.rowHeight
    var shapes: [String] = []
    switch better {
    case .lower:
      shapes.append(
        SVGText.box(
          x: place(1), y: 0, width: Self.width - place(1), height: height, "worse"))
    case .higher:
      shapes.append(SVGText.box(x: 0, y: 0, width: place(-1), height: height, "worse"))
    case .neither: break
    }
    shapes.append(
      SVGText.box(x: place(-1), y: 0, width: place(1) - place(-1), height: height, "band"))
    shapes.append(SVGText.line((place(0), 0), (place(0), height), "axis"))
    return shapes
  }

  /// The end of an interval: a stroke, or an arrow where it goes on beyond the axis.
  private func cap(_ end: Double, _ middle: Double, _ className: String) -> [String] {
    let x = place(end)
    guard end.magnitude > extent else {
      return [SVGText.line((x, middle - 4), (x, middle + 4), className)]
    }
    let back = end > 0 ? x - 5 : x + 5
    return [SVGText.path([(back, middle - 4), (x, middle), (back, middle + 4)], className)]
  }

  private func label(_ metric: MetricComparison) -> String {
    let row = MetricRow(metric)
    return "\(row.metric): \(row.change) \(row.interval), tolerance \(row.tolerance)"
  }
}
