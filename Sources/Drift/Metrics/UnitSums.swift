/// For each unit of a sample, such as a trace, the sum of its values and their count.
///
/// Values of one unit are not independent; these are all that means and shares need of them.
struct UnitSums: Sendable {
  let sums: [Double]
  let counts: [Double]
  /// Whether no unit has several values.
  let isSingle: Bool

  init(_ sample: Sample) {
    var sums = [Double](repeating: 0, count: sample.unitCount)
    var counts = sums
    var sum = sums.mutableSpan
    var count = counts.mutableSpan
    for index in sample.values.indices {
      let unit = Int(sample.units[index])
      sum[unit] += sample.values[index]
      count[unit] += 1
    }
    isSingle = counts.allSatisfy { $0 <= 1 }
    self.sums = sums
    self.counts = counts
  }

  /// Units that have values.
  var unitCount: Int { counts.count { $0 > 0 } }

  /// The mean of each unit that has values.
  var means: [Double] {
    zip(sums, counts).compactMap { $1 > 0 ? $0 / $1 : nil }
  }
}
