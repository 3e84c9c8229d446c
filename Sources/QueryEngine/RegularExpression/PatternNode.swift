/// A part of a regular expression.
indirect enum PatternNode: Hashable, Sendable {
  case empty
  case scalar(ScalarSet)
  case assertion(PatternAssertion)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// `most` is nil without a bound.
  case repetition(PatternNode, least: Int, most: Int?)
}

/// A condition on a place between two characters.
enum PatternAssertion: Hashable, Sendable {
  case textStart
  case textEnd
  /// `\b`, or `\B` when inverted; words are ASCII, as in RE2.
  case wordBoundary(isInverted: Bool)

  func holds(before: Unicode.Scalar?, after: Unicode.Scalar?) -> Bool {
    switch self {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .wordBoundary(let isInverted):
      (isWord(before) != isWord(after)) != isInverted
    }
  }

  private func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    switch scalar {
    case ("a"..."z")?, ("A"..."Z")?, ("0"..."9")?, "_"?: true
    default: false
    }
  }
}

/// Why a pattern was refused.
struct PatternError: Error, Hashable {
  var message: String
  /// Where, in UTF-8 bytes of the pattern.
  var offset: Int
}
