/// A piece of a query's text that the grammar treats as one.
package struct Token: Hashable, Sendable {
  package var kind: Kind
  package var range: SourceRange

  package enum Kind: Hashable, Sendable {
    /// A keyword or a name, as written: which of the two depends on where it stands.
    case word(String)
    case literal(Literal)
    /// Quotes and escapes resolved.
    case string(String)
    /// Without the `$`.
    case parameter(String)
    /// The name of a saved query, without the `@`.
    case saved(String)
    /// An operator or a delimiter.
    case symbol(String)
    case end
  }

  /// The word in lower case, since keywords ignore case; nil for anything but a word.
  package var keyword: String? {
    guard case .word(let text) = kind else { return nil }
    return text.lowercased()
  }
}
