/// All differences between a value of one sample and a value of another, in ascending order, without
/// storing them.
///
/// In a matrix with a row for each value of the baseline, from the least up, and a column for each of
/// the candidate's, differences fall along columns and rise along rows. Those up to a bound lie under
/// a staircase that one walk of n + m steps follows. Rounding a difference keeps the order, so that
/// this holds of the differences as computed.
struct PairwiseDifferences {
  private let baseline: [Double]
  private let candidate: [Double]

  init(baseline: SortedSample, candidate: SortedSample) {
    self.baseline = baseline.values
    self.candidate = candidate.values
  }

  var count: Int { baseline.count * candidate.count }

  /// The differences above `low` and up to `high`; those of any rank from `countBelow` on.
  struct Window {
    var low = -Double.infinity
    /// How many differences are at most `low`; of none, `low` does not count.
    var countBelow = 0
    var high = Double.infinity
    /// How many differences are at most `high`.
    var countUpTo: Int

    var count: Int { countUpTo - countBelow }
  }

  /// All differences.
  var whole: Window { Window(countUpTo: count) }

  /// A window not much larger than it takes to hold some ranks, found once for all of them.
  func window(holding ranks: ClosedRange<Int>) -> Window {
    var window = whole
    var generator = SplitMix64(seed: UInt64(ranks.lowerBound))
    for _ in 0..<2 where window.count > gatheredCount {
      _ = narrow(&window, to: ranks, using: &generator)
    }
    return window
  }

  /// The difference of a rank, from 1 up, that a window holds.
  ///
  /// Each round draws differences at random from those in the window, and takes two around the rank as
  /// its next bounds, as R. Floyd and R. Rivest do for lists (1975). Four rounds narrow 10¹²
  /// differences down to n + m, which are then gathered.
  func value(ofRank rank: Int, in start: Window) -> Double {
    precondition(rank > start.countBelow && rank <= start.countUpTo, "a rank in the window")
    var window = start
    var generator = SplitMix64(seed: UInt64(rank))
    while window.count > gatheredCount {
      if narrow(&window, to: rank...rank, using: &generator) { continue }
      // Many differences equal the upper bound: is it the one?
      let below = window.high.nextDown
      guard below < window.high else { return window.high }
      let count = count(upTo: below)
      if count < rank { return window.high }
      (window.high, window.countUpTo) = (below, count)
    }
    var rest = gathered(in: window)
    let range = rest.indices
    var span = rest.mutableSpan
    return selectInPlace(&span, rank: rank - window.countBelow - 1, in: range)
  }

  /// The difference one rank above that of `value`, which has `rank`.
  func value(after value: Double, ofRank rank: Int) -> Double {
    guard count(upTo: value) == rank else { return value }
    var least = Double.infinity
    var column = 0
    for start in baseline {
      while column < candidate.count, candidate[column] - start <= value { column += 1 }
      if column < candidate.count { least = min(least, candidate[column] - start) }
    }
    return least
  }

  /// So many differences are rather gathered than narrowed down.
  private var gatheredCount: Int { max(4_096, (baseline.count + candidate.count) / 2) }

  /// Differences that are drawn to guess the next bounds; some steps of a walk's worth.
  private var probeCount: Int { min(16_384, max(512, (baseline.count + candidate.count) / 64)) }

  /// Moves the bounds towards ranks; false if both guesses were the upper bound.
  private func narrow(
    _ window: inout Window, to ranks: ClosedRange<Int>, using generator: inout SplitMix64
  ) -> Bool {
    let probes = probes(in: window, using: &generator)
    let size = Double(probes.count)
    func place(_ rank: Int, margins: Double) -> Int {
      let share = min(1, max(0, Double(rank - window.countBelow) / Double(window.count)))
      // Three standard deviations of the share below the rank.
      let margin = 3 * (size * share * (1 - share)).squareRoot() + 1
      return min(max(Int(share * size + margins * margin), 0), probes.count - 1)
    }
    let guesses = [
      probes[place(ranks.lowerBound, margins: -1)], probes[place(ranks.upperBound, margins: 1)],
    ]
    var hasMoved = false
    for guess in guesses where guess < window.high {
      // Without differences below it, the lower bound rules out none, not even -∞.
      guard window.countBelow == 0 || window.low < guess else { continue }
      let count = count(upTo: guess)
      if count >= ranks.upperBound {
        (window.high, window.countUpTo) = (guess, count)
        hasMoved = true
      } else if count < ranks.lowerBound {
        (window.low, window.countBelow) = (guess, count)
        hasMoved = true
      }
    }
    return hasMoved
  }

  /// How many differences are at most a bound.
  private func count(upTo bound: Double) -> Int {
    let (rows, columns) = (baseline.span, candidate.span)
    var (row, column, total) = (0, 0, 0)
    while row < rows.count && column < columns.count {
      // No branch: on which side of the bound a step falls can not be predicted.
      let isRight = columns[column] - rows[row] <= bound ? 1 : 0
      total &+= (1 &- isRight) &* column
      column &+= isRight
      row &+= 1 &- isRight
    }
    return total + (rows.count - row) * columns.count
  }

  /// Calls `body` with each row's columns in the window.
  private func forEachRow(
    in window: Window, _ body: (_ value: Double, _ columns: Range<Int>) -> Void
  ) {
    let columns = candidate.span
    var (start, end) = (0, 0)
    let hasLow = window.countBelow > 0
    for value in baseline {
      while hasLow, start < columns.count, columns[start] - value <= window.low { start &+= 1 }
      if end < start { end = start }
      while end < columns.count, columns[end] - value <= window.high { end &+= 1 }
      body(value, start..<end)
    }
  }

  /// Differences drawn from those in a window with equal chances, in ascending order.
  private func probes(in window: Window, using generator: inout SplitMix64) -> [Double] {
    let total = window.count
    let places = (0..<probeCount).map { _ in generator.next(below: total) }.sorted()
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
    rest.reserveCapacity(window.count)
    forEachRow(in: window) { value, columns in
      for column in columns { rest.append(candidate[column] - value) }
    }
    return rest
  }
}
