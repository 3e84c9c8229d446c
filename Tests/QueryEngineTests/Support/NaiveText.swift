import TestSupport

/// A test of text, as a query says it and as meaning, by the standard library alone.
struct NaiveTextTest {
  enum Operator: String, CaseIterable {
    case contains, icontains, startswith, like
    case matches = "=~"
    case differs = "!~"
  }

  var field: OracleField
  var comparison: Operator
  var pattern: String
  var isNegated = false

  var text: String {
    "\(field.name) \(isNegated ? "not " : "")\(comparison.rawValue) \"\(quoted)\""
  }

  private var quoted: String {
    pattern.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
  }

  func holds(for span: TestSpan) -> Bool? {
    field.value(of: span).flatMap { holds(of: $0) }.map { $0 != isNegated }
  }

  /// Of a list when of any element; unknown of what is no text.
  private func holds(of value: OracleValue) -> Bool? {
    switch value {
    case .text(let text): return holds(of: text)
    case .list(let elements):
      let truths = elements.map { holds(of: $0) }
      if truths.contains(true) { return true }
      return truths.contains(nil) ? nil : false
    default: return nil
    }
  }

  private func holds(of text: String) -> Bool {
    switch comparison {
    case .contains: text.contains(pattern)
    case .icontains: text.lowercased().contains(pattern.lowercased())
    case .startswith: text.hasPrefix(pattern)
    case .like: Self.isLike(Array(text)[...], Array(pattern)[...])
    case .matches: isFound(in: text)
    case .differs: !isFound(in: text)
    }
  }

  private func isFound(in text: String) -> Bool {
    guard let expression = try? Regex(pattern) else { return false }
    return text.contains(expression)
  }

  private static func isLike(
    _ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>
  ) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case "%": return (0...text.count).contains { isLike(text.dropFirst($0), rest) }
    case "_": return !text.isEmpty && isLike(text.dropFirst(), rest)
    case "\\": return text.first == rest.first && isLike(text.dropFirst(), rest.dropFirst())
    default: return text.first == first && isLike(text.dropFirst(), rest)
    }
  }
}

extension RandomStore {
  private static let words = [
    "hello", "HELLO", "ö", "Ö", "GPT", "v1", "a", "o w", "100%", "_", "", "ok", "rat",
  ]
  private static let likes = [
    "%", "hello%", "%o%", "_ello", "gr__e", "h%o%d", "%\\%%", "%\\_w%", "v_", "%gpt%", "", "%l_o%",
    "GR%", "__",
  ]
  private static let expressions = [
    "^h", "o$", "l+o", "gr(ö|o)", "[a-g]e", "(?i)HELLO", "\\d+%", "^(v1|v10)$", "^$", "x*", "o.w",
    "^[^v]", "(a|b){1}", "-(mini|maxi)?$", "\\w\\s\\w", "^.{5}$",
  ]

  /// A random test of a field of text; nil where questions are about none.
  mutating func textTest() -> NaiveTextTest? {
    let fields = questions.filter(\.isText)
    guard let field = fields.randomElement(using: &generator) else { return nil }
    let comparison = choose(NaiveTextTest.Operator.allCases)
    let patterns =
      switch comparison {
      case .like: Self.likes
      case .matches, .differs: Self.expressions
      default: Self.words
      }
    // A regular expression has its own negation.
    let canBeNegated = comparison != .matches && comparison != .differs
    return NaiveTextTest(
      field: field, comparison: comparison, pattern: choose(patterns),
      isNegated: canBeNegated && chance(30))
  }
}
