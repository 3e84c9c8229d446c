import Statistics

/// Finds two attributes that together explain what neither does alone: one tenant of one model became
/// slow.
struct PairSearch {
  let pairs: [PairInput]
  /// Of the metric's values.
  let deviation: Double
  let options: ComparisonOptions

  /// Values that a cell has on both sides together at least, to count.
  static let leastSupport = 30.0
  /// A pair that makes less of the difference beyond its parts is none worth telling.
  private static let leastPart = 0.1
  private static let draws = 199
  private static let rounds = 20
  /// Of draws, which begin with the fit of what they are drawn from.
  private static let drawnRounds = 4

  /// A pair of attributes, and how its cells stand to what the attributes make alone.
  private struct Candidate: Sendable {
    let pair: PairInput
    let supported: [Int]
    let fit: PairFit
    let seen: Double
  }

  /// The pairs that explain clearly more than their parts do, those that stand out the most first.
  func found() -> [PairInput] {
    let candidates = pairs.compactMap { pair -> Candidate? in
      let supported = pair.table.supported(leastCount: Self.leastSupport)
      // Two values of either attribute at least, or there is nothing to be made together.
      guard Set(supported.map { $0 / pair.table.columnCount }).count > 1,
        Set(supported.map { $0 % pair.table.columnCount }).count > 1
      else { return nil }
      let fit = PairFit(pair.table, supported, rounds: Self.rounds)
      return Candidate(
        pair: pair, supported: supported, fit: fit, seen: pair.table.beyondParts(fit, supported))
    }
    guard candidates.contains(where: { $0.seen >= Self.leastPart * abs($0.pair.difference) })
    else { return [] }
    let laws = candidates.enumerated().map { index, candidate in
      Self.law(
        candidate, deviation, seed: options.seed &+ UInt64(index) &* 0x9E37_79B9 &+ 0xC0FF_EE)
    }
    let standing = StandingNull(laws)
    let limit = standing.limit(alpha: options.alpha)
    let told = candidates.indices.filter { index in
      let candidate = candidates[index]
      return candidate.seen >= Self.leastPart * abs(candidate.pair.difference)
        && standing.of(candidate.seen, index) > limit
    }
    return told.sorted { left, right in
      let one = standing.of(candidates[left].seen, left)
      let other = standing.of(candidates[right].seen, right)
      return one != other ? one > other : left < right
    }.map { candidates[$0].pair }
  }

  /// What a pair seems to make beyond its parts where it makes nothing.
  private static func law(_ candidate: Candidate, _ deviation: Double, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    func normal() -> Double {
      NormalDistribution.quantile((Double(generator.next() >> 11) + 0.5) * 0x1p-53)
    }
    let table = candidate.pair.table
    return (0..<draws).map { _ in
      var drawn = table
      for place in table.cells.indices {
        let cell = table.cells[place]
        let total = cell.n + cell.m
        guard total > 0 else { continue }
        let share = min(1, max(0, candidate.fit.candidateCounts[place] / total))
        let spread = (total * share * (1 - share) * candidate.pair.designEffect).squareRoot()
        let count = min(total, max(0, total * share + spread * normal()))
        drawn.cells[place].m = count
        drawn.cells[place].n = total - count
        if cell.n > 0 {
          drawn.cells[place].before = cell.before + deviation / cell.n.squareRoot() * normal()
        }
        if cell.m > 0 {
          drawn.cells[place].after =
            candidate.fit.means[place] + deviation / cell.m.squareRoot() * normal()
        }
      }
      let fit = PairFit(drawn, candidate.supported, rounds: drawnRounds, start: candidate.fit)
      return drawn.beyondParts(fit, candidate.supported)
    }
  }
}

/// Two attributes' values as one: a metric's counts and means of each combination.
struct PairInput: Sendable {
  var cause: CauseInput
  var table: PairTable
  /// By how many times the counts vary more than those of independent values.
  var designEffect: Double
  var difference: Double
}
