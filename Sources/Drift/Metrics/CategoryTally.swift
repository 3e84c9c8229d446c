/// How often each category comes in a sample, and how unevenly its units have them.
struct CategoryTally {
  private(set) var counts: [Int]
  let unitCount: Int
  let isSingle: Bool
  private var spread = UnitSpread()

  /// For each category, what its design effect needs.
  private struct UnitSpread {
    /// The squares of the units' counts of it, and those times their sizes.
    var squares: [Double] = []
    var products: [Double] = []
    var sizeSquares = 0.0
  }

  /// - Precondition: values are indices of so many categories.
  /// - Complexity: O(values + units + categories).
  init(_ sample: Sample, categoryCount: Int) {
    self.init(
      sample.values.map { Int32($0) }, UnitRuns(sample.units, unitCount: sample.unitCount),
      categoryCount: categoryCount)
  }

  /// - Precondition: codes are below the number of categories.
  /// - Complexity: O(codes + units + categories).
  init<Code: FixedWidthInteger>(_ codes: [Code], _ runs: UnitRuns, categoryCount: Int) {
    var counts = [Int](repeating: 0, count: categoryCount)
    for code in codes { counts[Int(code)] += 1 }
    self.counts = counts
    isSingle = runs.isSingle
    unitCount = runs.unitCount
    if !isSingle { spread = Self.spread(codes, runs, categoryCount) }
  }

  private static func spread<Code: FixedWidthInteger>(
    _ codes: [Code], _ runs: UnitRuns, _ categoryCount: Int
  ) -> UnitSpread {
    var squares = [Double](repeating: 0, count: categoryCount)
    var (products, own) = (squares, squares)
    var sizeSquares = 0.0
    var start = 0
    for end in runs.ends {
      let rows = start..<Int(end)
      start = Int(end)
      let size = Double(rows.count)
      sizeSquares += size * size
      for row in rows { own[Int(codes[runs.row(row)])] += 1 }
      // One square as the sum over the rows of what the unit has of their category.
      for row in rows {
        let category = Int(codes[runs.row(row)])
        squares[category] += own[category]
        products[category] += size
      }
      for row in rows { own[Int(codes[runs.row(row)])] = 0 }
    }
    return UnitSpread(squares: squares, products: products, sizeSquares: sizeSquares)
  }

  /// The mean of the design effects of the categories, by which a chi-square is to be divided.
  ///
  /// J. Rao and A. Scott (1981). Nil where it can not be told.
  var designEffect: Double? {
    guard !isSingle else { return 1 }
    let total = Double(counts.reduce(0, +))
    let units = Double(unitCount)
    let seen = counts.count { $0 > 0 }
    guard units > 1, seen > 1 else { return nil }
    var sum = 0.0
    for category in counts.indices where counts[category] > 0 {
      let share = Double(counts[category]) / total
      let rest =
        spread.squares[category] - 2 * share * spread.products[category]
        + share * share * spread.sizeSquares
      sum += units / (units - 1) * rest / (total * share)
    }
    return sum / Double(seen - 1)
  }
}

extension CategoryTally {
  /// The design effect of two samples together, at least 1.
  static func designEffect(_ baseline: Self, _ candidate: Self) -> Double {
    let known = [baseline, candidate].compactMap { tally in
      tally.designEffect.map { (effect: $0, size: Double(tally.counts.reduce(0, +))) }
    }
    let size = known.reduce(0) { $0 + $1.size }
    guard size > 0 else { return 1 }
    return max(1, known.reduce(0) { $0 + $1.effect * ($1.size / size) })
  }
}

extension UnitRuns {
  /// The row at a place of the order by units.
  fileprivate func row(_ place: Int) -> Int { rows.map { Int($0[place]) } ?? place }
}
