import Drift

/// The room of a plot: what its axes take, and what is left for the data.
struct PlotFrame {
  static let width = 480.0
  static let left = 46.0
  static let right = 12.0

  let top: Double
  let height: Double
  /// From left to right.
  let x: AxisScale
  /// From the bottom up.
  let y: AxisScale

  /// A plot whose data area begins at `top`, and whose vertical axis goes over `y`.
  init(
    x: (low: Double, high: Double, isLogarithmic: Bool), y: (low: Double, high: Double),
    top: Double, height: Double
  ) {
    self.top = top
    self.height = height
    self.x = AxisScale(
      x.low, x.high, from: Self.left, to: Self.width - Self.right,
      isLogarithmic: x.isLogarithmic)
    self.y = AxisScale(y.low, y.high, from: top + height, to: top)
  }

  var bottom: Double { top + height }

  func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (self.x.place(x), self.y.place(y))
  }

  /// Lines of the vertical axis with their values at the left.
  func horizontalGrid(unit: MetricComparison.Unit, count: Int) -> [String] {
    y.ticks(count, unit: unit).flatMap { value in
      let place = y.place(value)
      return [
        SVGText.line((Self.left, place), (Self.width - Self.right, place), "grid"),
        SVGText.text(
          MetricText.tick(value, unit), at: (Self.left - 6, place + 3.5), "tick", anchor: "end"),
      ]
    }
  }

  /// The horizontal axis, its ticks, and their values below where `isLabelled`.
  func horizontalAxis(
    isLabelled: Bool, count: Int = 5, unit: MetricComparison.Unit,
    text: (Double) -> String
  ) -> [String] {
    let ticks = x.ticks(count, unit: unit)
    let axis = SVGText.line((Self.left, bottom), (Self.width - Self.right, bottom), "axis")
    let marks = ticks.map { value in
      SVGText.line((x.place(value), top), (x.place(value), bottom), "grid")
    }
    guard isLabelled else { return marks + [axis] }
    let labels = ticks.map { value in
      let place = x.place(value)
      // A label at the very end would be cut.
      let isLast = place > Self.width - 2 * Self.right
      return SVGText.text(
        text(value), at: (isLast ? Self.width : place, bottom + 14), "tick",
        anchor: isLast ? "end" : "middle")
    }
    return marks + [axis] + labels
  }
}
