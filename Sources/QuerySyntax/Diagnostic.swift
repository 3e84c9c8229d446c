/// Why a query was refused, and where.
package struct Diagnostic: Error, Hashable, Sendable {
  /// What is wrong, in a sentence without a full stop.
  package var message: String
  /// Where; an empty range points between two bytes.
  package var range: SourceRange
  /// What to do about it: what was expected, the nearest name, the right spelling.
  package var hint: String?
  /// Whether the text ended where more was wanted, wherever the mistake is shown.
  package var wantsMore: Bool

  package init(
    _ message: String, at range: SourceRange, hint: String? = nil, wantsMore: Bool = false
  ) {
    self.message = message
    self.range = range
    self.hint = hint
    self.wantsMore = wantsMore
  }
}
