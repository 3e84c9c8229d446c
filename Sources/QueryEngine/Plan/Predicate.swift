import QuerySyntax

/// A condition on a span.
///
/// `not` stands only at leaves: in Kleene logic it may be pushed there, and then nothing but "is
/// true" has to be computed, null being never true.
indirect enum Predicate: Hashable, Sendable {
  case always
  case never
  case all([Predicate])
  case any([Predicate])
  /// A column compared with constants. Negation asks that the comparison be false: of a list,
  /// that it hold of no element.
  case column(ColumnReference, ValueTest, negated: Bool)
  /// A computed value compared with constants.
  case computed(Scalar, ValueTest, negated: Bool)
  /// Two computed values compared.
  case comparison(ComparisonOperator, Scalar, Scalar, negated: Bool)
  case missing(Scalar, negated: Bool)
  /// A condition on other spans of the trace; its negation is true wherever it is not.
  case structure(SpanStructure, negated: Bool)
}
