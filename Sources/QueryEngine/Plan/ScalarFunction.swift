/// The functions of values, beside conversions and `if`.
enum ScalarFunction: String, CaseIterable, Hashable, Sendable {
  case abs
  /// To the nearest whole number, or number of so many decimals; ties to even.
  case round
  case floor
  case ceil
  /// The first of its values that is not null.
  case coalesce
  case lower
  case upper
  /// Characters of text.
  case length
  /// The greatest multiple of a width that is not above the value.
  case bucket

  /// How many values it takes.
  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .abs, .floor, .ceil, .lower, .upper, .length: 1...1
    case .round: 1...2
    case .bucket: 2...2
    case .coalesce: 1...Int.max
    }
  }

  /// Whether what it takes first is a number, or one with a unit.
  var takesNumber: Bool {
    switch self {
    case .abs, .round, .floor, .ceil, .bucket: true
    case .coalesce, .lower, .upper, .length: false
    }
  }

  /// What the result is, when it is not null.
  ///
  /// Nil stands for the type of a null that is written out.
  func type(of operands: [ValueType?]) -> ValueType {
    switch self {
    case .length: .integer
    case .lower, .upper: .string
    case .coalesce: ValueType.common(operands)
    case .bucket where operands.first == .integer && operands.last == .double: .double
    case .abs, .round, .floor, .ceil, .bucket: (operands.first ?? nil) ?? .mixed
    }
  }
}

extension ValueType {
  /// The type of a value that is of one of several types; nil stands for no value.
  static func common(_ types: [ValueType?]) -> ValueType {
    let known = Set(types.compactMap { $0 })
    return known.count == 1 ? known.first ?? .mixed : .mixed
  }
}
