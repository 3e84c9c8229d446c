import QuerySyntax
import Scanning

extension Binder {
  /// A condition on a span, or its negation, pushed to the leaves.
  mutating func predicate(
    _ expression: Expression, negated: Bool
  ) throws(Diagnostic) -> Predicate {
    switch expression.kind {
    case .not(let operand): return try predicate(operand, negated: !negated)
    case .and(let left, let right):
      let parts = try sides(left, right, negated)
      return negated ? .any(parts) : .all(parts)
    case .or(let left, let right):
      let parts = try sides(left, right, negated)
      return negated ? .all(parts) : .any(parts)
    case .comparison(let comparison, let left, let right):
      return try comparisonPredicate(comparison, left, right, negated)
    case .membership(let subject, let values, let isNot):
      let left = try scalar(subject)
      let test = try membershipTest(Subject(left, source(of: subject.range)), values)
      return leaf(left, test, negated: negated != isNot)
    case .between(let subject, let low, let high, let isNot):
      let left = try scalar(subject)
      let test = try betweenTest(Subject(left, source(of: subject.range)), low, high)
      return leaf(left, test, negated: negated != isNot)
    case .missing(let subject, let isNot):
      return .missing(try scalar(subject), negated: negated != isNot)
    case .relatives(let relatives): return try relation(relatives, expression, negated)
    case .spans(let condition):
      guard let condition else { return negated ? .never : .always }
      return try conditionInBraces(condition, negated: negated)
    case .arrow(let arrow, let left, let right):
      return try self.arrow(arrow, left, right, negated)
    case .both: return try together(expression, negated)
    case .either(let left, let right):
      let parts = try sides(left, right, negated)
      return negated ? .all(parts) : .any(parts)
    default: return try bareCondition(expression, negated)
    }
  }

  private mutating func sides(
    _ left: Expression, _ right: Expression, _ negated: Bool
  ) throws(Diagnostic) -> [Predicate] {
    try all([left, right]) { (binder, side) throws(Diagnostic) in
      try binder.predicate(side, negated: negated)
    }
  }

  private mutating func comparisonPredicate(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression, _ negated: Bool
  ) throws(Diagnostic) -> Predicate {
    let (leftValue, (constant, rightValue)) = try both(
      { (binder) throws(Diagnostic) in try binder.scalar(left) },
      { (binder) throws(Diagnostic) in
        let constant = try binder.constant(right)
        return (constant, constant == nil ? try binder.scalar(right) : nil)
      })
    let subject = Subject(leftValue, source(of: left.range))
    if let constant {
      let (plain, isNot) = comparison.withoutNot
      noteFieldName(constant, comparison)
      let test = try comparisonTest(subject, plain, constant, right.range)
      return leaf(leftValue, test, negated: negated != isNot)
    }
    guard let rightValue else { preconditionFailure("neither a constant nor a value") }
    try checkComparable(
      comparison, (left, leftValue.type), (right, rightValue.type))
    for column in leftValue.columns + rightValue.columns { compare(column, mismatched: []) }
    return .comparison(comparison, leftValue, rightValue, negated: negated)
  }

  /// `true`, `false`, or a boolean attribute.
  private mutating func bareCondition(
    _ expression: Expression, _ negated: Bool
  ) throws(Diagnostic) -> Predicate {
    if case .literal(let literal) = try constant(expression),
      case .boolean(let flag) = literal.value
    {
      return flag != negated ? .always : .never
    }
    if case .call(let call) = expression.kind, AggregateName(rawValue: call.name) != nil,
      braceDepth == 0, !call.isOfRelatives
    {
      let text = source(of: expression.range)
      throw Diagnostic(
        "\(text) is selected, and stands behind the filter", at: expression.range,
        hint: "write select \(text)")
    }
    let value = try scalar(expression)
    var canBeTrue = value.type == .boolean
    if case .column(let reference) = value, let columns = reference.attributeColumns {
      canBeTrue = columns.isEmpty || columns.contains { $0.type == .boolean }
    }
    guard canBeTrue else {
      let name = source(of: expression.range)
      throw Diagnostic(
        "\(name) is \(value.type.noun), not a condition", at: expression.range,
        hint: "compare it: \(name) = …, or \(name) is not missing")
    }
    return leaf(value, ValueTest(booleans: IntegerRanges(1...1)), negated: negated)
  }

  private mutating func leaf(_ value: Scalar, _ test: ValueTest, negated: Bool) -> Predicate {
    guard case .column(let reference) = value else {
      for column in value.columns { compare(column, mismatched: []) }
      return .computed(value, test, negated: negated)
    }
    compare(reference, mismatched: test.mismatched(among: reference))
    return .column(reference, test, negated: negated)
  }

  /// Remembers that the filter compares a column.
  ///
  /// Of several comparisons a value is mismatched when no constant fits it.
  private mutating func compare(_ column: ColumnReference, mismatched: Set<ValueType>) {
    if let index = comparedColumns.firstIndex(where: { $0.column == column }) {
      comparedColumns[index].mismatched.formIntersection(mismatched)
    } else {
      comparedColumns.append(ComparedColumn(column: column, mismatched: mismatched))
    }
  }

  private mutating func noteFieldName(
    _ constant: WrittenConstant, _ comparison: ComparisonOperator
  ) {
    guard comparison.isEquality || comparison.isOrdering, case .literal(let literal) = constant,
      case .word(let word) = literal.value, isField(word)
    else { return }
    note("`\(word)` was compared as text; write (\(word)) for the field")
  }

  func checkComparable(
    _ comparison: ComparisonOperator, _ left: (Expression, ValueType),
    _ right: (Expression, ValueType)
  ) throws(Diagnostic) {
    guard comparison.isEquality || comparison.isOrdering else {
      throw Diagnostic(
        "\(comparison.rawValue) needs text on its right", at: right.0.range,
        hint: "quote it, or write a bare word")
    }
    let (leftType, rightType) = (left.1, right.1)
    let isEither = leftType == .mixed || rightType == .mixed
    let isList = leftType == .list || rightType == .list
    guard isEither || isList || leftType == rightType || leftType.isNumber && rightType.isNumber
    else {
      throw Diagnostic(
        "\(source(of: left.0.range)) is \(leftType.noun) and "
          + "\(source(of: right.0.range)) \(rightType.noun)",
        at: SourceRange(left.0.range.lowerBound, right.0.range.upperBound))
    }
  }
}

extension ComparisonOperator {
  /// The operator without its `not`, and whether it had one.
  ///
  /// `!=` and `!~` are operators of their own: of a list they ask for an element that differs,
  /// `not` for no element that holds.
  var withoutNot: (ComparisonOperator, Bool) {
    switch self {
    case .notContains: (.contains, true)
    case .notContainsIgnoringCase: (.containsIgnoringCase, true)
    case .notStartsWith: (.startsWith, true)
    case .notLike: (.like, true)
    default: (self, false)
    }
  }
}

extension ValueTest {
  /// The types of an attribute's values that the test's constants do not fit.
  fileprivate func mismatched(among reference: ColumnReference) -> Set<ValueType> {
    guard let columns = reference.attributeColumns else { return [] }
    let misfits = columns.filter { column in
      switch column.type {
      case .string, .other: text == nil
      case .integer: integers == nil
      case .double: doubles == nil
      case .boolean: booleans == nil
      case .array: false
      }
    }
    return Set(misfits.map { ValueType($0.type) })
  }
}

extension Scalar {
  /// The columns that the value is computed from, in the order written.
  var columns: [ColumnReference] {
    switch self {
    case .constant, .relatives: []
    case .column(let reference): [reference]
    case .negate(let operand, _), .convert(_, let operand), .interval(_, let operand),
      .bin(_, let operand):
      operand.columns
    case .arithmetic(_, let left, let right, _): left.columns + right.columns
    case .condition(let isTrue, let isFalse): isTrue.content.columns + isFalse.content.columns
    case .choice(let condition, let first, let second):
      condition.content.columns + first.columns + second.columns
    case .function(_, let operands, _): operands.flatMap(\.columns)
    }
  }
}

extension Call {
  /// Whether it is one of the aggregates over relatives, which has a value for each span.
  fileprivate var isOfRelatives: Bool {
    arguments.contains { argument in
      guard case .expression(let expression) = argument else { return false }
      if case .relatives = expression.kind { return true }
      return false
    }
  }
}
