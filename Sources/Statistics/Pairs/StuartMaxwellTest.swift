/// How often pairs have each category on one side and each on the other.
package struct PairedCounts: Hashable, Sendable {
  package let categoryCount: Int
  /// Row by row: the baseline's category, then the candidate's.
  package let counts: [Int]

  /// Counts of all pairs of categories, the candidate's the faster.
  ///
  /// - Precondition: the square of some number of counts, none negative.
  package init(categoryCount: Int, counts: [Int]) {
    precondition(counts.count == categoryCount * categoryCount, "a count for each two categories")
    precondition(counts.allSatisfy { $0 >= 0 }, "counts are not negative")
    self.categoryCount = categoryCount
    self.counts = counts
  }

  /// How many pairs have each category in the baseline.
  package var baseline: [Int] {
    (0..<categoryCount).map { row in (0..<categoryCount).reduce(0) { $0 + self[row, $1] } }
  }

  /// How many have each in the candidate.
  package var candidate: [Int] {
    (0..<categoryCount).map { column in (0..<categoryCount).reduce(0) { $0 + self[$1, column] } }
  }

  package subscript(_ baseline: Int, _ candidate: Int) -> Int {
    counts[baseline * categoryCount + candidate]
  }

  /// The same with some categories as one, which comes last; those that no pair has are left out.
  package func gathering(_ gathered: Set<Int>) -> PairedCounts {
    let (rows, columns) = (baseline, candidate)
    let kept = (0..<categoryCount).filter {
      !gathered.contains($0) && rows[$0] + columns[$0] > 0
    }
    let groups = kept.map { [$0] } + (gathered.isEmpty ? [] : [gathered.sorted()])
    let counts = groups.flatMap { row in
      groups.map { column in
        row.reduce(0) { sum, one in column.reduce(sum) { $0 + self[one, $1] } }
      }
    }
    return PairedCounts(categoryCount: groups.count, counts: counts)
  }

  /// Of each category, the pairs that have it on one side alone.
  package var moved: [Int] {
    let (rows, columns) = (baseline, candidate)
    return (0..<categoryCount).map { rows[$0] + columns[$0] - 2 * self[$0, $0] }
  }
}

/// The test of whether categories are as frequent on both sides of pairs.
///
/// A. Stuart (1955) and A. Maxwell (1970); of two categories it is McNemar's without a correction.
package struct StuartMaxwellTest: Hashable, Sendable {
  package let statistic: Double
  package let degreesOfFreedom: Int
  package let pValue: Double

  /// Nil where a combination of the categories moves in no pair, so that there is no statistic.
  ///
  /// - Complexity: O(categories³).
  package init?(_ pairs: PairedCounts) {
    let size = pairs.categoryCount - 1
    guard size > 0 else { return nil }
    let (rows, columns) = (pairs.baseline, pairs.candidate)
    let differences = (0..<size).map { Double(columns[$0] - rows[$0]) }
    let covariances = (0..<size).map { row in
      (0..<size).map { column in
        row == column
          ? Double(pairs.moved[row]) : -Double(pairs[row, column] + pairs[column, row])
      }
    }
    guard let solution = solved(covariances, differences) else { return nil }
    statistic = max(0, zip(differences, solution).reduce(0) { $0 + $1.0 * $1.1 })
    degreesOfFreedom = size
    pValue = ChiSquareDistribution(degreesOfFreedom: Double(size)).survival(statistic)
  }

  /// The p-value from pairs whose sides are exchanged at random: of few pairs, the law of chi-square
  /// does not hold.
  ///
  /// The statistic is the sum over the categories of the squared difference over the pairs that moved.
  /// - Complexity: O(permutations · (categories² + √pairs)).
  package static func permutationPValue(
    _ pairs: PairedCounts, permutations: Int = 999, seed: UInt64
  ) -> Double {
    let size = pairs.categoryCount
    let moved = pairs.moved
    func statistic(_ differences: [Int]) -> Double {
      zip(differences, moved).reduce(0) { sum, category in
        category.1 > 0
          ? sum + Double(category.0) * Double(category.0) / Double(category.1) : sum
      }
    }
    let seen = statistic(zip(pairs.candidate, pairs.baseline).map { $0 - $1 })
    let limit = seen - 1e-12 * seen
    var generator = SplitMix64(seed: seed)
    var reached = 1
    for _ in 0..<permutations {
      var differences = [Int](repeating: 0, count: size)
      for row in 0..<size {
        for column in (row + 1)..<max(size, row + 1) {
          let count = pairs[row, column] + pairs[column, row]
          guard count > 0 else { continue }
          let forward = 2 * generator.heads(of: count) - count
          differences[column] += forward
          differences[row] -= forward
        }
      }
      if statistic(differences) >= limit { reached += 1 }
    }
    return Double(reached) / Double(permutations + 1)
  }
}

extension SplitMix64 {
  /// How many of so many fair coins show heads.
  fileprivate mutating func heads(of count: Int) -> Int {
    var (rest, heads) = (count, 0)
    while rest > 0 {
      let bits = min(rest, 64)
      heads += (next() >> UInt64(64 - bits)).nonzeroBitCount
      rest -= bits
    }
    return heads
  }
}

/// The solution of linear equations, by elimination with the greatest pivot; nil where there is none, or
/// no one alone.
private func solved(_ matrix: [[Double]], _ constants: [Double]) -> [Double]? {
  var rows = zip(matrix, constants).map { $0 + [$1] }
  let size = rows.count
  let scale = matrix.joined().map(abs).max() ?? 0
  for column in 0..<size {
    guard let pivot = (column..<size).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
      abs(rows[pivot][column]) > 1e-10 * scale
    else { return nil }
    rows.swapAt(column, pivot)
    for row in 0..<size where row != column {
      let factor = rows[row][column] / rows[column][column]
      for place in column...size { rows[row][place] -= factor * rows[column][place] }
    }
  }
  return (0..<size).map { rows[$0][size] / rows[$0][$0] }
}
