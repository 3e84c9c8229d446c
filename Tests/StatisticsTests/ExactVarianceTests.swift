import Statistics
import Testing

/// The deviation of values that naive formulas get wrong.
struct ExactVarianceTests {
  private func deviation(_ values: [Double]) -> Double? {
    var variance = ExactVariance()
    for value in values { variance.add(value) }
    return variance.standardDeviation
  }

  @Test func `is that of the textbook`() {
    #expect(deviation([2, 4, 4, 4, 5, 5, 7, 9]) == (32.0 / 7).squareRoot())
    #expect(deviation([1, 2]) == 0.5.squareRoot())
    #expect(deviation([3, 3, 3]) == 0)
  }

  @Test func `of fewer than two values there is none`() {
    #expect(deviation([]) == nil)
    #expect(deviation([1]) == nil)
  }

  @Test func `does not drown in a large mean`() {
    // Instants in nanoseconds have such means.
    for mean in [1e9, 1e15, 1.5e18] {
      let step = mean.ulp
      #expect(deviation([mean, mean + step, mean + 2 * step]) == step)
      #expect(deviation([mean, mean, mean]) == 0)
    }
    #expect(deviation([0.1, 0.1, 0.1]) == 0)
    #expect(deviation([1e150, 1e150]) == 0)
    #expect(deviation([1e300, 1]) == nil)
  }

  @Test func `is the same in any order, and of any parts`() {
    let values = (0..<1_000).map { Double($0 * $0 % 997) / 7 }
    var first = ExactVariance()
    var second = ExactVariance()
    for value in values.reversed() { first.add(value) }
    for value in values[300...] { second.add(value) }
    var rest = ExactVariance()
    for value in values[..<300] { rest.add(value) }
    second.add(rest)
    #expect(first.standardDeviation == deviation(values))
    #expect(second.standardDeviation == deviation(values))
    let mean = values.reduce(0, +) / 1_000
    let naive = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 999).squareRoot()
    #expect(abs((deviation(values) ?? 0) - naive) < 1e-9)
  }
}
