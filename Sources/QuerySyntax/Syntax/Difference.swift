/// `diff {a} vs {b} top n`.
package struct Difference: Hashable, Sendable {
  package var first: Expression
  /// Nil for all spans that are not among the first.
  package var second: Expression?
  package var count: Expression?

  package init(first: Expression, second: Expression?, count: Expression?) {
    self.first = first
    self.second = second
    self.count = count
  }
}
