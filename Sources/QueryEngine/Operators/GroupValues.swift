import QuerySyntax

/// A group's keys and what its aggregates came to.
struct GroupValues {
  var keys: [Value]
  var aggregates: [Value]
  var sortKeys: [Value] = []
  /// Its number among all groups; nil for what is none.
  var number: Int?
  /// What stands in the place of its aggregates, when it is an interval without spans.
  var fill: GroupPlan.Fill?
  /// The aggregates that are known of such an interval all the same.
  var measured: Set<Int> = []
  var kind = QueryResult.RowKind.plain

  init(keys: [Value], aggregates: [Value], number: Int? = nil) {
    self.keys = keys
    self.aggregates = aggregates
    self.number = number
  }

  func value(
    of expression: GroupExpression, _ notices: Notices
  ) throws(QueryError) -> Value {
    if let fill, !measured.isSuperset(of: expression.aggregatePlaces) {
      return fill == .zero ? expression.zero(of: aggregates) : .null
    }
    switch expression {
    case .constant(let value): return value
    case .key(let index, _): return keys[index]
    case .aggregate(let index, _): return aggregates[index]
    case .negate(let operand, let range):
      let value = try value(of: operand, notices)
      return try overflowing(at: range) { () throws(OverflowError) in try value.negated() }
    case .arithmetic(let operation, let left, let right, let range):
      let leftValue = try value(of: left, notices)
      let rightValue = try value(of: right, notices)
      return try overflowing(at: range) { () throws(OverflowError) in
        try Value.compute(leftValue, operation, rightValue, notices)
      }
    case .convert(let conversion, let operand):
      return try value(of: operand, notices).converted(by: conversion)
    case .condition(let predicate):
      return try holds(predicate, notices).map { .boolean($0) } ?? .null
    case .choice(let condition, let first, let second):
      let isFirst = try holds(condition, notices) == true
      return try value(of: isFirst ? first : second, notices)
    case .function(let function, let operands, let range):
      var values: [Value] = []
      for operand in operands { values.append(try value(of: operand, notices)) }
      return try overflowing(at: range) { () throws(OverflowError) in
        try function.apply(values)
      }
    }
  }

  /// Whether a condition holds of the group; nil when it is unknown.
  func holds(_ predicate: GroupPredicate, _ notices: Notices) throws(QueryError) -> Bool? {
    switch predicate {
    case .constant(let flag): return flag
    case .not(let operand): return try holds(operand, notices).map { !$0 }
    case .and(let left, let right):
      let truths = (try holds(left, notices), try holds(right, notices))
      if truths.0 == false || truths.1 == false { return false }
      return truths.0 == nil || truths.1 == nil ? nil : true
    case .or(let left, let right):
      let truths = (try holds(left, notices), try holds(right, notices))
      if truths.0 == true || truths.1 == true { return true }
      return truths.0 == nil || truths.1 == nil ? nil : false
    case .test(let expression, let test):
      return test.holds(for: try value(of: expression, notices))
    case .comparison(let comparison, let left, let right):
      return Value.compare(
        try value(of: left, notices), comparison, try value(of: right, notices))
    case .missing(let expression): return try value(of: expression, notices) == .null
    }
  }
}
