import Drift
import Foundation
import Statistics
import Testing

/// Metrics of odd data.
struct MetricTests {
  private static let kinds: [MetricInput.Kind] = [
    .distribution, .quantile(50, over: 100), .quantile(95, over: 100), .quantile(0, over: 1),
    .quantile(1, over: 1), .mean, .meanOfSums, .share, .categories(["a", "b"]),
  ]

  private func metric(
    _ kind: MetricInput.Kind, _ baseline: Sample, _ candidate: Sample, isPaired: Bool = false
  ) -> MetricInput {
    MetricInput(
      name: "m", kind: kind, unit: .number, better: .lower, baseline: baseline,
      candidate: candidate, isPaired: isPaired)
  }

  @Test func `every report of odd data is one, and can be written as JSON`() throws {
    let huge = Double.greatestFiniteMagnitude
    let tiny = Double.leastNonzeroMagnitude
    let lists: [[Double]] = [
      [], [1], [1, 1], [0, 1], [Double](repeating: 1, count: 250),
      (0..<250).map { $0 % 2 == 0 ? 0 : 1 }, [Double](repeating: 0, count: 40),
    ]
    let numbers: [[Double]] = [
      [huge], [-huge, huge], (0..<250).map { $0 % 2 == 0 ? huge : -huge },
      (0..<250).map { 1e15 + Double($0) }, (0..<250).map { Double($0) * tiny },
      (0..<250).map { -Double($0) }, (0..<50).map { pow(10, Double($0) * 6) },
    ]
    var options = ComparisonOptions()
    options.resamples = 20
    for kind in Self.kinds {
      var all = lists
      switch kind {
      case .share, .categories: break
      default: all += numbers
      }
      for first in all {
        for second in all {
          let one = report([metric(kind, .single(first), .single(second))], options)
          #expect(throws: Never.self) { try JSONEncoder().encode(one) }
          if first.count == second.count {
            let paired = report(
              [metric(kind, .single(first), .single(second), isPaired: true)], options)
            #expect(throws: Never.self) { try JSONEncoder().encode(paired) }
          }
        }
      }
    }
  }

  @Test func `categories of pairs are told apart by what moved`() throws {
    func pairs(_ moves: [(from: Int, to: Int, count: Int)]) -> MetricInput {
      let rows = moves.flatMap { move in Array(repeating: (move.from, move.to), count: move.count) }
      return metric(
        .categories(["a", "b", "c"]), .single(rows.map { Double($0.0) }),
        .single(rows.map { Double($0.1) }), isPaired: true)
    }
    let stays = [(0, 0, 400), (1, 1, 300), (2, 2, 200)].map { (from: $0.0, to: $0.1, count: $0.2) }
    let moved = try only(pairs(stays + [(0, 1, 170), (1, 0, 5), (1, 2, 60), (2, 0, 8)]))
    #expect(moved.test == "Stuart-Maxwell" && moved.verdict == .changed)
    #expect(abs(try #require(moved.effect?.value) - 157.0 / 1_143) < 1e-12)
    #expect(moved.plot?.categories.map(\.value) == ["a", "b", "c"])
    let same = try only(pairs(stays + [(0, 1, 12), (1, 0, 12), (1, 2, 11), (2, 1, 11)]))
    #expect(same.p == 1 && same.verdict == .equivalent && same.effect?.value == 0)
    let two = try only(pairs([(0, 0, 60), (1, 1, 30), (0, 1, 9)]))
    #expect(two.test == "McNemar")
    #expect(abs(try #require(two.p) - 2 / pow(2, 9)) < 1e-12)
    let sparse = try only(pairs([(0, 0, 60), (0, 1, 4), (1, 2, 5), (2, 2, 20)]))
    #expect(sparse.test == "permutation")
    let few = try only(pairs([(0, 1, 49)]))
    #expect(few.verdict == .insufficient && few.needed == 1)
  }

  @Test func `an empty side is insufficient, and said to be empty`() throws {
    let full = Sample.single((0..<250).map { Double($0 % 2) })
    for kind in Self.kinds {
      let one = report([metric(kind, full, .single([]))])
      #expect(one.metrics.first?.verdict == .insufficient)
      #expect(one.notes.contains("The candidate is empty."))
      #expect(one.metrics.first?.p == nil)
    }
  }

  @Test func `great numbers lose nothing of their differences`() throws {
    var source = InventedNumbers(seed: 3)
    let values = (0..<200).map { _ in (100 * source.normal()).rounded() }
    let (near, far) = ([values, values.map { $0 + 50 }], 1e15)
    for kind in [MetricInput.Kind.distribution, .quantile(1, over: 2), .mean] {
      let plain = try only(metric(kind, .single(near[0]), .single(near[1])))
      let moved = try only(
        metric(kind, .single(near[0].map { $0 + far }), .single(near[1].map { $0 + far })))
      #expect(plain.effect?.value == 50)
      #expect(moved.effect?.value == 50)
      #expect(moved.effect?.low == plain.effect?.low || kind == .mean)
      #expect(moved.p == plain.p || kind == .mean)
    }
  }

  @Test func `a category that all of a side has anew is a change`() throws {
    let before = Sample.single([Double](repeating: 0, count: 80))
    let after = Sample.single([Double](repeating: 1, count: 80))
    let comparison = try only(metric(.categories(["old", "new"]), before, after))
    #expect(comparison.verdict == .changed)
    #expect(comparison.effect?.value == 1)
    #expect(
      comparison.plot?.categories == [
        .init(value: "new", baseline: 0, candidate: 80),
        .init(value: "old", baseline: 80, candidate: 0),
      ])
  }

  @Test func `where most values are equal their means are compared`() throws {
    let before = Sample.single((0..<1_000).map { $0 % 10 == 0 ? 1 : 0 })
    let after = Sample.single((0..<1_000).map { $0 % 4 == 0 ? 1 : 0 })
    let tied = report([metric(.distribution, before, after)])
    let comparison = try #require(tied.metrics.first)
    #expect(comparison.effect?.name == "mean_difference")
    #expect(abs((comparison.effect?.value ?? 0) - 0.15) < 1e-15)
    #expect(comparison.test == "Welch")
    #expect(comparison.verdict == .regressed)
    #expect(tied.notes.contains { $0.contains("are equal") })
  }

  @Test func `values of one unit do not count as independent`() throws {
    // Each unit has ten values that are the same: there is no more to know than of one each.
    var source = InventedNumbers(seed: 5)
    let units = (0..<80).map { _ in source.exponential(source.normal()) }
    let others = (0..<80).map { _ in source.exponential(source.normal()) }
    func repeated(_ values: [Double], _ times: Int) -> Sample {
      Sample(
        values: values.flatMap { Array(repeating: $0, count: times) },
        units: values.indices.flatMap { Array(repeating: Int32($0), count: times) },
        unitCount: values.count)
    }
    for kind in [MetricInput.Kind.distribution, .mean] {
      let once = try only(metric(kind, .single(units), .single(others)))
      let tenfold = try only(metric(kind, repeated(units, 10), repeated(others, 10)))
      #expect(abs(try #require(tenfold.p) - (try #require(once.p))) < 1e-12)
      let (low, other) = (try #require(once.effect?.low), try #require(tenfold.effect?.low))
      #expect(abs(low - other) < 1e-12)
      #expect(tenfold.needed == once.needed)
    }
    let flags = [units, others].map { $0.map { $0 > 1.3 ? 1.0 : 0.0 } }
    let once = try only(metric(.share, .single(flags[0]), .single(flags[1])))
    let tenfold = try only(metric(.share, repeated(flags[0], 10), repeated(flags[1], 10)))
    #expect(abs(try #require(tenfold.p) - (try #require(once.p))) < 0.01)
    let both = report([metric(.distribution, repeated(units, 10), repeated(others, 10))])
    #expect(both.notes.contains { $0.contains("several values") })
  }

  @Test func `pairs find what the spread between inputs hides`() throws {
    var source = InventedNumbers(seed: 6)
    let before = (0..<100).map { _ in source.exponential(2 * source.normal()) }
    let after = before.map { $0 * source.exponential(0.1 * source.normal() + 0.15) }
    let apart = try only(metric(.distribution, .single(before), .single(after)))
    #expect(apart.verdict == .inconclusive)
    var paired = metric(.distribution, .single(before), .single(after), isPaired: true)
    paired.tolerance = .relative(0.01)
    let together = report([paired])
    #expect(together.metrics.first?.verdict == .regressed)
    #expect(together.metrics.first?.test == "Wilcoxon")
    #expect(together.method.unit == "pair")
  }

  @Test func `a plot counts every value once`() throws {
    var source = InventedNumbers(seed: 8)
    let samples: [[Double]] = [
      (0..<500).map { _ in source.exponential(2 * source.normal()) },
      (0..<500).map { _ in source.normal() }, (0..<500).map { _ in Double(source.index(below: 6)) },
      [3], [7, 7, 7], [1e-9, 1, 1e9],
    ]
    for first in samples {
      for second in samples {
        let comparison = try only(metric(.distribution, .single(first), .single(second)))
        let plot = try #require(comparison.plot)
        #expect(plot.baselineBins.reduce(0, +) == first.count)
        #expect(plot.candidateBins.reduce(0, +) == second.count)
        #expect(plot.edges.count == plot.baselineBins.count + 1)
        #expect(plot.edges.count <= 41)
        #expect(zip(plot.edges, plot.edges.dropFirst()).allSatisfy { $0 < $1 })
        #expect(plot.baselineQuantiles.count == 101)
        #expect(plot.baselineQuantiles.first == first.min())
        #expect(plot.candidateQuantiles.last == second.max())
      }
    }
  }

  @Test func `the same input gives the same report`() throws {
    let input = ComparisonInput.invented(Behaviour(), Behaviour(), Size(60, 70), seed: 9)
    #expect(ComparisonReport(input) == ComparisonReport(input))
  }
}
