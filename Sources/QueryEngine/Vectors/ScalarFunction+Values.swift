extension ScalarFunction {
  /// What the function makes of values; null where that has no meaning.
  func apply(_ values: [Value]) throws(OverflowError) -> Value {
    guard let first = values.first else { return .null }
    switch self {
    case .coalesce: return values.first { $0 != .null } ?? .null
    case .lower: return first.characters.map { .string($0.lowercased()) } ?? .null
    case .upper: return first.characters.map { .string($0.uppercased()) } ?? .null
    case .length: return first.characters.map { .integer(Int64($0.count)) } ?? .null
    case .abs: return try absolute(first)
    case .floor: return rounded(first, .down)
    case .ceil: return rounded(first, .up)
    case .round:
      let digits = values.count > 1 ? values[1].wholeNumber ?? 0 : 0
      return rounded(first, .toNearestOrEven, scale: powerOfTen(digits))
    case .bucket: return values.count > 1 ? try bucket(first, width: values[1]) : .null
    }
  }

  private func absolute(_ value: Value) throws(OverflowError) -> Value {
    if case .double(let number) = value { return Value(finite: number.magnitude) }
    guard let number = value.wholeNumber, number < 0 else { return value.isNumeric ? value : .null }
    return try value.negated()
  }

  /// Whole numbers are what they are.
  private func rounded(
    _ value: Value, _ rule: FloatingPointRoundingRule, scale: Double = 1
  ) -> Value {
    guard case .double(let number) = value else { return value.isNumeric ? value : .null }
    let scaled = number * scale
    // A number this large has no such decimals.
    guard scaled.isFinite else { return value }
    return Value(finite: scaled.rounded(rule) / scale)
  }

  private func powerOfTen(_ exponent: Int64) -> Double {
    (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 }
  }

  private func bucket(_ value: Value, width: Value) throws(OverflowError) -> Value {
    if let number = value.wholeNumber, let width = width.wholeNumber {
      return Value(try multiple(of: width, notAbove: number), unit: value.type)
    }
    guard let number = value.number?.asDouble, let width = width.number?.asDouble, width > 0
    else { return .null }
    return Value(finite: (number / width).rounded(.down) * width)
  }
}

/// The greatest multiple of a width, above 0, that is not above a number.
func multiple(of width: Int64, notAbove number: Int64) throws(OverflowError) -> Int64 {
  let rest = number % width
  let (result, overflow) = number.subtractingReportingOverflow(rest < 0 ? rest + width : rest)
  guard !overflow else { throw OverflowError() }
  return result
}

extension Value {
  /// The characters of text; nil for other values.
  fileprivate var characters: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// `true` or `false` in any case; null for other text.
  init(truth text: String) {
    switch text.lowercased() {
    case "true": self = .boolean(true)
    case "false": self = .boolean(false)
    default: self = .null
    }
  }

  fileprivate var isNumeric: Bool { number != nil || wholeNumber != nil }
}

extension Number {
  fileprivate var asDouble: Double {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    }
  }
}
