import Statistics
import Testing

/// Random deals of counted units.
struct DealingTests {
  /// Counts of small and of large kinds, so that either way of drawing is taken.
  private static let totals = [3, 20, 0, 400, 1_000, 77]

  @Test func `every deal gives out what there is`() {
    for size in [0, 1, 24, 700, 1_499, 1_500] {
      var dealer = CountDealer(totals: Self.totals, size: size, seed: 5)
      var hand: [Int] = []
      for _ in 0..<50 {
        dealer.deal(into: &hand)
        #expect(hand.reduce(0, +) == size)
        #expect(zip(hand, Self.totals).allSatisfy { $0 >= 0 && $0 <= $1 })
      }
    }
  }

  @Test func `counts have the mean and the variance of the hypergeometric law`() throws {
    let deals = 4_000
    for size in [15, 600, 1_400] {
      var dealer = CountDealer(totals: Self.totals, size: size, seed: 6)
      var hands = Self.totals.map { _ in [Double]() }
      var hand: [Int] = []
      for _ in 0..<deals {
        dealer.deal(into: &hand)
        for kind in hand.indices { hands[kind].append(Double(hand[kind])) }
      }
      for (kind, total) in Self.totals.enumerated() {
        let moments = try #require(Moments(hands[kind]))
        let (all, part) = (1_500.0, Double(total) / 1_500)
        let mean = Double(size) * part
        let variance = mean * (1 - part) * (all - Double(size)) / (all - 1)
        #expect(abs(moments.mean - mean) <= 4.5 * (variance / Double(deals)).squareRoot())
        #expect(abs(moments.variance - variance) <= 0.15 * variance)
      }
    }
  }

  @Test func `one kind among two follows the hypergeometric law`() {
    var dealer = CountDealer(totals: [60, 140], size: 90, seed: 7)
    var seen = [Int](repeating: 0, count: 61)
    var hand: [Int] = []
    let deals = 20_000
    for _ in 0..<deals {
      dealer.deal(into: &hand)
      seen[hand[0]] += 1
    }
    for (count, times) in seen.enumerated() {
      let p = exponential(logHypergeometricProbability(count, draws: 90, good: 60, bad: 140))
      let expected = p * Double(deals)
      #expect(abs(Double(times) - expected) <= 4.5 * (expected * (1 - p)).squareRoot() + 1)
    }
  }
}
