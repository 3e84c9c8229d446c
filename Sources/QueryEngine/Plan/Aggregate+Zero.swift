import Scanning

extension Aggregate {
  /// What `fill 0` puts in its place: zero of its type, and null where it is not of numbers, as the
  /// least value of an attribute that no span has.
  var zero: Value {
    guard type == .mixed else { return type.zero }
    return isOfNumbers ? .integer(0) : .null
  }

  /// Whether what is of several types is numbers alone.
  private var isOfNumbers: Bool {
    switch self {
    case .extremum(_, let value), .edge(_, let value): value.isOfNumbers
    case .conditional(let aggregate, _), .weighted(let aggregate): aggregate.isOfNumbers
    // What binding takes for numbers.
    default: true
    }
  }
}

extension Scalar {
  fileprivate var isOfNumbers: Bool {
    guard type == .mixed else { return type.zero != .null }
    switch self {
    case .column(let column):
      let columns = column.attributeColumns ?? []
      return !columns.isEmpty && columns.allSatisfy { ValueType($0.type).isNumber }
    case .negate, .arithmetic: return true
    case .function(.coalesce, let operands, _):
      return operands.allSatisfy { $0 == .constant(.null) || $0.isOfNumbers }
    case .function(let function, _, _): return function.takesNumber
    case .choice(_, let first, let second):
      return [first, second].allSatisfy { $0 == .constant(.null) || $0.isOfNumbers }
    case .relatives(let aggregate, _): return aggregate.value?.isOfNumbers ?? true
    case .constant, .convert, .interval, .bin, .condition: return false
    }
  }
}

extension GroupExpression {
  /// What `fill 0` puts in its place, of aggregates of which these are the zeros.
  func zero(of zeros: [Value]) -> Value {
    guard type == .mixed else { return type.zero }
    return aggregatePlaces.allSatisfy { zeros[$0] != .null } ? .integer(0) : .null
  }

  /// The aggregates that are part of it.
  var aggregatePlaces: [Int] {
    switch self {
    case .constant, .key: []
    case .aggregate(let place, _): [place]
    case .negate(let operand, _), .convert(_, let operand): operand.aggregatePlaces
    case .arithmetic(_, let left, let right, _): left.aggregatePlaces + right.aggregatePlaces
    case .condition(let condition): condition.aggregatePlaces
    case .choice(let condition, let first, let second):
      condition.aggregatePlaces + first.aggregatePlaces + second.aggregatePlaces
    case .function(_, let operands, _): operands.flatMap(\.aggregatePlaces)
    }
  }
}

extension GroupPredicate {
  fileprivate var aggregatePlaces: [Int] {
    switch self {
    case .constant: []
    case .not(let operand): operand.aggregatePlaces
    case .and(let left, let right), .or(let left, let right):
      left.aggregatePlaces + right.aggregatePlaces
    case .test(let expression, _), .missing(let expression): expression.aggregatePlaces
    case .comparison(_, let left, let right): left.aggregatePlaces + right.aggregatePlaces
    }
  }
}
