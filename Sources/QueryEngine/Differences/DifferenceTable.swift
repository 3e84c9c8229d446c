import Statistics

/// The values that are more frequent in one of two populations, the most telling first.
struct DifferenceTable {
  /// How often a value is in each population.
  struct Count: Hashable {
    var value: Value
    var first: Int
    var second: Int
  }

  /// What a field or an attribute has.
  struct Counts: Hashable {
    /// Of each value, a missing one among them.
    var values: [Count] = []
    /// Of each range of numbers, ascending.
    var ranges: [Count] = []

    /// The parts of both populations in each range, whatever the unit of the numbers.
    var rangeSizes: [[Int]] { ranges.map { [$0.first, $0.second] } }
  }

  /// A field with more texts tells traces or users apart, and nothing of why.
  static let greatestTextCount = 1_000

  /// Spans that have a value, below which nothing is said of it.
  private static let leastSupport = 5

  private struct Row {
    var attribute: String
    var count: Count
    var comparison: ProportionComparison
    var interval: ConfidenceInterval
    var pValue: Double
    /// Between the shares of all of the attribute's values.
    var distance: Double

    /// The part of the difference that is certain: the bound of its interval that is nearer to none.
    var certainDifference: Double {
      interval.contains(0) ? 0 : min(abs(interval.low), abs(interval.high))
    }
  }

  private let firstCount: Int
  private let secondCount: Int
  private var rows: [Row] = []
  /// What fields have: an attribute that a field was read from says the same once more.
  private var fieldCounts: Set<Count> = []
  private var fieldRanges: Set<[[Int]]> = []

  /// A table of two populations that are not empty.
  init(firstCount: Int, secondCount: Int) {
    self.firstCount = firstCount
    self.secondCount = secondCount
  }

  /// Adds the values of an attribute.
  ///
  /// Fields come before attributes.
  mutating func add(_ attribute: String, isField: Bool, _ found: Counts) {
    if isField { fieldRanges.insert(found.rangeSizes) }
    // Numbers that a field was read from, maybe in another unit, fall into the same ranges.
    if !isField, found.ranges.count > 2, fieldRanges.contains(found.rangeSizes) { return }
    let counts = found.values + found.ranges
    let distances = CategoryDistances(
      baseline: counts.map { Double($0.second) }, candidate: counts.map { Double($0.first) })
    // One value for all tells of nothing.
    guard counts.count > 1, let distance = distances?.jensenShannonDistance else { return }
    for count in counts where count.first + count.second >= Self.leastSupport {
      if isField {
        fieldCounts.insert(count)
      } else if count.value != .null && fieldCounts.contains(count) {
        continue
      }
      guard let first = Proportion(count.first, of: firstCount),
        let second = Proportion(count.second, of: secondCount)
      else { continue }
      let comparison = ProportionComparison(baseline: second, candidate: first)
      // Of two values, one is less frequent where the other is more.
      if counts.count == 2, comparison.difference < 0 { continue }
      rows.append(
        Row(
          attribute: attribute, count: count, comparison: comparison,
          interval: comparison.differenceInterval(), pValue: comparison.bestPValue,
          distance: distance))
    }
  }

  /// The first rows: by the part of the difference that is certain, then by the probability that
  /// there is none, attribute and value.
  func rows(_ count: Int) -> [[Value]] {
    let adjusted = benjaminiHochbergAdjusted(rows.map(\.pValue))
    let order = rows.indices.sorted { left, right in
      let (left, right) = (rows[left], rows[right])
      if left.certainDifference != right.certainDifference {
        return left.certainDifference > right.certainDifference
      }
      if left.pValue != right.pValue { return left.pValue < right.pValue }
      if left.attribute != right.attribute {
        return left.attribute.utf8.lexicographicallyPrecedes(right.attribute.utf8)
      }
      return Value.order(left.count.value, right.count.value) < 0
    }
    return order.prefix(count).map { shown(rows[$0], adjusted[$0]) }
  }

  private func shown(_ row: Row, _ pValue: Double) -> [Value] {
    let (first, second) = (row.comparison.candidate, row.comparison.baseline)
    return [
      .string(row.attribute), row.count.value, .double(first.share), .double(second.share),
      .double(row.comparison.difference), .double(row.interval.low), .double(row.interval.high),
      // Nothing to compare with has no multiple.
      second.events == 0 ? .null : .double(first.share / second.share), .double(pValue),
      .integer(Int64(row.count.first)), .integer(Int64(row.count.second)), .double(row.distance),
    ]
  }
}

extension ProportionComparison {
  /// By Fisher's exact test where the z test would be off, and where few counts make it quick.
  fileprivate var bestPValue: Double {
    leastExpectedCount < 5 ? fisherExact : pooledTest.pValue
  }
}
