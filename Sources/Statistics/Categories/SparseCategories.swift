/// Counts of categories in two samples, the rare ones gathered into one.
package struct PooledCategories: Hashable, Sendable {
  package let baseline: [Int]
  package let candidate: [Int]
  /// The categories, by their place among the arguments, that make up the last counts; none where
  /// nothing was rare.
  package let pooled: [Int]

  /// Pools the categories of which fewer than `leastExpectedCount` are expected in the smaller sample.
  ///
  /// Where the pool itself is too small, the rarest of the other categories join it. Categories that
  /// neither sample has are dropped, and a category alone is not pooled.
  /// - Complexity: O(categories · log(categories)).
  package init(baseline: [Int], candidate: [Int], leastExpectedCount: Double = 5) {
    precondition(baseline.count == candidate.count, "counts of the same categories")
    let n = baseline.reduce(0, +)
    let m = candidate.reduce(0, +)
    let smallerShare = Double(min(n, m)) / Double(max(1, n + m))
    let seen = baseline.indices.filter { baseline[$0] + candidate[$0] > 0 }
    let byRarity = seen.sorted {
      (baseline[$0] + candidate[$0], $0) < (baseline[$1] + candidate[$1], $1)
    }
    var rare: [Int] = []
    var pool = 0
    for index in byRarity {
      let count = baseline[index] + candidate[index]
      let isRare = Double(count) * smallerShare < leastExpectedCount
      let isPoolShort = pool > 0 && Double(pool) * smallerShare < leastExpectedCount
      guard isRare || isPoolShort else { break }
      rare.append(index)
      pool += count
    }
    if rare.count < 2 { rare = [] }
    let kept = Set(seen).subtracting(rare).sorted()
    pooled = rare.sorted()
    let rest = pooled.isEmpty ? [] : [pooled]
    let groups = kept.map { [$0] } + rest
    self.baseline = groups.map { $0.reduce(0) { $0 + baseline[$1] } }
    self.candidate = groups.map { $0.reduce(0) { $0 + candidate[$1] } }
  }
}
