/// How often each category comes in a sample, and how unevenly its units have them.
struct CategoryTally {
  private(set) var counts: [Int]
  let unitCount: Int
  let isSingle: Bool
  /// For each category: the squares of the units' counts of it, and those times their sizes.
  private var squares: [Double]
  private var products: [Double]
  private var sizeSquares = 0.0

  /// - Precondition: values are indices of so many categories.
  /// - Complexity: O(values + units + categories).
  init(_ sample: Sample, categoryCount: Int) {
    counts = [Int](repeating: 0, count: categoryCount)
    squares = [Double](repeating: 0, count: categoryCount)
    products = squares
    for value in sample.values { counts[Int(value)] += 1 }
    let sums = UnitSums(sample)
    isSingle = sums.isSingle
    unitCount = sums.unitCount
    if !isSingle { addSquares(sample) }
  }

  private mutating func addSquares(_ sample: Sample) {
    var ends = [Int](repeating: 0, count: sample.unitCount + 1)
    for unit in sample.units { ends[Int(unit) + 1] += 1 }
    for unit in 0..<sample.unitCount { ends[unit + 1] += ends[unit] }
    var places = ends
    var byUnit = [Int](repeating: 0, count: sample.values.count)
    for (value, unit) in zip(sample.values, sample.units) {
      byUnit[places[Int(unit)]] = Int(value)
      places[Int(unit)] += 1
    }
    var own = [Int](repeating: 0, count: counts.count)
    for unit in 0..<sample.unitCount {
      let values = byUnit[ends[unit]..<ends[unit + 1]]
      let size = Double(values.count)
      sizeSquares += size * size
      for value in values { own[value] += 1 }
      for value in values where own[value] > 0 {
        let count = Double(own[value])
        squares[value] += count * count
        products[value] += count * size
        own[value] = 0
      }
    }
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
        squares[category] - 2 * share * products[category] + share * share * sizeSquares
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
