import Statistics

/// By how many times features of traces vary more between sessions or users than those of independent
/// traces would.
struct ShapeClusters {
  private let traces: ShapeInput.Traces?

  init(_ input: ShapeInput) {
    traces = input.traces
  }

  /// The design effect of the mean of a number that each form has; at least 1.
  func designEffect(_ values: [Double]) -> Double {
    guard let traces else { return 1 }
    let effects = [traces.baseline, traces.candidate].compactMap { sample in
      Self.designEffect(sample, values).map { (effect: $0, size: sample.weight) }
    }
    return Self.pooled(effects)
  }

  /// The design effect of a test of categories that each form is of; at least 1.
  func designEffect(categories: [Int], count: Int) -> Double {
    guard let traces else { return 1 }
    let tallies = [traces.baseline, traces.candidate].map { sample in
      var sample = sample
      sample.values = sample.values.map { Double(categories[Int($0)]) }
      return CategoryTally(sample, categoryCount: count)
    }
    return CategoryTally.designEffect(tallies[0], tallies[1])
  }

  private static func pooled(_ effects: [(effect: Double, size: Double)]) -> Double {
    let size = effects.reduce(0) { $0 + $1.size }
    guard size > 0 else { return 1 }
    return max(1, effects.reduce(0) { $0 + $1.effect * ($1.size / size) })
  }

  /// How many traces of weighted counts would be as many unweighted ones: what a trace that was kept
  /// counts for.
  var countScale: Double {
    guard let traces else { return 1 }
    let sides = [traces.baseline, traces.candidate]
    let total = sides.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return 1 }
    return sides.reduce(0) { $0 + ($1.weights.map { effectiveCount($0.ofValues) } ?? $1.weight) }
      / total
  }

  /// Nil where values do not vary, and stand for themselves.
  private static func designEffect(_ sample: Sample, _ values: [Double]) -> Double? {
    var own = sample
    own.values = sample.values.map { values[Int($0)] }
    let sums = UnitSums(own)
    guard let weights = sample.weights else {
      guard let clustered = sums.ratioMoments, let plain = Moments(own.values),
        plain.variance > 0
      else { return nil }
      return (clustered.variance / clustered.count) / (plain.variance / plain.count)
    }
    let total = sample.weight
    let mean = sums.sums.reduce(0, +) / total
    let variance =
      zip(own.values, weights.ofValues).reduce(0) { sum, value in
        sum + value.1 * (value.0 - mean) * (value.0 - mean)
      } / total
    guard let clustered = sums.ratioMoments, variance > 0 else {
      return total / effectiveCount(weights.ofValues)
    }
    return (clustered.variance / clustered.count) / (variance / total)
  }
}

extension Sample {
  /// What the values stand for.
  fileprivate var weight: Double {
    weights.map { $0.ofValues.reduce(0, +) } ?? Double(values.count)
  }
}
