/// Ranges of numbers that follow each other: what is below the first edge, from each edge up to the
/// next one, and from the last edge on.
struct NumberBins: Hashable, Sendable {
  /// What the numbers are: whole ones, with or without a unit, or doubles.
  let type: ValueType
  /// Ascending; the edges, or of doubles integers that order as they do.
  private let keys: [Int64]

  /// Bins of a type's edges, which ascend.
  init(type: ValueType, edges: [Value]) {
    self.type = type
    keys = edges.map { edge in
      if case .double(let number) = edge { number.orderedKey } else { edge.wholeNumber ?? 0 }
    }
  }

  /// The number of each row's bin, from 0; null where the row has no number.
  func places(of values: RowValues) throws(QueryError) -> RowValues {
    guard type == .double else {
      let (numbers, validity) = try values.asIntegers()
      return RowValues(type: .integer, .integers(numbers.map(place)), validity: validity)
    }
    let (numbers, validity) = try values.asDoubles()
    // Adding zero makes one zero of the two.
    let places = numbers.map { place(of: ($0 + 0).orderedKey) }
    return RowValues(type: .integer, .integers(places), validity: validity)
  }

  /// There are a dozen edges at most, so that looking at each beats halving.
  private func place(of key: Int64) -> Int64 {
    var place: Int64 = 0
    for edge in keys where edge <= key { place += 1 }
    return place
  }
}
