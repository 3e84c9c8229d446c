import Testing

@testable import TraceStorage

/// What counts as a word, and how case is overlooked.
@Suite struct WordReaderTests {
  private func words(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var words: [String] = []
    var buffer: [UInt8] = []
    var reader = WordReader(bytes.span, in: 0..<bytes.count)
    while let word = reader.next() {
      word.fold(bytes.span, into: &buffer)
      words.append(String(decoding: buffer, as: UTF8.self))
    }
    return words
  }

  @Test func `letters, digits and single characters of other scripts are words`() {
    #expect(words("") == [])
    #expect(words("Refund, REFUND!") == ["refund", "refund"])
    #expect(words("call_9fK2") == ["call", "9", "fk", "2"])
    #expect(words("isn’t Größe, возврат\u{a0}x") == ["isn", "’", "t", "größe", "возврат", "x"])
    #expect(words("漢字 ok😀") == ["漢", "字", "ok", "😀"])
    #expect(words("\\nline \u{1}\"q\"") == ["nline", "q"])
  }

  @Test func `every character that a case mapping makes an ASCII letter is folded to it`() {
    for value in UInt32(0x80)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      var letters = properties.lowercaseMapping.unicodeScalars.filter(\.isASCII)
      let upper = properties.uppercaseMapping.unicodeScalars
      // A pattern overlooks case where the mapping is a single character.
      if upper.count == 1, let only = upper.first, only.isASCII { letters.append(only) }
      guard let letter = letters.first else { continue }
      let folded = words("a\(Character(scalar))b")
      let expected = "a\(String(Character(letter)).lowercased())"
      #expect(
        folded.first?.utf8.starts(with: expected.utf8) == true, "U+\(String(value, radix: 16))")
    }
  }

  @Test func `a text may be read from any byte between words`() {
    let text = "one, two: три; 漢 4five — ſix K"
    let bytes = Array(text.utf8)
    let whole = words(text)
    for place in bytes.indices where isBetweenWords(bytes[place]) {
      let parts = [bytes[..<place], bytes[place...]].map { String(decoding: $0, as: UTF8.self) }
      #expect(words(parts[0]) + words(parts[1]) == whole)
    }
  }
}
