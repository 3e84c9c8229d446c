import Statistics

/// What was computed of samples, for further metrics of the same values.
///
/// The last two samples are kept: both sides of metrics of one field.
struct SampleCache {
  private struct Entry {
    let sample: Sample
    var sums: UnitSums?
    /// By the seed of their draws.
    var quantiles: [UInt64: ClusteredQuantiles] = [:]
    var sorted: SortedSample?
    var weighted: WeightedSample?
    var unitValues: SortedSample?
  }

  private var entries: [Entry] = []
  /// Samples that are kept.
  static let limit = 2

  /// Sums of the units of a sample.
  mutating func sums(_ sample: Sample) -> UnitSums {
    let index = index(of: sample)
    if let sums = entries[index].sums { return sums }
    let sums = UnitSums(sample)
    entries[index].sums = sums
    return sums
  }

  /// All values in ascending order; of weighted ones as many that lie as what these stand for.
  mutating func sorted(_ sample: Sample) -> SortedSample {
    let index = index(of: sample)
    if let sorted = entries[index].sorted { return sorted }
    let sorted =
      entries[index].quantiles.values.first?.sorted
      ?? weighted(sample)?.spaced(count: sample.values.count)
      ?? SortedSample(ascending: ascending(sample.values))
    entries[index].sorted = sorted
    return sorted
  }

  /// All values with what they stand for; nil where each stands for itself.
  mutating func weighted(_ sample: Sample) -> WeightedSample? {
    guard let weights = sample.weights else { return nil }
    let index = index(of: sample)
    if let weighted = entries[index].weighted { return weighted }
    let weighted = WeightedSample(sample.values, weights: weights.ofValues)
    entries[index].weighted = weighted
    return weighted
  }

  /// A quantile of all values, by what they stand for.
  mutating func quantile(_ fraction: QuantileFraction, of sample: Sample) -> Double? {
    if let weighted = weighted(sample) { return weighted.quantile(fraction) }
    return sorted(sample).quantile(fraction)
  }

  /// One value for each unit that has any: the mean of its values.
  mutating func unitValues(_ sample: Sample) -> SortedSample {
    let sums = sums(sample)
    guard !sums.isSingle else { return sorted(sample) }
    let index = index(of: sample)
    if let values = entries[index].unitValues { return values }
    let values = SortedSample(ascending: ascending(sums.means))
    entries[index].unitValues = values
    return values
  }

  /// The values made ready for resampled quantiles; nil without values.
  mutating func quantiles(_ sample: Sample, seed: UInt64) -> ClusteredQuantiles? {
    let index = index(of: sample)
    if let quantiles = entries[index].quantiles[seed] { return quantiles }
    let quantiles = ClusteredQuantiles(
      values: sample.values, clusters: sample.units, clusterCount: max(1, sample.unitCount),
      seed: seed)
    entries[index].quantiles[seed] = quantiles
    return quantiles
  }

  private mutating func index(of sample: Sample) -> Int {
    if let known = entries.firstIndex(where: { $0.sample.isSame(as: sample) }) { return known }
    if entries.count == Self.limit { entries.removeFirst() }
    entries.append(Entry(sample: sample))
    return entries.count - 1
  }
}

extension Sample {
  /// Whether it has the same values of the same units.
  func isSame(as other: Sample) -> Bool {
    unitCount == other.unitCount && values == other.values && units == other.units
      && weights == other.weights
  }
}
