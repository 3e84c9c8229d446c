import Statistics

/// For each unit of a sample, such as a trace, the sum of its values and their count; where values are
/// weighted, of their weights.
///
/// Values of one unit are not independent; these are all that means and shares need of them.
struct UnitSums: Sendable {
  let sums: [Double]
  let counts: [Double]
  /// Whether no unit has several values, and each stands for itself.
  let isSingle: Bool
  /// What each unit stands for; nil where each stands for itself.
  let weights: [Double]?

  init(_ sample: Sample) {
    var sums = [Double](repeating: 0, count: sample.unitCount)
    var counts = sums
    var sum = sums.mutableSpan
    var count = counts.mutableSpan
    if let weights = sample.weights {
      for index in sample.values.indices {
        let (unit, weight) = (Int(sample.units[index]), weights.ofValues[index])
        sum[unit] += weight * sample.values[index]
        count[unit] += weight
      }
    } else {
      for index in sample.values.indices {
        let unit = Int(sample.units[index])
        sum[unit] += sample.values[index]
        count[unit] += 1
      }
    }
    isSingle = sample.weights == nil && counts.allSatisfy { $0 <= 1 }
    weights = sample.weights?.ofUnits
    self.sums = sums
    self.counts = counts
  }

  /// Units that have values; of weighted ones, how many unweighted ones would tell as much.
  var unitCount: Int { weights == nil ? heldCount : Int(effectiveUnitCount) }

  /// Units that have values.
  private var heldCount: Int { counts.count { $0 > 0 } }

  /// All units, as `unitCount` counts them.
  var allUnitCount: Int { weights.map { Int(effectiveCount($0)) } ?? sums.count }

  /// The mean of each unit that has values.
  var means: [Double] {
    zip(sums, counts).compactMap { $1 > 0 ? $0 / $1 : nil }
  }

  /// The weights of the units that have values.
  var heldWeights: [Double]? {
    weights.map { weights in zip(weights, counts).compactMap { $1 > 0 ? $0 : nil } }
  }

  private var effectiveUnitCount: Double {
    heldWeights.map { effectiveCount($0) } ?? Double(heldCount)
  }

  /// The mean of all values, with the variance of a ratio of two sums over units, so that a t test of
  /// units follows; with one value a unit it is the plain one.
  ///
  /// Nil of fewer than two units with values.
  var ratioMoments: Moments? {
    isSingle ? Moments(means) : moments(over: counts, effectiveUnitCount)
  }

  /// The mean over all units of their sums.
  var sumMoments: Moments? {
    weights.map { moments(over: $0, effectiveCount($0)) } ?? Moments(sums)
  }

  /// The sum of the sums over that of other numbers; `effective` units tell of it.
  private func moments(over counts: [Double], _ effective: Double) -> Moments? {
    guard effective > 1 else { return nil }
    let count = counts.reduce(0, +)
    let mean = sums.reduce(0, +) / count
    let squares = zip(sums, counts).reduce(0.0) { sum, unit in
      let rest = unit.0 - mean * unit.1
      return sum + rest * rest
    }
    let perUnit = count / effective
    let variance = squares / (effective - 1) / (perUnit * perUnit)
    guard mean.isFinite, variance.isFinite else { return nil }
    return Moments(count: effective, mean: mean, variance: variance)
  }

  /// The mean of each unit that has values, with what the unit stands for.
  var weightedMeans: (values: [Double], weights: [Double]) {
    let values = means
    return (values, heldWeights ?? Array(repeating: 1, count: values.count))
  }

  /// The mean of the units' means, by what they stand for.
  var meansMoments: Moments? {
    var mean = WeightedMean()
    let (values, weights) = weightedMeans
    for (value, weight) in zip(values, weights) { mean.add(value, weight: weight) }
    return mean.moments
  }
}
