import Drift

/// How the values of a metric are spread: cumulative shares above, shares of bins below, on one
/// horizontal axis.
struct DistributionPlot {
  private let metric: MetricComparison
  private let plot: MetricComparison.Plot
  private let domain: (low: Double, high: Double, isLogarithmic: Bool)
  /// The greatest value, where it lies beyond the axis.
  private let beyond: Double?

  /// Nil where there is nothing to draw.
  init?(_ metric: MetricComparison) {
    guard let plot = metric.plot else { return nil }
    let sides = [plot.baselineQuantiles, plot.candidateQuantiles].filter { $0.count > 1 }
    guard let low = sides.compactMap(\.first).min(), let high = sides.compactMap(\.last).max()
    else { return nil }
    self.metric = metric
    self.plot = plot
    let isLogarithmic = Self.areRatios(plot.edges) && low > 0
    // One value in a hundred must not squeeze the others into a corner.
    let most = sides.map { $0[($0.count - 1) * 99 / 100] }.max() ?? high
    let isCut = !isLogarithmic && most > low && high - low > Self.longTail * (most - low)
    domain = (low, isCut ? most : high, isLogarithmic)
    beyond = isCut ? high : nil
  }

  /// A tail that is this much longer than all but the last hundredth is left out, and told of.
  private static let longTail = 2.0

  /// Whether each edge is as many times the last as that the one before.
  private static func areRatios(_ edges: [Double]) -> Bool {
    guard edges.count > 3, edges[0] > 0 else { return false }
    let first = edges[1] / edges[0]
    let last = edges[edges.count - 1] / edges[edges.count - 2]
    return first > 1.0001 && (last / first - 1).magnitude < 1e-3
  }

  /// What the drawing leaves out; empty where it does not.
  var remark: String {
    beyond.map { "Not drawn: the greatest hundredth, up to \(MetricText.value($0, metric.unit))." }
      ?? ""
  }

  var drawing: String {
    let cumulative = PlotFrame(x: domain, y: (0, 1), top: 16, height: 130)
    let greatest = (shares(plot.baselineBins) + shares(plot.candidateBins)).max() ?? 0
    let hasBins = greatest > 0 && plot.edges.count > 1
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
    if let end = points.last, beyond == nil { points.append((x: domain.high, y: end.y)) }
    if let start = points.first { points.insert((x: domain.low, y: min(start.y, 0)), at: 0) }
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
      guard plot.edges[index] < domain.high else { break }
      if points.isEmpty { points.append((frame.x.place(plot.edges[index]), frame.bottom)) }
      let y = frame.y.place(share)
      points.append((frame.x.place(plot.edges[index]), y))
      points.append((frame.x.place(plot.edges[index + 1]), y))
    }
    if let end = points.last { points.append((end.x, frame.bottom)) }
    return SVGText.path(points, "outline b")
  }
}
