import Statistics

/// Bins for the histograms of two samples, that show where most of both lie.
///
/// Whole numbers of a short range have a bin each. Others have bins of one width, or of one ratio where
/// they are positive and the greater ones far apart; what is far out has a bin at either end.
struct SharedBins {
  /// One more than the bins; a value on an edge belongs to the bin below, but for the first edge.
  let edges: [Double]

  private static let binCount = 38

  init(_ first: SortedSample, _ second: SortedSample) {
    let least = min(first.values[0], second.values[0])
    let greatest = max(first.values[first.count - 1], second.values[second.count - 1])
    if let edges = Self.wholeEdges(first, second, least, greatest) {
      self.edges = edges
      return
    }
    guard least < greatest, (greatest - least).isFinite else {
      edges = [least, greatest]
      return
    }
    let bulk = Self.bulk(first, second)
    let inner =
      Self.isSkewed(first, second, least)
      ? Self.ratioEdges(bulk.low, bulk.high) : Self.widthEdges(bulk.low, bulk.high)
    edges = [least] + inner.filter { $0 > least && $0 < greatest } + [greatest]
  }

  /// How many values of a sample lie in each bin.
  func counts(of sample: SortedSample) -> [Int] {
    guard edges.count > 1 else { return [sample.count] }
    var passed = 0
    return edges.dropFirst().map { edge in
      let count = sample.count(upTo: edge)
      defer { passed = count }
      return count - passed
    }
  }

  private static func wholeEdges(
    _ first: SortedSample, _ second: SortedSample, _ least: Double, _ greatest: Double
  ) -> [Double]? {
    guard greatest - least < Double(binCount), least.magnitude < 0x1p50,
      first.values.allSatisfy({ $0 == $0.rounded() }),
      second.values.allSatisfy({ $0 == $0.rounded() })
    else { return nil }
    return (0...Int(greatest - least) + 1).map { least - 0.5 + Double($0) }
  }

  /// Between the ends of the greater part of both samples.
  private static func bulk(
    _ first: SortedSample, _ second: SortedSample
  ) -> (low: Double, high: Double) {
    func ends(_ numerator: Int64) -> [Double] {
      guard let fraction = QuantileFraction(numerator, over: 200) else { return [] }
      return [first, second].compactMap { $0.quantile(fraction) }
    }
    return (ends(1).min() ?? 0, ends(199).max() ?? 0)
  }

  private static func isSkewed(
    _ first: SortedSample, _ second: SortedSample, _ least: Double
  ) -> Bool {
    guard least > 0, let tail = QuantileFraction(19, over: 20) else { return false }
    return [first, second].contains { sample in
      guard let middle = sample.median, let high = sample.quantile(tail) else { return false }
      return high > 3 * middle
    }
  }

  private static func widthEdges(_ low: Double, _ high: Double) -> [Double] {
    (0...binCount).map { low + (high - low) * (Double($0) / Double(binCount)) }
  }

  private static func ratioEdges(_ low: Double, _ high: Double) -> [Double] {
    let span = logarithm(high / low)
    return (0...binCount).map { low * exponential(span * (Double($0) / Double(binCount))) }
  }
}
