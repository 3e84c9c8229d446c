import Drift

/// Runs of two sides with the same input.
struct MatchedRuns {
  /// The pair of each row; nil of rows that have no other.
  let first: [Int32?]
  let second: [Int32?]
  /// The first row of each pair on each side.
  private(set) var rows: [(first: Int, second: Int)] = []

  var count: Int { rows.count }

  /// Pairs go by the first row of the first side.
  init(_ first: SideSample, _ second: SideSample) {
    let (left, right) = (Self.keys(of: first), Self.keys(of: second))
    var firstRows: [UInt64: Int] = [:]
    for (row, key) in right.enumerated() {
      if let key, firstRows[key] == nil { firstRows[key] = row }
    }
    var pairs: [UInt64: Int32] = [:]
    for (row, key) in left.enumerated() {
      guard let key, pairs[key] == nil, let other = firstRows[key] else { continue }
      pairs[key] = Int32(rows.count)
      rows.append((row, other))
    }
    self.first = left.map { $0.flatMap { pairs[$0] } }
    self.second = right.map { $0.flatMap { pairs[$0] } }
  }

  private static func keys(of side: SideSample) -> [UInt64?] {
    var keys = [UInt64?](repeating: nil, count: side.rowCount)
    for place in side.pairKeys.values.indices {
      let row = side.pairKeys.rows.map { Int($0[place]) } ?? place
      keys[row] = side.pairKeys.values[place]
    }
    return keys
  }

  /// The means of both sides of each pair that has values on both.
  func means(
    _ baseline: PresentValues<Double>, _ candidate: PresentValues<Double>
  ) -> [(pair: Int, baseline: Double, candidate: Double)] {
    let (left, right) = (sums(baseline, first), sums(candidate, second))
    return rows.indices.compactMap { pair in
      guard left.counts[pair] > 0, right.counts[pair] > 0 else { return nil }
      return (
        pair, left.sums[pair] / left.counts[pair], right.sums[pair] / right.counts[pair]
      )
    }
  }

  private func sums(
    _ values: PresentValues<Double>, _ pairs: [Int32?]
  ) -> (sums: [Double], counts: [Double]) {
    var sums = [Double](repeating: 0, count: count)
    var counts = sums
    for place in values.values.indices {
      let row = values.rows.map { Int($0[place]) } ?? place
      guard let pair = pairs[row] else { continue }
      sums[Int(pair)] += values.values[place]
      counts[Int(pair)] += 1
    }
    return (sums, counts)
  }
}

extension MatchedRuns {
  /// The categories of each pair that has one on both sides: that of its first row with any.
  func categories(
    _ baseline: PresentValues<UInt32>, _ candidate: PresentValues<UInt32>
  ) -> [(baseline: UInt32, candidate: UInt32)] {
    let (left, right) = (firsts(baseline, first), firsts(candidate, second))
    return zip(left, right).compactMap { before, after in
      before.flatMap { before in after.map { (before, $0) } }
    }
  }

  private func firsts(_ values: PresentValues<UInt32>, _ pairs: [Int32?]) -> [UInt32?] {
    var firsts = [UInt32?](repeating: nil, count: count)
    for place in values.values.indices {
      let row = values.rows.map { Int($0[place]) } ?? place
      guard let pair = pairs[row], firsts[Int(pair)] == nil else { continue }
      firsts[Int(pair)] = values.values[place]
    }
    return firsts
  }
}

extension SampleInputs {
  /// A metric pair by pair; nil where it is not compared so.
  func paired(
    _ index: Int, _ runs: MatchedRuns, _ first: UnitSample, _ second: UnitSample
  ) -> MetricInput? {
    let metric = plan.metrics[index]
    guard metric.isPairable else { return nil }
    let place = samples.program.places[index]
    func input(
      _ baseline: [Double], _ candidate: [Double], missing: (Int, Int)
    ) -> MetricInput {
      MetricInput(
        name: metric.name, kind: kind(of: index), unit: metric.unit, better: metric.better,
        tolerance: metric.tolerance, baseline: Sample(pairs: baseline, missing: missing.0),
        candidate: Sample(pairs: candidate, missing: missing.1), isPaired: true)
    }
    if metric.kind == .categories {
      let (before, after) = (first.rows.categories[place], second.rows.categories[place])
      let pairs = runs.categories(before, after)
      return input(
        pairs.map { Double($0.baseline) }, pairs.map { Double($0.candidate) },
        missing: (before.missingCount, after.missingCount))
    }
    let (before, after) = (first.rows.numbers[place], second.rows.numbers[place])
    let means = runs.means(before, after)
    return input(
      means.map(\.baseline), means.map(\.candidate),
      missing: (before.missingCount, after.missingCount))
  }
}

extension Sample {
  /// One value a pair.
  fileprivate init(pairs: [Double], missing: Int) {
    self.init(
      values: pairs, units: pairs.indices.map { Int32($0) }, unitCount: pairs.count,
      missing: missing)
  }
}
