import QuerySyntax

/// A condition on text.
struct TextTest: Hashable, Sendable {
  enum Condition: Hashable, Sendable {
    /// Equal to one of these.
    case among(Set<ExactText>)
    /// Compared by UTF-8 bytes.
    case ordered(ComparisonOperator, String)
    case between(String, String)
    case contains(String)
    /// The needle is folded already.
    case containsFolded(String)
    case hasPrefix(String)
    case like(LikePattern)
    case matches(RegularExpression)
  }

  var condition: Condition
  /// Whether the condition must fail: `!=` and `!~`, which ask it of each element of a list.
  var isInverted = false

  func holds(for text: String) -> Bool {
    conditionHolds(for: text) != isInverted
  }

  private func conditionHolds(for text: String) -> Bool {
    switch condition {
    case .among(let texts): texts.contains(ExactText(text))
    case .ordered(let comparison, let bound): comparison.holds(orderBytes(text, bound))
    case .between(let first, let last): orderBytes(text, first) >= 0 && orderBytes(text, last) <= 0
    case .contains(let needle): containsBytes(text, needle)
    case .containsFolded(let needle): containsBytes(text.lowercased(), needle)
    case .hasPrefix(let prefix): text.utf8.starts(with: prefix.utf8)
    case .like(let pattern): pattern.matches(text)
    case .matches(let expression): expression.matches(text)
    }
  }
}

extension ComparisonOperator {
  /// Whether the operator holds of two values whose order is negative, zero or positive.
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    default: false
    }
  }

  var isEquality: Bool { self == .equal || self == .notEqual }
  var isOrdering: Bool {
    self == .less || self == .lessOrEqual || self == .greater || self == .greaterOrEqual
  }
}

/// Negative, zero or positive as the left text comes before, at or after the right one, by
/// UTF-8 bytes.
func orderBytes(_ left: String, _ right: String) -> Int {
  var leftBytes = left.utf8.makeIterator()
  var rightBytes = right.utf8.makeIterator()
  while true {
    switch (leftBytes.next(), rightBytes.next()) {
    case (nil, nil): return 0
    case (nil, _): return -1
    case (_, nil): return 1
    case (let left?, let right?):
      if left != right { return left < right ? -1 : 1 }
    }
  }
}

/// Whether text has a stretch of the needle's bytes.
///
/// - Complexity: O(n m) at worst; needles are short.
private func containsBytes(_ text: String, _ needle: String) -> Bool {
  let bytes = text.utf8Span.span
  let pattern = needle.utf8Span.span
  guard pattern.count > 0 else { return true }
  guard bytes.count >= pattern.count else { return false }
  let first = pattern[0]
  for start in 0...(bytes.count - pattern.count) where bytes[start] == first {
    if hasBytes(bytes, pattern, at: start) { return true }
  }
  return false
}

private func hasBytes(
  _ bytes: Swift.Span<UInt8>, _ pattern: Swift.Span<UInt8>, at start: Int
) -> Bool {
  for index in pattern.indices where bytes[start + index] != pattern[index] { return false }
  return true
}

/// Text that equals other text of the same bytes only.
///
/// `String` also equates what Unicode calls canonically equivalent. Answers would then depend on
/// which spelling came first, and on the store comparing the same way.
struct ExactText: Hashable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
