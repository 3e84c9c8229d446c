/// The constants of a plan that equality of the plan's parts does not tell apart byte by byte.
///
/// `String` equates what Unicode calls canonically equivalent, and 0 equals -0, while queries
/// compare bytes.
struct PlanConstants {
  /// One after the other, in the order of the plan; a byte that no UTF-8 has ends each.
  private(set) var bytes: [UInt8] = []

  mutating func add(_ predicate: Predicate) {
    switch predicate {
    case .always, .never: break
    case .all(let parts), .any(let parts): for part in parts { add(part) }
    case .column(_, let test, _): add(test)
    case .computed(let scalar, let test, _):
      add(scalar)
      add(test)
    case .comparison(_, let left, let right, _):
      add(left)
      add(right)
    case .missing(let scalar, _): add(scalar)
    case .structure(let structure, _): for condition in structure.conditions { add(condition) }
    }
  }

  mutating func add(_ scalar: Scalar) {
    switch scalar {
    case .constant(let value): add(value)
    case .column: break
    case .negate(let operand, _), .convert(_, let operand), .interval(_, let operand),
      .bin(_, let operand):
      add(operand)
    case .arithmetic(_, let left, let right, _):
      add(left)
      add(right)
    case .condition(let isTrue, let isFalse):
      add(isTrue.content)
      add(isFalse.content)
    case .choice(let condition, let first, let second):
      add(condition.content)
      add(first)
      add(second)
    case .function(_, let operands, _): for operand in operands { add(operand) }
    case .relatives(let aggregate, _):
      add(aggregate.condition)
      if let value = aggregate.value { add(value) }
    }
  }

  private mutating func add(_ test: ValueTest) {
    switch test.text?.condition {
    case nil, .among: break
    case .ordered(_, let text), .contains(let text), .containsFolded(let text),
      .hasPrefix(let text):
      add(text)
    case .between(let first, let last):
      add(first)
      add(last)
    case .like(let pattern): add(pattern.text)
    case .matches(let expression): add(expression.pattern)
    }
  }

  private mutating func add(_ value: Value) {
    switch value {
    case .string(let text): add(text)
    case .double(let number): add(String(number.bitPattern))
    case .list(let elements): for element in elements { add(element) }
    case .null, .boolean, .integer, .duration, .instant, .bytes, .money: break
    }
  }

  private mutating func add(_ text: String) {
    bytes += text.utf8
    bytes.append(0xFF)
  }
}
