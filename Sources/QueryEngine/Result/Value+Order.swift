import QuerySyntax

extension Value {
  /// The type; `mixed` for null, which has none.
  var type: ValueType {
    switch self {
    case .null: .mixed
    case .boolean: .boolean
    case .integer: .integer
    case .double: .double
    case .string: .string
    case .duration: .duration
    case .instant: .instant
    case .bytes: .bytes
    case .money: .money
    case .list: .list
    }
  }

  /// A whole number with the unit of a type.
  init(_ number: Int64, unit: ValueType) {
    self =
      switch unit {
      case .duration: .duration(number)
      case .instant: .instant(number)
      case .bytes: .bytes(number)
      case .money: .money(number)
      case .boolean: .boolean(number != 0)
      default: .integer(number)
      }
  }

  /// A double, or null when it is not finite.
  ///
  /// Negative zero becomes zero: they compare equal, so which of them an answer shows must not
  /// depend on which came first.
  init(finite number: Double) {
    self = number.isFinite ? .double(number + 0) : .null
  }

  /// The whole number behind an integer or a unit.
  var wholeNumber: Int64? {
    switch self {
    case .integer(let number), .duration(let number), .instant(let number), .bytes(let number),
      .money(let number):
      number
    default: nil
    }
  }

  /// The number behind an integer or a double.
  var number: Number? {
    switch self {
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    default: nil
    }
  }

  /// A total order: numbers by size whatever their type, text by UTF-8 bytes, lists element by
  /// element; types that do not compare one after another, and null last.
  static func order(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.string(let left), .string(let right)): return orderBytes(left, right)
    case (.boolean(let left), .boolean(let right)): return order(left ? 1 : 0, right ? 1 : 0)
    case (.list(let left), .list(let right)): return order(left, right)
    default: break
    }
    let ranks = (left.rank, right.rank)
    guard ranks.0 == ranks.1 else { return ranks.0 < ranks.1 ? -1 : 1 }
    if let left = left.number, let right = right.number { return Number.order(left, right) }
    return order(left.wholeNumber ?? 0, right.wholeNumber ?? 0)
  }

  /// Whether a comparison of two values holds; nil when it is unknown: one is null, or they are
  /// of types that do not compare.
  static func compare(_ left: Value, _ comparison: ComparisonOperator, _ right: Value) -> Bool? {
    switch (left, right) {
    case (.null, _), (_, .null): return nil
    case (.list(let elements), _):
      return any(elements) { compare($0, comparison, right) }
    case (_, .list(let elements)):
      return any(elements) { compare(left, comparison, $0) }
    default:
      guard left.rank == right.rank else { return nil }
      return comparison.holds(order(left, right))
    }
  }

  private static func any(_ elements: [Value], _ holds: (Value) -> Bool?) -> Bool? {
    let truths = elements.map(holds)
    if truths.contains(true) { return true }
    return truths.contains(nil) ? nil : false
  }

  private static func order(_ left: Int64, _ right: Int64) -> Int {
    left == right ? 0 : (left < right ? -1 : 1)
  }

  private static func order(_ left: [Value], _ right: [Value]) -> Int {
    for (left, right) in zip(left, right) {
      let order = order(left, right)
      if order != 0 { return order }
    }
    return order(Int64(left.count), Int64(right.count))
  }

  /// Values of one rank compare with each other.
  private var rank: Int {
    switch self {
    case .boolean: 0
    case .integer, .double: 1
    case .duration: 2
    case .bytes: 3
    case .money: 4
    case .instant: 5
    case .string: 6
    case .list: 7
    case .null: 8
    }
  }
}

extension Number {
  /// Negative, zero or positive; exact also between an integer and a double.
  static func order(_ left: Number, _ right: Number) -> Int {
    switch (left, right) {
    case (.integer(let left), .integer(let right)):
      left == right ? 0 : (left < right ? -1 : 1)
    case (.double(let left), .double(let right)):
      left == right ? 0 : (left < right ? -1 : 1)
    case (.integer(let left), .double(let right)): order(left, right)
    case (.double(let left), .integer(let right)): -order(right, left)
    }
  }

  private static func order(_ left: Int64, _ right: Double) -> Int {
    // Doubles at or past 2^63 are greater than every Int64.
    if right >= 0x1p63 { return -1 }
    if right < -0x1p63 { return 1 }
    let whole = Int64(right.rounded(.down))
    if left != whole { return left < whole ? -1 : 1 }
    return right == Double(whole) ? 0 : -1
  }
}

/// A value that equals others of the same type and bytes only; see `ExactText`.
struct ExactValue: Hashable, Sendable {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }

  static func == (left: ExactValue, right: ExactValue) -> Bool {
    left.value == right.value && Value.order(left.value, right.value) == 0
  }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
