import Statistics

/// How often each category comes in a sample, and how unevenly its units have them; of weighted values
/// what those of each category stand for, to the nearest whole number.
struct CategoryTally {
  let counts: [Int]
  /// Units that have values; of weighted ones, how many unweighted ones would tell as much.
  let unitCount: Int
  /// Whether no unit has several values, and each stands for itself.
  let isSingle: Bool
  private let spread: CategorySpread
  /// The design effect where nothing varies: above one where values are weighted.
  private let leastEffect: Double?

  /// - Precondition: values are indices of so many categories.
  /// - Complexity: O(values + units + categories).
  init(_ sample: Sample, categoryCount: Int) {
    self.init(
      sample.values.map { Int32($0) }, UnitRuns(sample.units, unitCount: sample.unitCount),
      weights: sample.weights?.ofValues, categoryCount: categoryCount)
  }

  /// - Precondition: codes are below the number of categories, and the rows those of the units.
  /// - Complexity: O(codes + units + categories).
  init<Code: FixedWidthInteger>(
    _ codes: [Code], _ runs: UnitRuns, weights: [Double]? = nil, categoryCount: Int
  ) {
    guard let weights else {
      var counts = [Int](repeating: 0, count: categoryCount)
      for code in codes { counts[Int(code)] += 1 }
      self.counts = counts
      (isSingle, unitCount, leastEffect) = (runs.isSingle, runs.unitCount, nil)
      spread =
        runs.isSingle
        ? CategorySpread() : CategorySpread(codes, runs, categoryCount: categoryCount) { _ in 1 }
      return
    }
    var sums = [Double](repeating: 0, count: categoryCount)
    for row in codes.indices { sums[Int(codes[row])] += weights[row] }
    counts = sums.map { Int($0.rounded()) }
    isSingle = false
    spread = CategorySpread(codes, runs, categoryCount: categoryCount) { weights[$0] }
    unitCount = Int(effectiveCount(spread.sizes))
    let effective = effectiveCount(weights)
    leastEffect = effective > 0 ? weights.reduce(0, +) / effective : nil
  }

  /// The mean of the design effects of the categories, by which a chi-square is to be divided.
  ///
  /// J. Rao and A. Scott (1981). Nil where it can not be told.
  var designEffect: Double? {
    guard !isSingle else { return 1 }
    let total = Double(counts.reduce(0, +))
    let units = Double(unitCount)
    let seen = counts.count { $0 > 0 }
    guard units > 1, seen > 1 else { return leastEffect }
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

/// What the design effects of categories need of the units.
private struct CategorySpread {
  /// For each category the squares of the units' counts of it, and those times their sizes.
  private(set) var squares: [Double] = []
  private(set) var products: [Double] = []
  private(set) var sizeSquares = 0.0
  /// Of units that have values.
  private(set) var sizes: [Double] = []

  init() {}

  init<Code: FixedWidthInteger>(
    _ codes: [Code], _ runs: UnitRuns, categoryCount: Int, _ weight: (_ row: Int) -> Double
  ) {
    squares = Array(repeating: 0, count: categoryCount)
    products = squares
    var own = squares
    var start = 0
    for end in runs.ends {
      let places = start..<Int(end)
      start = Int(end)
      guard !places.isEmpty else { continue }
      var size = 0.0
      for place in places {
        let row = runs.row(place)
        own[Int(codes[row])] += weight(row)
        size += weight(row)
      }
      sizes.append(size)
      sizeSquares += size * size
      // A square is the sum over the rows of what the unit has of their category.
      for place in places {
        let row = runs.row(place)
        let category = Int(codes[row])
        squares[category] += weight(row) * own[category]
        products[category] += weight(row) * size
      }
      for place in places { own[Int(codes[runs.row(place)])] = 0 }
    }
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
