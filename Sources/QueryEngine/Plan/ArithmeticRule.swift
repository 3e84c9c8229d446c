import QuerySyntax

/// How an operator computes with values of two types.
///
/// Units keep their meaning: a duration times a number is a duration, an amount of money divided
/// by an amount of money a number, and what has no meaning has no rule.
struct ArithmeticRule: Hashable, Sendable {
  enum Method: Hashable, Sendable {
    /// On whole numbers, with a check for overflow.
    case integers
    /// Whole numbers of a unit divided by a whole number, ties to even.
    case dividedInteger
    /// A unit times or divided by a number with a fraction, rounded with ties to even.
    case scaledInteger
    /// A quotient of two whole numbers.
    case quotient
    case doubles
    /// A number over a duration: so many a second.
    case perSecond
    /// The types are known row by row only.
    case dynamic
  }

  var result: ValueType
  var method: Method

  /// Nil when the operator has no meaning for the types.
  init?(_ operation: ArithmeticOperator, _ left: ValueType, _ right: ValueType) {
    if left == .mixed || right == .mixed {
      self.init(result: .mixed, method: .dynamic)
    } else if left.isNumber && right.isNumber {
      self.init(numbers: operation, isWhole: left == .integer && right == .integer)
    } else if operation == .divide && left.isNumber && right == .duration {
      self.init(result: .double, method: .perSecond)
    } else if left.isUnit || right.isUnit {
      self.init(units: operation, left, right)
    } else {
      return nil
    }
  }

  private init(result: ValueType, method: Method) {
    self.result = result
    self.method = method
  }

  private init(numbers operation: ArithmeticOperator, isWhole: Bool) {
    guard isWhole else {
      self.init(result: .double, method: .doubles)
      return
    }
    self =
      operation == .divide
      ? ArithmeticRule(result: .double, method: .quotient)
      : ArithmeticRule(result: .integer, method: .integers)
  }

  private init?(units operation: ArithmeticOperator, _ left: ValueType, _ right: ValueType) {
    switch (operation, left, right) {
    case (.subtract, .instant, .instant):
      self.init(result: .duration, method: .integers)
    case (.add, .instant, .duration), (.subtract, .instant, .duration),
      (.add, .duration, .instant):
      self.init(result: .instant, method: .integers)
    case (_, .instant, _), (_, _, .instant):
      return nil
    case (.add, _, _), (.subtract, _, _), (.remainder, _, _):
      guard left == right else { return nil }
      self.init(result: left, method: .integers)
    case (.multiply, _, .integer): self.init(result: left, method: .integers)
    case (.multiply, .integer, _): self.init(result: right, method: .integers)
    case (.multiply, _, .double): self.init(result: left, method: .scaledInteger)
    case (.multiply, .double, _): self.init(result: right, method: .scaledInteger)
    case (.divide, _, .integer): self.init(result: left, method: .dividedInteger)
    case (.divide, _, .double): self.init(result: left, method: .scaledInteger)
    case (.divide, _, _):
      guard left == right else { return nil }
      self.init(result: .double, method: .quotient)
    default: return nil
    }
  }
}
