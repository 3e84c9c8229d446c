import QuerySyntax

/// A condition on other spans of a span's trace; true or false, never unknown.
struct SpanStructure: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    /// Of some relative the condition is true.
    case relation(SpanRelation, Predicate)
    /// One of the conditions is true of the span, and each of some span of the trace.
    case together([Predicate])
  }

  let kind: Kind
  /// Equality tells conditions apart byte by byte.
  private let constants: [UInt8]

  init(_ kind: Kind) {
    self.kind = kind
    var constants = PlanConstants()
    for predicate in kind.conditions { constants.add(predicate) }
    self.constants = constants.bytes
  }

  var conditions: [Predicate] { kind.conditions }
}

extension SpanStructure.Kind {
  fileprivate var conditions: [Predicate] {
    switch self {
    case .relation(_, let condition): [condition]
    case .together(let conditions): conditions
    }
  }
}

/// A value computed from relatives of a span: `sum(child{stage=tool}.latency)`.
struct RelativeAggregate: Hashable, Sendable {
  enum Function: String, CaseIterable, Hashable, Sendable {
    case count, sum, avg, min, max
  }

  let function: Function
  let relation: SpanRelation
  /// What is true of the relatives.
  let condition: Predicate
  /// What is aggregated, of the relatives that have it; nil where these are counted.
  let value: Scalar?
  private let constants: [UInt8]

  init(
    _ function: Function, _ relation: SpanRelation, where condition: Predicate, of value: Scalar?
  ) {
    self.function = function
    self.relation = relation
    self.condition = condition
    self.value = value
    var constants = PlanConstants()
    constants.add(condition)
    if let value { constants.add(value) }
    self.constants = constants.bytes
  }

  var type: ValueType {
    guard let value else { return .integer }
    return switch function {
    case .count: .integer
    case .avg: value.type == .integer ? .double : value.type
    case .sum, .min, .max: value.type
    }
  }
}

extension Predicate {
  /// Whether other spans of the trace decide, which may lie in other segments.
  var followsTraces: Bool {
    switch self {
    case .always, .never: false
    case .all(let parts), .any(let parts): parts.contains(where: \.followsTraces)
    case .column(let column, _, _): column.followsTraces
    case .computed(let scalar, _, _), .missing(let scalar, _): scalar.followsTraces
    case .comparison(_, let left, let right, _): left.followsTraces || right.followsTraces
    case .structure: true
    }
  }
}

extension Scalar {
  var followsTraces: Bool {
    switch self {
    case .constant: false
    case .column(let column): column.followsTraces
    case .negate(let operand, _), .convert(_, let operand), .interval(_, let operand),
      .bin(_, let operand):
      operand.followsTraces
    case .arithmetic(_, let left, let right, _): left.followsTraces || right.followsTraces
    case .condition(let isTrue, let isFalse):
      isTrue.content.followsTraces || isFalse.content.followsTraces
    case .choice(let condition, let first, let second):
      condition.content.followsTraces || first.followsTraces || second.followsTraces
    case .function(_, let operands, _): operands.contains(where: \.followsTraces)
    case .relatives: true
    }
  }
}

extension ColumnReference {
  var followsTraces: Bool {
    switch source {
    case .related, .tree, .level: true
    case .field, .attribute: false
    }
  }
}
