import Statistics
import Testing

/// Shares of values that come in clusters.
struct ClusteredShareTests {
  @Test func `with one trial a cluster they are the plain ones`() throws {
    let plain = ProportionComparison(
      baseline: try #require(Proportion(18, of: 1_000)),
      candidate: try #require(Proportion(40, of: 1_000)))
    let shares = try #require(
      ClusteredShares(
        baseline: .init(events: 18, trials: 1_000), candidate: .init(events: 40, trials: 1_000)))
    #expect(shares.difference == plain.difference)
    #expect(abs(shares.pValue - plain.pooledTest.pValue) < 1e-12 * plain.pooledTest.pValue)
    let (first, second) = (shares.differenceInterval(), plain.differenceInterval())
    #expect(abs(first.low - second.low) < 1e-15 && abs(first.high - second.high) < 1e-15)
    let few = try #require(
      ClusteredShares(
        baseline: .init(events: 0, trials: 50), candidate: .init(events: 3, trials: 50)))
    let exact = ProportionComparison(
      baseline: try #require(Proportion(0, of: 50)), candidate: try #require(Proportion(3, of: 50)))
    #expect(few.isSparse)
    #expect(few.pValue == exact.fisherExact)
  }

  @Test func `clusters of equal trials count as one trial each, near enough`() throws {
    let events = (0..<200).map { $0 % 4 == 0 ? 10.0 : 0 }
    let trials = [Double](repeating: 10, count: 200)
    let others = (0..<200).map { $0 % 3 == 0 ? 10.0 : 0 }
    let shares = try #require(
      ClusteredShares(baseline: (events, trials), candidate: (others, trials)))
    #expect(abs(shares.designEffect - 10) < 0.1)
    let once = try #require(
      ClusteredShares(
        baseline: .init(events: 50, trials: 200), candidate: .init(events: 67, trials: 200)))
    #expect(abs(shares.pValue - once.pValue) < 0.002)
  }

  @Test func `without events there is no difference`() throws {
    let shares = try #require(
      ClusteredShares(
        baseline: ([0, 0, 0], [5, 1, 2]), candidate: ([0, 0], [9, 9])))
    #expect(shares.pValue == 1)
    #expect(shares.difference == 0)
    #expect(
      ClusteredShares(baseline: ([], []), candidate: ([1], [1])) == nil)
  }

  @Test func `ranks of counted values are those of the values`() throws {
    let (first, second) = (
      [0, 0, 1, 1, 1, 2, 5, 5].map(Double.init), [0, 1, 2, 2, 5].map(Double.init)
    )
    let listed = try #require(
      RankSumTest(
        baseline: SortedSample(first), candidate: SortedSample(second), method: .asymptotic))
    let counted = try #require(
      RankSumTest(baselineCounts: [2, 3, 1, 0, 2], candidateCounts: [1, 1, 2, 0, 1]))
    #expect(listed == counted)
    #expect(RankSumTest(baselineCounts: [0, 0], candidateCounts: [1, 2]) == nil)
  }

  @Test func `the shift of many pairs is that of all means of two`() throws {
    var generator = SplitMix64(seed: 41)
    let differences = (0..<1_200).map { _ in
      NormalDistribution.quantile(Double.random(in: 1e-12..<1, using: &generator)) + 0.3
    }
    let shift = try #require(
      PairedShift.all(differences: differences, confidences: [0.95]).first)
    var means: [Double] = []
    for (index, first) in differences.enumerated() {
      for second in differences[index...] { means.append((first + second) / 2) }
    }
    means.sort()
    let width = shift.interval.high - shift.interval.low
    let middle = (means[(means.count - 1) / 2] + means[means.count / 2]) / 2
    #expect(abs(shift.value - middle) < 0.01 * width)
    #expect(shift.interval.contains(0.3))
    #expect(abs(width - 2 * 1.96 / 1_200.0.squareRoot()) < 0.1 * width)
  }
}
