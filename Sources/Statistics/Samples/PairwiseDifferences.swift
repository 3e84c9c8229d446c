/// All differences between a value of one sample and a value of another, in ascending order, without
/// storing them.
///
/// In a matrix with a row for each value of the baseline, from the greatest down, rows and columns
/// ascend, and the differences below a bound lie under a staircase that one walk of n + m steps
/// follows. Rounding a difference keeps the order, so that this holds of the computed differences.
struct PairwiseDifferences {
  private let baseline: [Double]
  private let candidate: [Double]

  init(baseline: SortedSample, candidate: SortedSample) {
    self.baseline = baseline.values
    self.candidate = candidate.values
  }

  var count: Int { baseline.count * candidate.count }

  /// Differences that a sample of them is drawn from to guess the next bounds.
  private static let probeCount = 1_024

  /// The difference of a rank, from 1 up.
  ///
  /// Each round draws differences at random from those between the bounds, and takes two around the
  /// rank as the next bounds, as R. Floyd and R. Rivest do for lists (1975); some four rounds narrow
  /// 10¹² differences down to n + m, which are then gathered.
  func value(ofRank rank: Int) -> Double {
    precondition(rank >= 1 && rank <= count, "a rank among the differences")
    var generator = SplitMix64(seed: UInt64(rank))
    var window = Window()
    window.countAbove = count
    while window.countAbove - window.countBelow > max(4_096, baseline.count + candidate.count) {
      let probes = probes(in: window, using: &generator)
      let share = Double(rank - window.countBelow) / Double(window.countAbove - window.countBelow)
      let centre = share * Double(probes.count)
      let margin = 3 * (Double(probes.count) * share * (1 - share)).squareRoot() + 1
      for place in [centre - margin, centre + margin] {
        let probe = probes[min(max(Int(place), 0), probes.count - 1)]
        guard window.low < probe, probe < window.high else { continue }
        let (less, upTo) = counts(of: probe)
        if less < rank && rank <= upTo { return probe }
        if upTo < rank {
          (window.low, window.countBelow) = (probe, upTo)
        } else {
          (window.high, window.countAbove) = (probe, less)
        }
      }
    }
    var rest = gathered(in: window)
    let index = rank - window.countBelow - 1
    let range = rest.indices
    var span = rest.mutableSpan
    return selectInPlace(&span, rank: index, in: range)
  }

  /// The differences strictly between two bounds.
  private struct Window {
    var low = -Double.infinity
    /// How many differences are at most `low`.
    var countBelow = 0
    var high = Double.infinity
    /// How many differences are less than `high`.
    var countAbove = 0
  }

  /// How many differences are less than a bound, and how many at most it.
  private func counts(of bound: Double) -> (less: Int, upTo: Int) {
    var (less, upTo) = (0, 0)
    var (lessColumn, upToColumn) = (0, 0)
    for value in baseline {
      while lessColumn < candidate.count, candidate[lessColumn] - value < bound { lessColumn += 1 }
      while upToColumn < candidate.count, candidate[upToColumn] - value <= bound { upToColumn += 1 }
      less += lessColumn
      upTo += upToColumn
    }
    return (less, upTo)
  }

  /// Calls `body` with each row's columns between the bounds.
  private func forEachRow(
    in window: Window, _ body: (_ value: Double, _ columns: Range<Int>) -> Void
  ) {
    var (start, end) = (0, 0)
    for value in baseline {
      while start < candidate.count, candidate[start] - value <= window.low { start += 1 }
      end = max(end, start)
      while end < candidate.count, candidate[end] - value < window.high { end += 1 }
      body(value, start..<end)
    }
  }

  /// Differences drawn from those in a window with equal chances, in ascending order.
  private func probes(in window: Window, using generator: inout SplitMix64) -> [Double] {
    let total = window.countAbove - window.countBelow
    let places = (0..<Self.probeCount).map { _ in generator.next(below: total) }.sorted()
    var probes: [Double] = []
    probes.reserveCapacity(places.count)
    var passed = 0
    forEachRow(in: window) { value, columns in
      while probes.count < places.count, places[probes.count] < passed + columns.count {
        let column = columns.lowerBound + places[probes.count] - passed
        probes.append(candidate[column] - value)
      }
      passed += columns.count
    }
    probes.sort()
    return probes
  }

  private func gathered(in window: Window) -> [Double] {
    var rest: [Double] = []
    rest.reserveCapacity(window.countAbove - window.countBelow)
    forEachRow(in: window) { value, columns in
      for column in columns { rest.append(candidate[column] - value) }
    }
    return rest
  }
}
