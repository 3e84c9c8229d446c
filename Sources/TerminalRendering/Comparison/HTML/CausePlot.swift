import Drift

/// What each value of an attribute adds to a difference, from mix and from within.
struct CausePlot {
  private let cause: ComparisonReport.Cause
  private let unit: MetricComparison.Unit

  private static let rowHeight = 24.0
  private static let labelWidth = 150.0
  private static let numberWidth = 70.0

  init(_ cause: ComparisonReport.Cause, unit: MetricComparison.Unit) {
    self.cause = cause
    self.unit = unit
  }

  /// The sums of all values, those not drawn among them.
  var sentence: String {
    "\(MetricText.difference(cause.difference, unit)) = "
      + "\(MetricText.difference(cause.mix, unit)) mix + "
      + "\(MetricText.difference(cause.within, unit)) within"
  }

  var drawing: String {
    let ends = cause.terms.flatMap { term -> [Double] in
      [max(0, term.mix) + max(0, term.within), min(0, term.mix) + min(0, term.within)]
    }
    let scale = AxisScale(
      ends.min() ?? 0, max(ends.max() ?? 0, 0), from: Self.labelWidth + Self.numberWidth,
      to: PlotFrame.width - 8)
    let height = Double(cause.terms.count) * Self.rowHeight
    let zero = SVGText.line((scale.place(0), 0), (scale.place(0), height), "axis")
    let rows = cause.terms.enumerated().flatMap { row($1, Double($0) * Self.rowHeight, scale) }
    return SVGText.drawing(
      width: PlotFrame.width, height: max(height, 1),
      label: "What each value of \(cause.attribute) adds to \(cause.metric)",
      className: "plot", rows + [zero])
  }

  private func row(
    _ term: ComparisonReport.Cause.Term, _ top: Double, _ scale: AxisScale
  ) -> [String] {
    let shares =
      "\(MetricText.percent(term.baselineShare)) of A, "
      + "\(MetricText.percent(term.candidateShare)) of B"
    let label = SVGText.name(term.value, end: (Self.labelWidth - 8, top + 16), about: shares)
    let total = SVGText.text(
      MetricText.difference(term.mix + term.within, unit),
      at: (Self.labelWidth + Self.numberWidth - 10, top + 16), "tick", anchor: "end")
    // Parts of one sign stand beside each other, of two signs on both sides of none.
    let within = term.mix * term.within > 0 ? (term.mix, term.mix + term.within) : (0, term.within)
    return [
      label, total,
      bar(from: 0, to: term.mix, top, scale, "bar mix", "mix \(text(term.mix))"),
      bar(from: within.0, to: within.1, top, scale, "bar b", "within \(text(term.within))"),
    ]
  }

  private func text(_ value: Double) -> String { MetricText.difference(value, unit) }

  private func bar(
    from start: Double, to end: Double, _ top: Double, _ scale: AxisScale, _ className: String,
    _ title: String
  ) -> String {
    let places = [scale.place(start), scale.place(end)].sorted()
    return SVGText.box(
      x: places[0], y: top + 6, width: places[1] - places[0], height: 12, className, title: title)
  }
}
