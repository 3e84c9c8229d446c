import Drift

/// A metric over time, with the candidate's first span marked.
struct SeriesPlot {
  private let metric: MetricComparison
  private let series: MetricComparison.Series
  private let release: Int64?

  private static let frameHeight = 96.0

  /// Nil where there is nothing to draw.
  init?(_ metric: MetricComparison, release: Int64?) {
    guard let series = metric.series,
      series.buckets.contains(where: { $0.baseline != nil || $0.candidate != nil })
    else { return nil }
    self.metric = metric
    self.series = series
    self.release = release
  }

  var drawing: String {
    let starts = series.buckets.map(\.start)
    let first = starts.min() ?? 0
    let values = series.buckets.flatMap { [$0.baseline, $0.candidate] }.compactMap { $0 }
    let low = min(0, values.min() ?? 0)
    let extent = Double((starts.max() ?? first) &- first) + Double(series.width)
    // Times count from the first bucket: a double has no nanoseconds of 1970 left.
    let frame = PlotFrame(
      x: (0, extent, false), y: (low, values.max() ?? 1), top: 16, height: Self.frameHeight)
    var shapes = [SVGText.text("over time", at: (PlotFrame.left, 9), "label")]
    shapes += frame.horizontalGrid(unit: metric.unit, count: 3)
    shapes += axis(frame, first)
    shapes += releaseMark(frame, first)
    shapes += line(frame, first, "a", "A", \.baseline, \.baselineCount)
    shapes += line(frame, first, "b", "B", \.candidate, \.candidateCount)
    return SVGText.drawing(
      width: PlotFrame.width, height: 16 + Self.frameHeight + 18,
      label: "\(metric.metric) over time, both sides", className: "plot", shapes)
  }

  private func axis(_ frame: PlotFrame, _ first: Int64) -> [String] {
    let isLong = frame.x.high > 2 * 86_400e9
    let labels = [0.0, 0.5, 1].map { part in
      let time = first &+ Int64(part * (frame.x.high - Double(series.width)))
      let minute = MetricText.minute(time)
      let text = isLong ? String(minute.prefix(10)) : String(minute.dropFirst(5))
      let place = frame.x.place(part * frame.x.high)
      let anchor = part == 0 ? "start" : part == 1 ? "end" : "middle"
      return SVGText.text(text, at: (place, frame.bottom + 14), "tick", anchor: anchor)
    }
    let axis = SVGText.line(
      (PlotFrame.left, frame.bottom), (PlotFrame.width - PlotFrame.right, frame.bottom), "axis")
    return [axis] + labels
  }

  private func releaseMark(_ frame: PlotFrame, _ first: Int64) -> [String] {
    guard let release, release >= first else { return [] }
    let offset = Double(release &- first)
    guard frame.x.contains(offset) else { return [] }
    let place = frame.x.place(offset)
    let isLeft = place < PlotFrame.width * 0.85
    return [
      SVGText.line((place, frame.top - 4), (place, frame.bottom), "release"),
      SVGText.text(
        "first span of B", at: (place, frame.top - 7), "label",
        anchor: isLeft ? "middle" : "end"),
    ]
  }

  /// Neighbouring buckets joined; a bucket without a value is a gap.
  private func line(
    _ frame: PlotFrame, _ first: Int64, _ className: String, _ side: String,
    _ value: KeyPath<MetricComparison.Series.Bucket, Double?>,
    _ count: KeyPath<MetricComparison.Series.Bucket, Int>
  ) -> [String] {
    var shapes: [String] = []
    var run: [(x: Double, y: Double)] = []
    var previous: Int64?
    for bucket in series.buckets {
      let isNext = previous.map { bucket.start &- $0 == series.width } ?? true
      if !isNext || bucket[keyPath: value] == nil {
        shapes.append(SVGText.path(run, "curve \(className)"))
        run = []
      }
      previous = bucket.start
      guard let found = bucket[keyPath: value] else { continue }
      let middle = Double(bucket.start &- first) + Double(series.width) / 2
      let point = frame.point(middle, found)
      run.append(point)
      let title =
        "\(MetricText.minute(bucket.start)) \(side): \(MetricText.value(found, metric.unit)) of "
        + HumanUnits.count(bucket[keyPath: count])
      shapes.append(SVGText.dot(point, "dot \(className)", title: title))
    }
    return shapes + [SVGText.path(run, "curve \(className)")]
  }
}
