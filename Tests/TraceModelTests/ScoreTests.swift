import Testing
import TraceModel

@Suite struct ScoreTests {
  private func score(
    session: String = "s", name: String = "faithfulness", source: String = "",
    number: Double? = 0.5, label: String? = nil, comment: String? = nil
  ) -> Score {
    Score(
      of: .session(session), name: name, source: source, number: number, label: label,
      comment: comment, time: 0)
  }

  @Test func `a score with a number, a label or both is valid`() throws {
    try score().validate()
    try score(number: nil, label: "good").validate()
    try score(source: "gpt-4o judge", number: -0.0, label: "é 😀", comment: "because").validate()
  }

  @Test func `what cannot be stored or named is refused`() {
    #expect(throws: ScoreError.nameMissing) { try score(name: "").validate() }
    #expect(throws: ScoreError.valueMissing) { try score(number: nil).validate() }
    #expect(throws: ScoreError.valueMissing) { try score(number: nil, label: "").validate() }
    #expect(throws: ScoreError.numberNotFinite) { try score(number: .nan).validate() }
    #expect(throws: ScoreError.numberNotFinite) { try score(number: .infinity).validate() }
    #expect(throws: ScoreError.sessionMissing) { try score(session: "").validate() }
    for text in ["a[b", "a]", "a\nb", "\u{7F}", "\u{9B}"] {
      #expect(throws: ScoreError.forbiddenCharacter(part: "name")) {
        try score(name: text).validate()
      }
      #expect(throws: ScoreError.forbiddenCharacter(part: "source")) {
        try score(source: text).validate()
      }
    }
  }

  @Test func `texts have bounds, in bytes`() throws {
    try score(name: String(repeating: "é", count: 64)).validate()
    #expect(throws: ScoreError.tooLong(part: "name", byteLimit: 128)) {
      try score(name: String(repeating: "é", count: 65)).validate()
    }
    #expect(throws: ScoreError.tooLong(part: "label", byteLimit: 1_024)) {
      try score(label: String(repeating: "x", count: 1_025)).validate()
    }
    #expect(throws: ScoreError.tooLong(part: "comment", byteLimit: 8_192)) {
      try score(comment: String(repeating: "x", count: 8_193)).validate()
    }
    #expect(throws: ScoreError.tooLong(part: "session", byteLimit: 1_024)) {
      try score(session: String(repeating: "x", count: 1_025)).validate()
    }
  }
}
