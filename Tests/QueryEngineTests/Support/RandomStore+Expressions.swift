import TestSupport
import TraceModel

extension RandomStore {
  /// A random expression of a type.
  mutating func expression(_ type: OracleType, depth: Int = 0) -> OracleExpression {
    if chance(30), let name = named[type]?.randomElement(using: &generator) { return name }
    let deeper = depth + 1
    if depth < 3 && chance(30) {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        return .choice(
          condition(depth: 3), expression(type, depth: deeper),
          chance(20) ? nil : expression(type, depth: deeper))
      case 1: return .coalesce([expression(type, depth: deeper), expression(type, depth: deeper)])
      default: return computed(type, depth: deeper)
      }
    }
    return .field(field(type))
  }

  private mutating func computed(_ type: OracleType, depth: Int) -> OracleExpression {
    let own = { (random: inout RandomStore) in random.expression(type, depth: depth) }
    let sign = choose(["+", "-"])
    switch type {
    case .duration, .money:
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: return .function("abs", own(&self))
      case 1: return .bucket(own(&self), width(type))
      case 2: return .arithmetic(own(&self), "*", small())
      case 3: return .arithmetic(own(&self), "/", small())
      case 4: return relatives(type, depth: depth) ?? own(&self)
      default: return .arithmetic(own(&self), sign, own(&self))
      }
    case .integer: return integer(sign, depth: depth)
    case .double:
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: return .function(choose(["abs", "round", "floor", "ceil"]), own(&self))
      case 1: return .bucket(own(&self), width(type))
      case 2: return .arithmetic(expression(.integer, depth: depth), sign, own(&self))
      case 3: return .arithmetic(expression(.integer, depth: depth), "/", small())
      case 4:
        return .arithmetic(
          expression(.duration, depth: depth), "/", expression(.duration, depth: depth))
      default: return .function("float", expression(.integer, depth: depth))
      }
    case .text:
      let isNumber = chance(30)
      return isNumber
        ? .function(
          "str",
          expression(types.contains(.flag) ? choose([.integer, .flag]) : .integer, depth: depth))
        : .function(choose(["lower", "upper"]), own(&self))
    case .flag:
      return chance(30)
        ? .function("bool", expression(.integer, depth: depth))
        : .condition(conditionAsValue())
    }
  }

  /// A condition, but no lone relation or spanset: `max(child{…})` would be of the children.
  private mutating func conditionAsValue() -> OracleCondition {
    let condition = condition(depth: 2)
    if case .structure = condition { return .not(condition) }
    return condition
  }

  private mutating func integer(_ sign: String, depth: Int) -> OracleExpression {
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: .function("length", expression(.text, depth: depth))
    case 1 where types.contains(.double): .function("int", expression(.double, depth: depth))
    case 2: .bucket(expression(.integer, depth: depth), width(.integer))
    case 3: .arithmetic(expression(.integer, depth: depth), "%", small())
    case 4: relatives(.integer, depth: depth) ?? .field(field(.integer))
    case 5: .arithmetic(expression(.integer, depth: depth), "*", small())
    default:
      .arithmetic(
        expression(.integer, depth: depth), sign, expression(.integer, depth: depth))
    }
  }

  private mutating func relatives(_ type: OracleType, depth: Int) -> OracleExpression? {
    guard asksOfStructure else { return nil }
    var aggregate = aggregate(depth: 2)
    if type == .integer {
      aggregate.function = choose(["count", "sum", "max"])
      aggregate.field = aggregate.function == "count" ? nil : OracleField(name: "total_tokens")
    } else {
      aggregate.function = choose(["sum", "min", "max", "avg"])
      aggregate.field = type.example
    }
    return .relatives(aggregate)
  }

  private mutating func small() -> OracleExpression {
    let number = Int64.random(in: 1...5, using: &generator)
    return .constant(OracleConstant(text: "\(number)", value: .whole(number, unit: "")))
  }

  /// The types that fields in question have.
  var types: [OracleType] {
    OracleType.allCases.filter { type in questions.contains { $0.oracleType == type } }
  }

  mutating func width(_ type: OracleType) -> OracleConstant {
    switch type {
    case .duration: OracleConstant(text: "700ms", value: .whole(700_000_000, unit: "ns"))
    case .money: OracleConstant(text: "$0.00003", value: .whole(30_000, unit: "$"))
    case .double: OracleConstant(text: "0.5", value: .number(0.5))
    default: OracleConstant(text: "7", value: .whole(7, unit: ""))
    }
  }

  /// A field of a type among those that questions are about.
  mutating func field(_ type: OracleType) -> OracleField {
    let fields = questions.filter { $0.oracleType == type }
    return fields.randomElement(using: &generator) ?? type.example
  }

  mutating func choose<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: choices.indices, using: &generator)]
  }
}

extension OracleField {
  /// The type of its values; nil of fields with several, lists, ids and payloads.
  var oracleType: OracleType? {
    switch baseName {
    case "latency", "ttft", "self_time", "trace.latency": .duration
    case "total_tokens", "depth", "child_count", "trace.span_count", "trace.error_count",
      "trace.total_tokens", "span_count", "error_count", "turn_count":
      .integer
    case "cost", "trace.cost": .money
    case "attr.score": .double
    case "stage", "prompt_version", "model", "status", "session_id", "user_id": .text
    case "attr.flag", "is_orphan": .flag
    default: nil
    }
  }
}
