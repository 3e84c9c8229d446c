/// What a tree field is of each span of a forest.
struct TreeValues {
  enum Numbers {
    /// Whole numbers with the field's unit; booleans as 0 and 1.
    case integers([Int64])
    case doubles([Double])
  }

  var numbers: Numbers
  /// Positions with a value; nil when all have.
  var validity: [Bool]?

  init(_ integers: [Int64], validity: [Bool]? = nil) {
    numbers = .integers(integers)
    self.validity = validity
  }

  init(_ doubles: [Double], validity: [Bool]? = nil) {
    numbers = .doubles(doubles)
    self.validity = validity
  }

  func isValid(_ position: Int) -> Bool { validity.map { $0[position] } ?? true }
}

/// Numbers of the spans of a forest, by position.
struct SpanNumbers {
  var numbers: [Int64]
  /// Positions that have one; nil when all have.
  var validity: [Bool]?

  subscript(position: Int) -> Int64? {
    validity.map { $0[position] } ?? true ? numbers[position] : nil
  }
}
