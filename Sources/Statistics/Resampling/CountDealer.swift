/// Deals units of several kinds, each kind as often as it is, at random into two hands.
///
/// What a shuffle of all units would give, without touching each: the counts of one hand follow the
/// multivariate hypergeometric law.
package struct CountDealer: Sendable {
  private let totals: [Int]
  private let sum: Int
  private let size: Int
  private var generator: SplitMix64

  /// Prepares to deal so many of the units into the first hand.
  package init(totals: [Int], size: Int, seed: UInt64) {
    self.totals = totals
    sum = totals.reduce(0, +)
    precondition(size >= 0 && size <= sum, "no more than there are")
    self.size = size
    generator = SplitMix64(seed: seed)
  }

  /// Replaces `hand` by how many of each kind the first hand has after one more deal.
  ///
  /// - Complexity: O(kinds + √units), expected.
  package mutating func deal(into hand: inout [Int]) {
    hand.removeAll(keepingCapacity: true)
    var (left, rest) = (size, sum)
    for total in totals {
      let count = hypergeometric(good: total, draws: left, total: rest)
      hand.append(count)
      left -= count
      rest -= total
    }
  }

  /// How many of `draws` of `total` units are among the `good` ones.
  private mutating func hypergeometric(good: Int, draws: Int, total: Int) -> Int {
    guard good > 0, draws > 0 else { return 0 }
    guard good < total, draws < total else { return min(good, draws) }
    // The law is the same with goods and draws exchanged.
    let (few, many) = (min(good, draws), max(good, draws))
    return few <= 24 ? drawn(few, of: many, total) : inverted(few, many, total)
  }

  /// Draws one after the other.
  private mutating func drawn(_ draws: Int, of good: Int, _ total: Int) -> Int {
    var count = 0
    for past in 0..<draws where generator.next(below: total - past) < good - count { count += 1 }
    return count
  }

  /// Walks from the most probable count outwards until the probabilities passed reach a random
  /// number.
  private mutating func inverted(_ draws: Int, _ good: Int, _ total: Int) -> Int {
    let range = max(0, draws - (total - good))...min(draws, good)
    let most = Int(Double(good + 1) * (Double(draws + 1) / Double(total + 2)))
    let mode = min(max(most, range.lowerBound), range.upperBound)
    func ratio(above count: Int) -> Double {
      Double(good - count) / Double(count + 1) * Double(draws - count)
        / Double(total - good - draws + count + 1)
    }
    var rest = Double(generator.next() >> 11) * 0x1p-53
    let top = exponential(
      logHypergeometricProbability(mode, draws: draws, good: good, bad: total - good))
    rest -= top
    guard rest > 0 else { return mode }
    var (low, high) = (mode, mode)
    var (below, above) = (top, top)
    while low > range.lowerBound || high < range.upperBound {
      if high < range.upperBound {
        above *= ratio(above: high)
        high += 1
        rest -= above
        if rest <= 0 { return high }
      }
      if low > range.lowerBound {
        below /= ratio(above: low - 1)
        low -= 1
        rest -= below
        if rest <= 0 { return low }
      }
      // What rounding leaves over.
      if below + above < 1e-18 { return mode }
    }
    return mode
  }
}
