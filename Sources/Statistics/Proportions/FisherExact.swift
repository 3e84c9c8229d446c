extension ProportionComparison {
  /// The p-value of Fisher's exact test, two-sided: the probability, with the margins as they are,
  /// of a table that is at most as probable as the one seen.
  ///
  /// Probabilities within a relative 1e-10 of each other count as equal, since rounding tells them no
  /// better apart. Both tails are summed
  /// from where they begin, so that the result is right in relative terms.
  /// - Complexity: O(log n) to find the other tail, and one division for each term that counts.
  package var fisherExact: Double {
    let table = HypergeometricTable(
      good: baseline.events + candidate.events, draws: candidate.trials,
      total: baseline.trials + candidate.trials)
    let seen = table.logProbability(candidate.events)
    let limit = seen + 1e-10
    let mode = table.mode
    guard seen < table.logProbability(mode) - 1e-10 else { return 1 }
    if candidate.events < mode {
      let other = table.first(from: mode, by: 1) { $0 <= limit }
      return min(1, table.sum(from: candidate.events, by: -1) + table.sum(from: other, by: 1))
    }
    let other = table.first(from: mode, by: -1) { $0 <= limit }
    return min(1, table.sum(from: candidate.events, by: 1) + table.sum(from: other, by: -1))
  }
}

/// The distribution of one cell of a 2×2 table whose margins are fixed.
private struct HypergeometricTable {
  let good: Int
  let draws: Int
  let total: Int

  /// What the cell can be.
  var range: ClosedRange<Int> { max(0, draws - (total - good))...min(good, draws) }

  /// The most probable cell.
  var mode: Int {
    let most = Int(Double(good + 1) * (Double(draws + 1) / Double(total + 2)))
    return min(max(most, range.lowerBound), range.upperBound)
  }

  func logProbability(_ cell: Int) -> Double {
    logHypergeometricProbability(cell, draws: draws, good: good, bad: total - good)
  }

  /// The cell nearest to `start`, in a direction, whose log-probability fulfils a condition that holds
  /// from there on; one past the last if none does.
  func first(from start: Int, by step: Int, where condition: (Double) -> Bool) -> Int {
    let end = step > 0 ? range.upperBound : range.lowerBound
    var (low, high) = (0, abs(end - start) + 1)
    while low < high {
      let middle = (low + high) / 2
      if condition(logProbability(start + step * middle)) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return start + step * low
  }

  /// The probability of a cell and all beyond it, where probabilities fall.
  func sum(from start: Int, by step: Int) -> Double {
    guard range.contains(start) else { return 0 }
    var cell = start
    var term = 1.0
    var sum = 1.0
    while range.contains(cell + step) {
      term *= step > 0 ? ratio(above: cell) : 1 / ratio(above: cell - 1)
      cell += step
      let previous = sum
      sum += term
      if sum == previous { break }
    }
    return exponential(logProbability(start)) * sum
  }

  /// The probability of the next greater cell over that of this one.
  private func ratio(above cell: Int) -> Double {
    Double(good - cell) / Double(cell + 1) * Double(draws - cell)
      / Double(total - good - draws + cell + 1)
  }
}
