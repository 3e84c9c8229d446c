import QuerySyntax

private let nowhere = SourceRange(0, 0)

extension Scalar {
  /// Whether two values are computed alike, wherever they stood in the query.
  func isSame(as other: Scalar) -> Bool { withoutPlaces == other.withoutPlaces }

  /// The same computation, without the places that its errors would name.
  var withoutPlaces: Scalar {
    switch self {
    case .constant, .column: self
    case .negate(let operand, _): .negate(operand.withoutPlaces, at: nowhere)
    case .arithmetic(let operation, let left, let right, _):
      .arithmetic(operation, left.withoutPlaces, right.withoutPlaces, at: nowhere)
    case .convert(let conversion, let operand): .convert(conversion, operand.withoutPlaces)
    case .interval(let interval, let operand): .interval(interval, operand.withoutPlaces)
    case .bin(let bins, let operand): .bin(bins, operand.withoutPlaces)
    case .condition(let isTrue, let isFalse):
      .condition(isTrue: isTrue.withoutPlaces, isFalse: isFalse.withoutPlaces)
    case .choice(let condition, let first, let second):
      .choice(condition.withoutPlaces, first.withoutPlaces, second.withoutPlaces)
    case .relatives(let aggregate, _): .relatives(aggregate, at: nowhere)
    case .function(let function, let operands, _):
      .function(function, operands.map(\.withoutPlaces), at: nowhere)
    }
  }
}

extension ExactPredicate {
  fileprivate var withoutPlaces: ExactPredicate { ExactPredicate(content.withoutPlaces) }
}

extension Predicate {
  fileprivate var withoutPlaces: Predicate {
    switch self {
    case .always, .never, .column, .structure: self
    case .all(let parts): .all(parts.map(\.withoutPlaces))
    case .any(let parts): .any(parts.map(\.withoutPlaces))
    case .computed(let scalar, let test, let negated):
      .computed(scalar.withoutPlaces, test, negated: negated)
    case .comparison(let comparison, let left, let right, let negated):
      .comparison(comparison, left.withoutPlaces, right.withoutPlaces, negated: negated)
    case .missing(let scalar, let negated): .missing(scalar.withoutPlaces, negated: negated)
    }
  }
}
