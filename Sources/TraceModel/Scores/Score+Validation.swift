/// Why a score cannot be stored.
public enum ScoreError: Error, Hashable, Sendable {
  /// It has no name.
  case nameMissing
  /// It has neither a number nor a label.
  case valueMissing
  /// The number is NaN or infinite.
  case numberNotFinite
  /// The target is a session without a name.
  case sessionMissing
  /// A text has more bytes of UTF-8 than are kept.
  case tooLong(part: String, byteLimit: Int)
  /// A text holds a bracket, which queries write around the source, or a control character.
  case forbiddenCharacter(part: String)
}

extension ScoreError: CustomStringConvertible {
  /// A sentence that says what is wrong.
  public var description: String {
    switch self {
    case .nameMissing: "a score needs a name"
    case .valueMissing: "a score needs a number or a label"
    case .numberNotFinite: "a score's number is neither NaN nor infinite"
    case .sessionMissing: "a session's id is not empty"
    case .tooLong(let part, let limit): "the \(part) is longer than \(limit) bytes"
    case .forbiddenCharacter(let part):
      "the \(part) holds a bracket or a control character, which queries could not name"
    }
  }
}

/// Bounds of a score's texts, in bytes of UTF-8.
package enum ScoreLimits {
  /// Names and sources are columns, and stand in headers and notes.
  package static let nameByteCount = 128
  /// What a dictionary of a segment takes: longer texts would be payload.
  package static let labelByteCount = 1_024
  /// A few paragraphs of reasons.
  package static let commentByteCount = 8_192
}

extension Score {
  /// Throws unless the score can be stored, and queries can name it.
  public func validate() throws(ScoreError) {
    guard !name.isEmpty else { throw .nameMissing }
    try check(name, "name", ScoreLimits.nameByteCount, isColumn: true)
    try check(source, "source", ScoreLimits.nameByteCount, isColumn: true)
    guard number != nil || label?.isEmpty == false else { throw .valueMissing }
    if let number, !number.isFinite { throw .numberNotFinite }
    try check(label ?? "", "label", ScoreLimits.labelByteCount, isColumn: false)
    try check(comment ?? "", "comment", ScoreLimits.commentByteCount, isColumn: false)
    if case .session(let session) = target {
      guard !session.isEmpty else { throw .sessionMissing }
      try check(session, "session", ScoreLimits.labelByteCount, isColumn: false)
    }
  }

  private func check(
    _ text: String, _ part: String, _ limit: Int, isColumn: Bool
  ) throws(ScoreError) {
    guard text.utf8.count <= limit else { throw .tooLong(part: part, byteLimit: limit) }
    guard isColumn else { return }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "[", "]", "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": throw .forbiddenCharacter(part: part)
      default: break
      }
    }
  }

  /// The columns that the score is seen in: that of its name, and that of its name and source.
  package var columnKeys: [String] { Self.columnKeys(name: name, source: source) }

  /// The columns of a name and a source, which may be empty.
  package static func columnKeys(name: String, source: String) -> [String] {
    source.isEmpty ? [name] : [name, "\(name)[\(source)]"]
  }
}
