/// Why a query was refused: its mistakes, in the order of their places.
///
/// Each stands for itself: what only follows from another is left out.
package struct Diagnostics: Error, Hashable, Sendable {
  package let first: Diagnostic
  private let others: [Diagnostic]
  /// Whether there are mistakes besides `all`.
  package let hasMore: Bool

  package init(_ only: Diagnostic) {
    first = only
    others = []
    hasMore = false
  }

  /// The first few of some mistakes, found in any order; nil for none.
  package init?(_ mistakes: [Diagnostic]) {
    // Stable: of two mistakes at one place, the one found first leads.
    let ordered = mistakes.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }.map(\.element)
    guard let first = ordered.first else { return nil }
    self.first = first
    others = Array(ordered.prefix(Limits.diagnosticCount).dropFirst())
    hasMore = ordered.count > Limits.diagnosticCount
  }

  /// At least one, and at most `Limits.diagnosticCount`.
  package var all: [Diagnostic] { [first] + others }

  /// The messages as a terminal shows them, one after the other.
  ///
  /// No line break at the end.
  package func rendered(in text: String) -> String {
    let note = hasMore ? ["note: these are the first \(all.count) mistakes of more"] : []
    return (all.map { $0.rendered(in: text) } + note).joined(separator: "\n")
  }
}
