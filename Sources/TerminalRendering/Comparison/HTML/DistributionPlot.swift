import Drift

/// How the values of a metric are spread: cumulative shares above, shares of bins below, on one
/// horizontal axis.
struct DistributionPlot {
  private let metric: MetricComparison
  private let plot: MetricComparison.Plot
  private let domain: (low: Double, high: Double, isLogarithmic: Bool)
  /// The least and greatest values, where they lie beyond the axis.
  private let beyond: (low: Double, high: Double)?

  /// Nil where there is nothing to draw.
  init?(_ metric: MetricComparison) {
    guard let plot = metric.plot else { return nil }
    let sides = [plot.baselineQuantiles, plot.candidateQuantiles].filter { $0.count > 1 }
    guard let low = sides.compactMap(\.first).min(), let high = sides.compactMap(\.last).max()
    else { return nil }
    self.metric = metric
    self.plot = plot
    let edges = PlotEdges(plot.edges)
    domain = (edges.low ?? low, edges.high ?? high, edges.areRatios)
    beyond = low < domain.low || high > domain.high ? (low, high) : nil
  }

  /// What the drawing leaves out; empty where it does not.
  var remark: String {
    guard let beyond else { return "" }
    return "Not drawn: the outermost values, down to \(MetricText.value(beyond.low, metric.unit)) "
      + "and up to \(MetricText.value(beyond.high, metric.unit))."
  }

  var drawing: String {
    let cumulative = PlotFrame(x: domain, y: (0, 1), top: 16, height: 130)
    let greatest = (shares(plot.baselineBins) + shares(plot.candidateBins)).max() ?? 0
    let hasBins = greatest > 0 && plot.edges.first != plot.edges.last
    let bins = PlotFrame(x: domain, y: (0, max(greatest, 0.01)), top: 172, height: 76)
    var shapes = [SVGText.text("share of values at or below", at: (PlotFrame.left, 9), "label")]
    shapes += cumulative.horizontalGrid(unit: .share, count: 4)
    shapes += axis(of: cumulative, isLabelled: !hasBins)
    shapes += [
      curve(plot.baselineQuantiles, cumulative, "curve a"),
      curve(plot.candidateQuantiles, cumulative, "curve b"),
    ]
    shapes += guides(cumulative)
    if hasBins {
      shapes.append(SVGText.text("share of values", at: (PlotFrame.left, 165), "label"))
      shapes += bins.horizontalGrid(unit: .share, count: 2)
      shapes += axis(of: bins, isLabelled: true)
      shapes += bars(plot.baselineBins, bins)
      shapes.append(outline(plot.candidateBins, bins))
    }
    return SVGText.drawing(
      width: PlotFrame.width, height: hasBins ? 268 : 166, label: label, className: "plot", shapes)
  }

  private var label: String {
    "\(metric.metric): cumulative shares and histogram of both sides; A "
      + "\(MetricText.value(metric.baseline, metric.unit)), B "
      + MetricText.value(metric.candidate, metric.unit)
  }

  private func axis(of frame: PlotFrame, isLabelled: Bool) -> [String] {
    frame.horizontalAxis(isLabelled: isLabelled, unit: metric.unit) {
      MetricText.tick($0, metric.unit)
    }
  }

  private func curve(_ quantiles: [Double], _ frame: PlotFrame, _ className: String) -> String {
    let last = Double(max(1, quantiles.count - 1))
    var points = quantiles.enumerated().map { (x: $1, y: Double($0) / last) }
      .filter { frame.x.contains($0.x) }
    // All of a side is at or below its greatest value, and so up to the end of the axis.
    let isWhole = quantiles.last.map { $0 <= domain.high } ?? false
    if let end = points.last, isWhole { points.append((x: domain.high, y: end.y)) }
    if let start = points.first, start.y == 0 { points.insert((x: domain.low, y: 0), at: 0) }
    return SVGText.path(points.map { frame.point($0.x, $0.y) }, className)
  }

  /// Where the metric of each side lies.
  private func guides(_ frame: PlotFrame) -> [String] {
    [(metric.baseline, "guide a"), (metric.candidate, "guide b")].compactMap {
      value, className in
      guard let value, metric.measure != .share, frame.x.contains(value) else { return nil }
      let place = frame.x.place(value)
      return SVGText.line((place, frame.top), (place, frame.bottom), className)
    }
  }

  private func shares(_ counts: [Int]) -> [Double] {
    let total = Double(max(1, counts.reduce(0, +)))
    return counts.map { Double($0) / total }
  }

  private func bars(_ counts: [Int], _ frame: PlotFrame) -> [String] {
    shares(counts).enumerated().compactMap { index, share in
      guard index + 1 < plot.edges.count, share > 0 else { return nil }
      let start = frame.x.place(plot.edges[index])
      let end = frame.x.place(plot.edges[index + 1])
      let y = frame.y.place(share)
      return SVGText.box(
        x: start, y: y, width: end - start, height: frame.bottom - y, "bar a")
    }
  }

  /// The bins of the candidate, drawn over those of the baseline.
  private func outline(_ counts: [Int], _ frame: PlotFrame) -> String {
    var points: [(x: Double, y: Double)] = []
    for (index, share) in shares(counts).enumerated() where index + 1 < plot.edges.count {
      guard plot.edges[index + 1] > domain.low, plot.edges[index] < domain.high else { continue }
      if points.isEmpty { points.append((frame.x.place(plot.edges[index]), frame.bottom)) }
      let y = frame.y.place(share)
      points.append((frame.x.place(plot.edges[index]), y))
      points.append((frame.x.place(plot.edges[index + 1]), y))
    }
    if let end = points.last { points.append((end.x, frame.bottom)) }
    return SVGText.path(points, "outline b")
  }
}
