/// A node of the syntax tree, with the range of text it came from.
///
/// Two nodes are equal when their trees are: where they stood in the text does not matter.
package struct Expression: Sendable {
  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package indirect enum Kind: Hashable, Sendable {
    /// A number, duration, size, amount, share, instant, `true`, `false`, `null`, or a bare word
    /// in value position.
    case literal(Literal)
    /// Quoted text, quotes and escapes resolved.
    case string(String)
    /// `$name`.
    case parameter(String)
    /// A field or attribute.
    case path(Path)
    /// A function or an aggregate.
    case call(Call)
    case negate(Expression)
    case arithmetic(ArithmeticOperator, Expression, Expression)

    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    /// The right side is a value, or anything in parentheses.
    case comparison(ComparisonOperator, Expression, Expression)
    case membership(Expression, in: [Expression], negated: Bool)
    /// Both ends included.
    case between(Expression, Expression, Expression, negated: Bool)
    /// `is missing`, `is null`.
    case missing(Expression, negated: Bool)

    /// Relatives of a span: as a predicate, whether there is one.
    case relatives(Relatives)
    /// `{predicate}`: the spans of which it is true; all without a predicate.
    case spans(Expression?)
    /// `{a} >> {b}`
    case arrow(Arrow, Expression, Expression)
    /// `{a} && {b}`
    case both(Expression, Expression)
    /// `{a} || {b}`
    case either(Expression, Expression)
  }
}

extension Expression: Hashable {
  package static func == (left: Expression, right: Expression) -> Bool { left.kind == right.kind }
  package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

extension Expression {
  /// The expressions that it is made of, in the order written.
  package var parts: [Expression] {
    switch kind {
    case .literal, .string, .parameter, .path: []
    case .call(let call):
      call.arguments.compactMap { argument in
        if case .expression(let expression) = argument { expression } else { nil }
      } + (call.condition.map { [$0] } ?? [])
    case .negate(let operand), .not(let operand), .missing(let operand, _): [operand]
    case .arithmetic(_, let left, let right), .and(let left, let right), .or(let left, let right),
      .comparison(_, let left, let right):
      [left, right]
    case .membership(let value, let values, _): [value] + values
    case .between(let value, let low, let high, _): [value, low, high]
    case .relatives(let relatives): [relatives.condition, relatives.field].compactMap { $0 }
    case .spans(let condition): condition.map { [$0] } ?? []
    case .arrow(_, let left, let right), .both(let left, let right), .either(let left, let right):
      [left, right]
    }
  }
}

/// `a.b["c"].0`: the parts of a field's or an attribute's name.
package struct Path: Hashable, Sendable {
  /// One part each: `attr.order.id` has three, `attr["order.id"]` two.
  package var parts: [String]
  /// Whose score is meant, as in `score.faithfulness[human]`.
  package var source: String?

  package init(parts: [String], source: String? = nil) {
    self.parts = parts
    self.source = source
  }

  /// Whether the path begins as those of scores do, the only ones that may have a source.
  package var isScore: Bool { parts.first == "score" }
}

/// `name(argument, …)`, with or without `if (condition)` behind it.
package struct Call: Hashable, Sendable {
  /// In lower case.
  package var name: String
  package var arguments: [Argument]
  /// What must be true of the spans that an aggregate takes in; nil for all.
  package var condition: Expression?

  package enum Argument: Hashable, Sendable {
    case expression(Expression)
    /// `*`, as in `count(*)`.
    case everything
  }

  package init(name: String, arguments: [Argument], condition: Expression? = nil) {
    self.name = name
    self.arguments = arguments
    self.condition = condition
  }
}

package enum ArithmeticOperator: String, CaseIterable, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
}

package enum ComparisonOperator: String, CaseIterable, Hashable, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  /// Unanchored regular expression.
  case matches = "=~"
  case notMatches = "!~"
  case contains = "contains"
  case notContains = "not contains"
  /// `contains`, case ignored.
  case containsIgnoringCase = "icontains"
  case notContainsIgnoringCase = "not icontains"
  case startsWith = "startswith"
  case notStartsWith = "not startswith"
  /// Whole text against a pattern of `%` and `_`.
  case like = "like"
  case notLike = "not like"
}
