import Drift

/// How often each value is on each side, as pairs of bars.
struct CategoryPlot {
  private let name: String
  private let counts: [MetricComparison.CategoryCount]
  private let totals: (baseline: Double, candidate: Double)

  private static let shownCount = 8
  private static let rowHeight = 34.0
  private static let labelWidth = 150.0
  private static let numberWidth = 52.0

  /// Nil where there is nothing to draw.
  init?(_ metric: MetricComparison) {
    guard let counts = metric.plot?.categories, !counts.isEmpty else { return nil }
    name = metric.metric
    self.counts = counts
    totals = (
      Double(max(1, counts.reduce(0) { $0 + $1.baseline })),
      Double(max(1, counts.reduce(0) { $0 + $1.candidate }))
    )
  }

  /// What the drawing leaves out; empty where it does not.
  var remark: String {
    let rest = counts.count - Self.shownCount
    return rest > 0 ? "Not drawn: \(HumanUnits.count(rest, "less frequent value"))." : ""
  }

  var drawing: String {
    let shown = counts.prefix(Self.shownCount)
    let shares = shown.flatMap {
      [Double($0.baseline) / totals.baseline, Double($0.candidate) / totals.candidate]
    }
    let scale = AxisScale(
      0, max(shares.max() ?? 0, 0.01), from: Self.labelWidth,
      to: PlotFrame.width - Self.numberWidth)
    let rows = shown.enumerated().flatMap { row($1, top: Double($0) * Self.rowHeight, scale) }
    return SVGText.drawing(
      width: PlotFrame.width, height: Double(shown.count) * Self.rowHeight,
      label: "\(name): share of each value on both sides", className: "plot", rows)
  }

  private func row(
    _ count: MetricComparison.CategoryCount, top: Double, _ scale: AxisScale
  ) -> [String] {
    [SVGText.name(count.value, end: (Self.labelWidth - 8, top + 19))]
      + bar(Double(count.baseline) / totals.baseline, count.baseline, top + 4, scale, "bar a")
      + bar(Double(count.candidate) / totals.candidate, count.candidate, top + 17, scale, "bar b")
  }

  private func bar(
    _ share: Double, _ count: Int, _ top: Double, _ scale: AxisScale, _ className: String
  ) -> [String] {
    let end = scale.place(share)
    return [
      SVGText.box(
        x: scale.start, y: top, width: end - scale.start, height: 11, className,
        title: HumanUnits.count(count)),
      SVGText.text(MetricText.percent(share), at: (end + 5, top + 9.5), "tick"),
    ]
  }
}
