import Statistics
import Testing

struct SelectionTests {
  private static let shapes: [[Int64]] = [
    [1], [2, 1], [3, 3, 3], Array(0..<200), Array((0..<200).reversed()),
    Array(repeating: 7, count: 300), (0..<500).map { $0 % 3 }, (0..<999).map { $0 * 7_919 % 1_000 },
    (0..<100).map { $0 < 50 ? $0 : 100 - $0 }, [.min, .max, 0, -1, .min, .max],
  ]

  @Test(arguments: shapes) func `selection finds what sorting finds`(_ values: [Int64]) {
    let sorted = values.sorted()
    for rank in stride(from: 0, to: values.count, by: max(1, values.count / 7)) {
      var copy = values
      var span = copy.mutableSpan
      let selected = selectInPlace(&span, rank: rank, in: 0..<values.count)
      #expect(selected == sorted[rank])
      #expect(copy[..<rank].allSatisfy { $0 <= selected })
      #expect(copy[rank...].allSatisfy { $0 >= selected })
    }
  }

  @Test func `values outside the range stay where they are`() {
    var values: [Double] = [9, 5, 4, 3, 2, 1, 0]
    var span = values.mutableSpan
    #expect(selectInPlace(&span, rank: 2, in: 1..<6) == 2)
    #expect(values.first == 9)
    #expect(values.last == 0)
    #expect(values[1..<6].sorted() == [1, 2, 3, 4, 5])
  }
}

struct NearestRankTests {
  @Test func `the rank is the share of the count, rounded up`() throws {
    let p95 = try #require(QuantileFraction(95, over: 100))
    #expect(p95.nearestRank(among: 20) == 19)
    #expect(p95.nearestRank(among: 21) == 20)
    #expect(p95.nearestRank(among: 1) == 1)
    let p99 = try #require(QuantileFraction(99, over: 100))
    #expect(p99.nearestRank(among: 100) == 99)
    #expect(p99.nearestRank(among: 101) == 100)
    let median = try #require(QuantileFraction(1, over: 2))
    #expect(median.nearestRank(among: 4) == 2)
    #expect(median.nearestRank(among: 5) == 3)
  }

  @Test func `no rank drifts where floating point would`() throws {
    // 0.07 * 100 is 7.000000000000001 in floating point, and its ceiling 8.
    let share = try #require(QuantileFraction(7, over: 100))
    #expect(share.nearestRank(among: 100) == 7)
  }

  @Test func `the ends are the least and the greatest`() throws {
    #expect(try #require(QuantileFraction(0, over: 1)).nearestRank(among: 9) == 1)
    #expect(try #require(QuantileFraction(1, over: 1)).nearestRank(among: 9) == 9)
    #expect(QuantileFraction(2, over: 1) == nil)
    #expect(QuantileFraction(-1, over: 2) == nil)
    #expect(QuantileFraction(0, over: 0) == nil)
  }
}
