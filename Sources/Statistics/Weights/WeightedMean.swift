/// Means of data that were sampled with known probabilities, each value weighing what it stands for: one
/// over its probability.
package struct WeightedMean: Hashable, Sendable {
  package private(set) var count = 0
  private var weights = 0.0
  private var squares = 0.0
  private var sum = 0.0
  private var mean = 0.0
  /// The mean with the squares of the weights for weights, and the distances from it.
  private var squareMean = 0.0
  private var squareDistances = 0.0
  private var least = Double.infinity
  private var greatest = 0.0

  /// Nothing added.
  package init() {}

  /// Adds a value that was kept with a probability above 0 and up to 1.
  package mutating func add(_ value: Double, probability: Double) {
    precondition(probability > 0 && probability <= 1, "what was kept had a chance")
    add(value, weight: 1 / probability)
  }

  /// Adds a finite value that stands for so many.
  package mutating func add(_ value: Double, weight: Double) {
    precondition(value.isFinite && weight > 0 && weight.isFinite, "finite, and a weight")
    count += 1
    weights += weight
    squares += weight * weight
    sum += weight * value
    mean += (value - mean) * weight / weights
    let shift = value - squareMean
    squareMean += shift * (weight * weight) / squares
    squareDistances += weight * weight * shift * (value - squareMean)
    least = min(least, weight)
    greatest = max(greatest, weight)
  }

  /// The estimated total of all there were.
  ///
  /// The estimator of D. Horvitz and D. Thompson (1952).
  package var total: Double { sum }

  /// The estimated number of all there were.
  package var populationCount: Double { weights }

  /// The estimated total over the estimated number; nil of nothing.
  ///
  /// The estimator of J. Hájek (1971).
  package var value: Double? { count > 0 ? mean : nil }

  /// How many unweighted values would tell as much, (Σw)²/Σw².
  ///
  /// The measure of L. Kish (1965).
  package var effectiveCount: Double { squares > 0 ? weights * weights / squares : 0 }

  /// The greatest weight over the least; of more than ten, p-values are not to be trusted.
  package var weightRatio: Double { count > 0 ? greatest / least : 1 }

  /// The variance of the mean, Σw²(x - mean)² / (Σw)²: the ratio of two sums, made linear.
  ///
  /// It holds also where weights go with values. Nil of nothing.
  package var meanVariance: Double? {
    guard count > 0 else { return nil }
    let offset = squareMean - mean
    return max(0, squareDistances + squares * offset * offset) / (weights * weights)
  }

  /// Moments for a t test, with the effective count in place of the count.
  ///
  /// Of equal weights they are those of the plain sample. Nil where less than two values' worth was
  /// seen, near enough.
  package var moments: Moments? {
    let effective = effectiveCount
    guard count > 1, effective > 1, let value, let meanVariance else { return nil }
    return Moments(
      count: effective, mean: value,
      variance: meanVariance * effective * effective / (effective - 1))
  }
}
