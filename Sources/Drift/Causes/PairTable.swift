import Statistics

/// The cells of two attributes' values: how many values each side has there, and their means.
struct PairTable: Sendable {
  let rowCount: Int
  let columnCount: Int
  /// Row by row.
  var cells: [Cell]

  struct Cell: Sendable {
    /// Counts.
    var n = 0.0
    var m = 0.0
    /// Means.
    var before = 0.0
    var after = 0.0
  }

  init(rowCount: Int, columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    cells = Array(repeating: Cell(), count: rowCount * columnCount)
  }

  /// The places of the cells that have so many values on both sides together, and some on each.
  func supported(leastCount: Double) -> [Int] {
    cells.indices.filter {
      cells[$0].n > 0 && cells[$0].m > 0 && cells[$0].n + cells[$0].m >= leastCount
    }
  }
}

/// What a table would be if each attribute made its own part of the difference, and the two of them
/// together no more.
///
/// Of the counts, the same odds ratios on both sides: the log-linear law without an interaction of
/// three, by iterative proportional fitting (W. Deming and F. Stephan, 1940). Of the means, one factor
/// for each value of either attribute, where all are positive, and else one addend: least squares by the
/// precision of the cells.
struct PairFit: Sendable {
  /// For each cell, how many of its values are the candidate's.
  private(set) var candidateCounts: [Double]
  /// For each cell, the candidate's mean.
  private(set) var means: [Double]
  /// What each row and each column has of the change of the means: of logarithms where factors are
  /// fitted.
  private var rowChanges: [Double]
  private var columnChanges: [Double]
  private let isFactor: Bool

  /// `start` is the fit of a table that is much like this one.
  init(_ table: PairTable, _ supported: [Int], rounds: Int, start: PairFit? = nil) {
    candidateCounts = Self.counts(table, rounds: rounds, start: start)
    isFactor =
      start?.isFactor
      ?? supported.allSatisfy {
        table.cells[$0].before > 0 && table.cells[$0].after > 0
      }
    rowChanges = start?.rowChanges ?? Array(repeating: 0, count: table.rowCount)
    columnChanges = start?.columnChanges ?? Array(repeating: 0, count: table.columnCount)
    means = table.cells.map(\.after)
    fitMeans(table, supported, rounds: rounds)
  }

  private static func counts(_ table: PairTable, rounds: Int, start: PairFit?) -> [Double] {
    let total = table.cells.map { $0.n + $0.m }
    let all = total.reduce(0, +)
    let share = all > 0 ? table.cells.reduce(0) { $0 + $1.m } / all : 0
    var after = start?.candidateCounts ?? total.map { $0 * share }
    for place in after.indices { after[place] = min(after[place], total[place]) }
    var before = zip(total, after).map { $0 - $1 }
    let (rows, columns) = (table.rowCount, table.columnCount)
    for _ in 0..<rounds {
      for byRow in [true, false] {
        let groupCount = byRow ? rows : columns
        var wanted = [(n: Double, m: Double)](repeating: (0, 0), count: groupCount)
        var held = wanted
        for place in total.indices {
          let group = byRow ? place / columns : place % columns
          wanted[group].n += table.cells[place].n
          wanted[group].m += table.cells[place].m
          held[group].n += before[place]
          held[group].m += after[place]
        }
        for place in total.indices {
          let group = byRow ? place / columns : place % columns
          if held[group].n > 0 { before[place] *= wanted[group].n / held[group].n }
          if held[group].m > 0 { after[place] *= wanted[group].m / held[group].m }
        }
      }
      for place in total.indices {
        let sum = before[place] + after[place]
        guard sum > 0 else { continue }
        before[place] *= total[place] / sum
        after[place] *= total[place] / sum
      }
    }
    return after
  }

  private mutating func fitMeans(_ table: PairTable, _ supported: [Int], rounds: Int) {
    let columns = table.columnCount
    let points = supported.map { place -> (place: Int, change: Double, weight: Double) in
      let cell = table.cells[place]
      let precision = cell.n * cell.m / (cell.n + cell.m)
      guard isFactor else { return (place, cell.after - cell.before, precision) }
      // Draws may have means that are none of a logarithm.
      let ratio = cell.after / cell.before
      let level = (cell.before + cell.after) / 2
      return (place, ratio > 0 ? logarithm(ratio) : 0, precision * level * level)
    }
    for _ in 0..<rounds {
      for byRow in [true, false] {
        var sums = [Double](repeating: 0, count: byRow ? table.rowCount : columns)
        var weights = sums
        for point in points {
          let (row, column) = (point.place / columns, point.place % columns)
          let other = byRow ? columnChanges[column] : rowChanges[row]
          sums[byRow ? row : column] += point.weight * (point.change - other)
          weights[byRow ? row : column] += point.weight
        }
        for place in sums.indices where weights[place] > 0 {
          if byRow {
            rowChanges[place] = sums[place] / weights[place]
          } else {
            columnChanges[place] = sums[place] / weights[place]
          }
        }
      }
    }
    for point in points {
      let change = rowChanges[point.place / columns] + columnChanges[point.place % columns]
      let before = table.cells[point.place].before
      means[point.place] = isFactor ? before * exponential(change) : before + change
    }
  }
}

extension PairTable {
  /// How much of the difference of the means both attributes make together beyond what each makes.
  func beyondParts(_ fit: PairFit, _ supported: [Int]) -> Double {
    let (n, m) = (cells.reduce(0) { $0 + $1.n }, cells.reduce(0) { $0 + $1.m })
    guard n > 0, m > 0 else { return 0 }
    var (mix, within) = (0.0, 0.0)
    for place in supported {
      let cell = cells[place]
      let total = cell.n + cell.m
      let (before, after) = (cell.n / n, cell.m / m)
      let (fitBefore, fitAfter) = (
        (total - fit.candidateCounts[place]) / n, fit.candidateCounts[place] / m
      )
      mix += (after - before - (fitAfter - fitBefore)) * (cell.before + cell.after) / 2
      within += (before + after) / 2 * abs(cell.after - fit.means[place])
    }
    return abs(mix) + within / 2
  }
}
