import QueryEngine
import TraceModel

/// What values an expression has, as far as random questions have to know.
enum OracleType: CaseIterable {
  case duration, integer, double, money, text, flag

  var unit: String {
    switch self {
    case .duration: "ns"
    case .money: "$"
    default: ""
    }
  }

  /// A field whose constants are of the type.
  var example: OracleField {
    switch self {
    case .duration: OracleField(name: "latency", unit: "ns")
    case .integer: OracleField(name: "total_tokens")
    case .double: OracleField(name: "attr.score")
    case .money: OracleField(name: "cost", unit: "$")
    case .text: OracleField(name: "stage")
    case .flag: OracleField(name: "attr.flag")
    }
  }

  var isNumber: Bool { self != .text && self != .flag }

  /// The zero of a number.
  var zero: Value {
    switch self {
    case .duration: .duration(0)
    case .integer: .integer(0)
    case .double: .double(0)
    case .money: .money(0)
    case .text, .flag: .null
    }
  }
}

/// A value computed of a span, as text and as meaning.
indirect enum OracleExpression {
  case field(OracleField)
  case constant(OracleConstant)
  case condition(OracleCondition)
  case arithmetic(OracleExpression, String, OracleExpression)
  case choice(OracleCondition, OracleExpression, OracleExpression?)
  case coalesce([OracleExpression])
  case function(String, OracleExpression)
  /// The multiple of so much at or below a value.
  case bucket(OracleExpression, OracleConstant)
  case relatives(OracleAggregate)
  /// What a `let` gave a name.
  case named(String, OracleExpression)

  var text: String {
    switch self {
    case .field(let field): field.name
    case .constant(let constant): constant.text
    // A spanset by itself is no value.
    case .condition(let condition):
      condition.isSpanset ? "(not (not \(condition.text)))" : "(\(condition.text))"
    case .arithmetic(let left, let sign, let right): "(\(left.text) \(sign) \(right.text))"
    case .choice(let condition, let first, let second):
      "if(\(condition.text), \(first.text), \(second?.text ?? "null"))"
    case .coalesce(let choices): "coalesce(\(choices.map(\.text).joined(separator: ", ")))"
    case .function(let name, let operand): "\(name)(\(operand.text))"
    case .bucket(let operand, let width): "bucket(\(operand.text), \(width.text))"
    case .relatives(let aggregate): aggregate.text
    case .named(let name, _): name
    }
  }

  func value(of span: TestSpan) -> OracleValue? {
    switch self {
    case .field(let field): return field.value(of: span)
    case .constant(let constant): return constant.value
    case .condition(let condition): return condition.holds(for: span).map { .flag($0) }
    case .arithmetic(let left, let sign, let right):
      guard let first = left.value(of: span), let second = right.value(of: span) else { return nil }
      return NaiveArithmetic.result(first, sign, second)
    case .choice(let condition, let first, let second):
      return condition.holds(for: span) == true ? first.value(of: span) : second?.value(of: span)
    case .coalesce(let choices): return choices.lazy.compactMap { $0.value(of: span) }.first
    case .function(let name, let operand):
      return operand.value(of: span).flatMap { NaiveArithmetic.function(name, $0) }
    case .bucket(let operand, let width):
      return operand.value(of: span).flatMap { NaiveArithmetic.bucket($0, width.value) }
    case .relatives(let aggregate): return aggregate.value(of: span)
    case .named(_, let expression): return expression.value(of: span)
    }
  }
}

/// Arithmetic on single values, each case written out.
enum NaiveArithmetic {
  static func result(_ left: OracleValue, _ sign: String, _ right: OracleValue) -> OracleValue? {
    switch (left, right) {
    case (.whole(let first, let unit), .whole(let second, let other)):
      return wholes(first, unit, sign, second, other)
    case (.whole(let first, ""), .number(let second)): return doubles(Double(first), sign, second)
    case (.number(let first), .whole(let second, "")): return doubles(first, sign, Double(second))
    case (.number(let first), .number(let second)): return doubles(first, sign, second)
    default: return nil
    }
  }

  private static func wholes(
    _ left: Int64, _ unit: String, _ sign: String, _ right: Int64, _ other: String
  ) -> OracleValue? {
    switch sign {
    case "+": return .whole(left + right, unit: unit)
    case "-": return .whole(left - right, unit: unit)
    case "*": return .whole(left * right, unit: unit.isEmpty ? other : unit)
    case "%": return right == 0 ? nil : .whole(left % right, unit: unit)
    default:
      guard right != 0 else { return nil }
      if unit == other { return .number(Double(left) / Double(right)) }
      return .whole(halfEven(left, right), unit: unit)
    }
  }

  private static func doubles(_ left: Double, _ sign: String, _ right: Double) -> OracleValue? {
    let result =
      switch sign {
      case "+": left + right
      case "-": left - right
      case "*": left * right
      default: left / right
      }
    return result.isFinite ? .number(result) : nil
  }

  /// The nearest whole quotient, of two the even one.
  static func halfEven(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    let twice = 2 * abs(remainder)
    guard twice > abs(divisor) || (twice == abs(divisor) && quotient % 2 != 0) else {
      return quotient
    }
    return quotient + ((dividend < 0) == (divisor < 0) ? 1 : -1)
  }

  static func function(_ name: String, _ value: OracleValue) -> OracleValue? {
    switch (name, value) {
    case ("abs", .whole(let number, let unit)): .whole(abs(number), unit: unit)
    case ("abs", .number(let number)): .number(abs(number))
    case ("round", .number(let number)): .number(number.rounded(.toNearestOrEven))
    case ("floor", .number(let number)): .number(number.rounded(.down))
    case ("ceil", .number(let number)): .number(number.rounded(.up))
    case ("lower", .text(let text)): .text(text.lowercased())
    case ("upper", .text(let text)): .text(text.uppercased())
    case ("length", .text(let text)): .whole(Int64(text.count), unit: "")
    case ("int", .number(let number)): .whole(Int64(number), unit: "")
    case ("float", .whole(let number, _)): .number(Double(number))
    case ("str", .whole(let number, _)): .text("\(number)")
    case ("str", .flag(let flag)): .text("\(flag)")
    case ("bool", .whole(let number, _)): number == 0 || number == 1 ? .flag(number == 1) : nil
    default: nil
    }
  }

  static func bucket(_ value: OracleValue, _ width: OracleValue) -> OracleValue? {
    switch (value, width) {
    case (.whole(let number, let unit), .whole(let width, _)):
      let remainder = ((number % width) + width) % width
      return .whole(number - remainder, unit: unit)
    case (.number(let number), .number(let width)):
      return .number((number / width).rounded(.down) * width)
    default: return nil
    }
  }
}
