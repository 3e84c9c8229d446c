import Drift

/// Where the values of an axis lie on the page.
struct AxisScale {
  /// Least and greatest values, which differ.
  let low: Double
  let high: Double
  /// Whether equal ratios are equally far apart.
  let isLogarithmic: Bool
  /// Where the axis begins and ends on the page.
  let start: Double
  let end: Double

  /// An axis over values; one value alone gets room at both sides.
  init(
    _ low: Double, _ high: Double, from start: Double, to end: Double,
    isLogarithmic: Bool = false
  ) {
    let hasExtent = high > low
    let room = max(low.magnitude * 0.05, .leastNormalMagnitude)
    self.low = hasExtent ? low : low == 0 ? -1 : low - room
    self.high = hasExtent ? high : low == 0 ? 1 : low + room
    self.isLogarithmic = isLogarithmic && hasExtent && low > 0
    self.start = start
    self.end = end
  }

  /// The place of a value; what lies beyond an end is at the end.
  func place(_ value: Double) -> Double {
    start + (end - start) * min(1, max(0, part(value)))
  }

  private func part(_ value: Double) -> Double {
    if isLogarithmic {
      guard value > 0 else { return 0 }
      return naturalLogarithm(value / low) / naturalLogarithm(high / low)
    }
    // Halves, since the extent of the greatest numbers is none.
    return (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  func contains(_ value: Double) -> Bool { value >= low && value <= high }

  /// Round values on the axis, `count` of them or a few more or less.
  func ticks(_ count: Int, unit: MetricComparison.Unit) -> [Double] {
    isLogarithmic ? decades(count) : steps(count, unit)
  }

  private func steps(_ count: Int, _ unit: MetricComparison.Unit) -> [Double] {
    let step = AxisStep.round((high / 2 - low / 2) / Double(count) * 2, unit: unit)
    guard step > 0, step.isFinite else { return [] }
    let first = (low / step).rounded(.up)
    return (0...count * 3).map { (first + Double($0)) * step }.prefix { $0 <= high }.map { $0 + 0 }
  }

  /// Powers of ten, and twice and five times these where they are few.
  private func decades(_ count: Int) -> [Double] {
    let span = naturalLogarithm(high / low) / naturalLogarithm(10)
    let factors: [Double] = span < Double(count) / 2 ? [1, 2, 5] : [1]
    let stride = max(1, Int((span / Double(count)).rounded(.up)))
    var power = 1.0
    while power > low { power /= 10 }
    while power * 10 <= low { power *= 10 }
    var ticks: [Double] = []
    while power <= high {
      ticks += factors.map { $0 * power }.filter { contains($0) }
      for _ in 0..<stride { power *= 10 }
    }
    return ticks
  }
}

/// Round distances of ticks.
enum AxisStep {
  /// The least round step that is at least `rough`.
  static func round(_ rough: Double, unit: MetricComparison.Unit) -> Double {
    switch unit {
    case .nanoseconds where rough > 20e9:
      clock.first { $0 * 1e9 >= rough }.map { $0 * 1e9 } ?? days(rough)
    case .bytes where rough > 512: powerOfTwo(rough)
    // There is nothing between two whole numbers.
    case .nanoseconds, .bytes, .nanodollars: max(1, decimal(rough))
    case .number, .share: decimal(rough)
    }
  }

  /// Seconds: steps of clocks.
  private static let clock: [Double] = [
    30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
  ]

  private static func days(_ rough: Double) -> Double {
    let day = 86_400e9
    return decimal(rough / day) * day
  }

  private static func powerOfTwo(_ rough: Double) -> Double {
    var step = 1_024.0
    while step < rough, step.isFinite { step *= 2 }
    return step
  }

  private static func decimal(_ rough: Double) -> Double {
    guard rough > 0, rough.isFinite else { return 0 }
    var power = 1.0
    while power > rough, power > .leastNormalMagnitude { power /= 10 }
    while power * 10 <= rough { power *= 10 }
    return [1, 2, 5].map { $0 * power }.first { $0 >= rough } ?? power * 10
  }
}
