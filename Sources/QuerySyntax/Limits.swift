/// Bounds on a query, so that no text can exhaust the stack or keep the parser busy.
package enum Limits {
  /// Bytes of a query's text.
  ///
  /// Far above what a person writes; a list of thousands of ids fits.
  package static let textByteCount = 64 * 1_024
  /// Parentheses, calls, `not` and `-` inside one another.
  ///
  /// Each level costs the parser, and all
  /// who walk the tree after it, a handful of stack frames.
  package static let nestingDepth = 64
  /// Operators (`and`, `or`, comparisons, arithmetic) in one query.
  ///
  /// A chain of them leans left, so this and `nestingDepth` together bound the height of the tree.
  package static let operatorCount = 500
  /// Mistakes of a query that are told at once.
  package static let diagnosticCount = 10
  /// Columns of query text in a rendered diagnostic; a longer line is cut around the caret.
  package static let renderedColumnCount = 76
  /// Characters of the query that a message quotes.
  package static let quotedCharacterCount = 40
  /// Characters of a word for which a nearest word is looked for: the cost is quadratic.
  package static let nearestWordCharacterCount = 64
}
