import TraceModel
import QuerySyntax
import Statistics

/// A whole number left the 64-bit range.
struct OverflowError: Error {}

extension ArithmeticOperator {
  /// On whole numbers; nil for a remainder by zero.
  func apply(_ left: Int64, _ right: Int64) throws(OverflowError) -> Int64? {
    let result: (partialValue: Int64, overflow: Bool)
    switch self {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    case .divide, .remainder:
      guard right != 0 else { return nil }
      // Int64.min % -1 is 0, though the division overflows.
      return right == -1 ? 0 : left % right
    }
    guard !result.overflow else { throw OverflowError() }
    return result.partialValue
  }

  /// On doubles; nil when the result is not finite.
  func apply(_ left: Double, _ right: Double) -> Double? {
    let result: Double =
      switch self {
      case .add: left + right
      case .subtract: left - right
      case .multiply: left * right
      case .divide: left / right
      case .remainder: left.truncatingRemainder(dividingBy: right)
      }
    return result.isFinite ? result : nil
  }
}

/// `left / right` to the nearest whole number, ties to even; nil for a division by zero.
func halfEven(_ left: Int64, _ right: Int64) throws(OverflowError) -> Int64? {
  guard right != 0 else { return nil }
  guard let result = Int64(exactly: halfEvenQuotient(Int128(left), Int128(right))) else {
    throw OverflowError()
  }
  return result
}

/// `left / right`, rounded once; nil for a division by zero.
func quotient(_ left: Int64, _ right: Int64) -> Double? {
  guard right != 0 else { return nil }
  // Up to 2^53 both are doubles, and their division rounds once.
  if left.magnitude <= 1 << 53 && right.magnitude <= 1 << 53 {
    return Double(left) / Double(right)
  }
  return nearestQuotient(Int128(left), Int128(right))
}

/// A whole number over a duration in nanoseconds, a second, rounded once; nil for no duration.
func perSecond(_ number: Int64, _ nanoseconds: Int64) -> Double? {
  guard nanoseconds != 0 else { return nil }
  return nearestQuotient(Int128(number) * 1_000_000_000, Int128(nanoseconds))
}

/// A number over a duration in nanoseconds, a second; nil when not finite.
func perSecond(_ number: Double, _ nanoseconds: Int64) -> Double? {
  let result = number / (Double(nanoseconds) / 1e9)
  return result.isFinite ? result : nil
}

/// A unit's number times or over a factor, rounded with ties to even; nil when not finite.
func scale(
  _ number: Int64, _ operation: ArithmeticOperator, _ factor: Double
) throws(OverflowError) -> Int64? {
  guard let product = operation.apply(Double(number), factor) else { return nil }
  guard let result = Int64(exactly: product.rounded(.toNearestOrEven)) else {
    throw OverflowError()
  }
  return result
}

extension Value {
  /// What an operator makes of two values; null when one is, when the types have no rule, or
  /// when the result is undefined, which `notices` then remembers.
  static func compute(
    _ left: Value, _ operation: ArithmeticOperator, _ right: Value, _ notices: Notices
  ) throws(OverflowError) -> Value {
    guard left != .null, right != .null,
      let rule = ArithmeticRule(operation, left.type, right.type)
    else { return .null }
    let result: Value?
    switch (rule.method, left.wholeNumber, right.wholeNumber) {
    case (.integers, let left?, let right?):
      result = try operation.apply(left, right).map { Value($0, unit: rule.result) }
    case (.dividedInteger, let left?, let right?):
      result = try halfEven(left, right).map { Value($0, unit: rule.result) }
    case (.quotient, let left?, let right?):
      result = quotient(left, right).map { Value(finite: $0) }
    case (.scaledInteger, let number?, _):
      result = try scale(number, operation, right.asDouble).map { Value($0, unit: rule.result) }
    case (.scaledInteger, nil, let number?):
      result = try scale(number, operation, left.asDouble).map { Value($0, unit: rule.result) }
    case (.perSecond, let number?, let duration?):
      result = perSecond(number, duration).map { Value(finite: $0) }
    case (.perSecond, nil, let duration?):
      result = perSecond(left.asDouble, duration).map { Value(finite: $0) }
    case (.doubles, _, _):
      result = operation.apply(left.asDouble, right.asDouble).map { Value(finite: $0) }
    default: return .null
    }
    if result == nil { notices.sawUndefined = true }
    return result ?? .null
  }

  /// The number as a double; 0 for what is no number.
  private var asDouble: Double {
    switch number {
    case .integer(let number): Double(number)
    case .double(let number): number
    case nil: 0
    }
  }

  /// The value with its sign changed; null for what has none.
  func negated() throws(OverflowError) -> Value {
    if case .double(let number) = self { return Value(finite: -number) }
    guard let number = wholeNumber, type != .instant else { return .null }
    let (result, overflow) = Int64(0).subtractingReportingOverflow(number)
    guard !overflow else { throw OverflowError() }
    return Value(result, unit: type)
  }

  /// The value converted; null where that has no meaning.
  func converted(by conversion: Conversion) -> Value {
    switch (conversion, self) {
    case (.integer, .integer), (.double, .double), (.string, .string): self
    case (.integer, .double(let number)):
      Int64(exactly: number.rounded(.towardZero))
        .map { .integer($0) } ?? .null
    case (.integer, .boolean(let flag)): .integer(flag ? 1 : 0)
    case (.integer, .string(let text)): Int64(text).map { .integer($0) } ?? .null
    case (.double, .integer(let number)): .double(Double(number))
    case (.double, .boolean(let flag)): .double(flag ? 1 : 0)
    case (.double, .string(let text)): Double(text).map { Value(finite: $0) } ?? .null
    case (.string, .integer(let number)): .string(String(number))
    case (.string, .double(let number)): .string(String(number))
    case (.string, .boolean(let flag)): .string(flag ? "true" : "false")
    case (.string, .instant(let number)): .string(InstantText.shortest(number))
    case (.boolean, .boolean): self
    case (.boolean, .integer(let number)):
      number == 0 || number == 1 ? .boolean(number == 1) : .null
    case (.boolean, .string(let text)): Value(truth: text)
    default: .null
    }
  }
}
