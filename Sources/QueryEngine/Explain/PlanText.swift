import CivilCalendar
import QuerySyntax
import Statistics
import TraceModel

/// A bound plan in words, the same for the same plan whatever holds the spans.
enum PlanText {
  static func text(of predicate: Predicate) -> String {
    switch predicate {
    case .always: "every span"
    case .never: "no span"
    case .all(let parts):
      parts.isEmpty ? "every span" : parts.map(factor).joined(separator: " and ")
    case .any(let parts):
      parts.isEmpty ? "no span" : parts.map { text(of: $0) }.joined(separator: " or ")
    case .column(let column, let test, let negated):
      text(of: test, on: column.name, ofTypes: column.types, negated: negated)
    case .computed(let scalar, let test, let negated):
      text(of: test, on: text(of: scalar), ofTypes: [scalar.type], negated: negated)
    case .comparison(let comparison, let left, let right, let negated):
      (negated ? "not " : "") + "\(text(of: left)) \(comparison.rawValue) \(text(of: right))"
    case .missing(let scalar, let negated):
      "\(text(of: scalar)) is \(negated ? "not " : "")missing"
    case .structure(let structure, let negated):
      (negated ? "not " : "") + text(of: structure)
    }
  }

  /// A part of a conjunction: an alternative takes parentheses.
  private static func factor(_ predicate: Predicate) -> String {
    if case .any(let parts) = predicate, parts.count > 1 { return "(\(text(of: predicate)))" }
    return text(of: predicate)
  }

  static func text(of scalar: Scalar) -> String {
    switch scalar {
    case .constant(let value): text(of: value)
    case .column(let column): column.name
    case .negate(let operand, _): "-(\(text(of: operand)))"
    case .arithmetic(let operation, let left, let right, _):
      "(\(text(of: left)) \(operation.rawValue) \(text(of: right)))"
    case .convert(let conversion, let operand): "\(conversion.rawValue)(\(text(of: operand)))"
    case .relatives(let aggregate, _): text(of: aggregate)
    case .interval(.calendar(let unit, .utc), let operand):
      "\(unit.rawValue) of \(text(of: operand))"
    case .interval(.calendar(let unit, let zone), let operand):
      "\(unit.rawValue) of \(text(of: operand)) in \(zone.name)"
    case .interval(.fixed(let length, _), let operand):
      "\(text(of: .duration(length))) of \(text(of: operand))"
    case .bin(_, let operand): "range of \(text(of: operand))"
    case .condition(let isTrue, _): "(\(text(of: isTrue.content)))"
    case .choice(let condition, let first, let second):
      "if(\(text(of: condition.content)), \(text(of: first)), \(text(of: second)))"
    case .function(let function, let operands, _):
      "\(function.rawValue)(\(operands.map { text(of: $0) }.joined(separator: ", ")))"
    }
  }

  private static func text(of structure: SpanStructure) -> String {
    switch structure.kind {
    case .relation(let relation, let condition): text(of: relation, where: condition)
    case .together(let conditions):
      conditions.map { "{\(text(of: $0))}" }.joined(separator: " && ")
    }
  }

  private static func text(of relation: SpanRelation, where condition: Predicate) -> String {
    condition == .always
      ? "\(relation.rawValue){}" : "\(relation.rawValue){\(text(of: condition))}"
  }

  private static func text(of aggregate: RelativeAggregate) -> String {
    let relatives = text(of: aggregate.relation, where: aggregate.condition)
    let value = aggregate.value.map { ".\(text(of: $0))" } ?? ""
    return "\(aggregate.function.rawValue)(\(relatives)\(value))"
  }

  static func text(of aggregate: Aggregate) -> String {
    switch aggregate {
    case .count: "count()"
    case .countPresent(let value): "count(\(text(of: value)))"
    case .sum(let value, _): "sum(\(text(of: value)))"
    case .average(let value): "avg(\(text(of: value)))"
    case .extremum(.least, let value): "min(\(text(of: value)))"
    case .extremum(.greatest, let value): "max(\(text(of: value)))"
    case .quantile(let value, let fraction):
      "quantile(\(text(of: value)), \(fraction.numerator)/\(fraction.denominator))"
    case .distinctCount(let value): "count_distinct(\(text(of: value)))"
    case .approximateDistinctCount(let value): "approx_count_distinct(\(text(of: value)))"
    case .errorRate: "error_rate()"
    case .rate: "rate()"
    case .exemplar: "exemplar"
    case .deviation(let value): "stddev(\(text(of: value)))"
    case .edge(let isLast, let value): "\(isLast ? "last" : "first")(\(text(of: value)))"
    case .uniqueValues(let value, let limit):
      "uniq_values(\(text(of: value))\(limit.map { ", \($0)" } ?? ""))"
    case .histogram(let value, .logarithmic): "histogram(\(text(of: value)))"
    case .histogram(let value, .linear(let width)):
      "histogram(\(text(of: value)), \(text(of: width)))"
    case .concurrency: "concurrency()"
    case .rankedExemplar(let value, let choice, nil):
      "exemplar(\(text(of: value)), \(choice.rawValue))"
    case .rankedExemplar(let value, _, let count?): "exemplars(\(text(of: value)), \(count))"
    case .conditional(let aggregate, let condition):
      "\(text(of: aggregate)) if (\(text(of: condition.content)))"
    case .weighted(let aggregate): "weighted \(text(of: aggregate))"
    }
  }

  static func text(of range: TimeRange) -> String {
    if range.isEverything { return "all" }
    guard range.bounds != nil else { return "none" }
    let from = range.from.map { "from \(InstantText.shortest($0))" }
    let until = range.until.map { "until \(InstantText.shortest($0))" }
    return [from, until].compactMap { $0 }.joined(separator: " ")
  }

  /// A value with its unit, to the last digit.
  static func text(of value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .string(let text): quoted(text)
    case .duration(let number): "\(number)ns"
    case .instant(let number): InstantText.shortest(number)
    case .bytes(let number): "\(number)B"
    case .money(let number): "\(number) nano-dollars"
    case .list(let elements): "[\(elements.map { text(of: $0) }.joined(separator: ", "))]"
    }
  }

  static func quoted(_ text: String) -> String {
    Expression(.string(text), SourceRange(0, 0)).printed
  }
}
