/// What a stretch of characters says of the words of a text that has it.
struct WordProbe: Hashable {
  var kind: WordKind
  /// The word, folded, with a zero at an end where the text's word ends, too.
  var pattern: [UInt8]

  /// What to ask the words of a text for; nothing where every text may have the characters.
  ///
  /// A word within the characters is a word of the text. The first one may be the end of a longer
  /// word, the last one its beginning, and a single one any part.
  static func probes(for characters: String) -> [WordProbe] {
    let text = Array(characters.utf8)
    var probes: [WordProbe] = []
    var buffer: [UInt8] = []
    let bytes = text.span
    var reader = WordReader(bytes, in: 0..<text.count)
    while let word = reader.next() {
      word.fold(bytes, into: &buffer)
      // A longer word of the text need not be listed, but then its group lists none.
      guard buffer.count >= WordLimits.wordLeastByteCount else { continue }
      let isWhole = word.kind == .character
      var pattern = buffer
      if isWhole || word.range.lowerBound > 0 { pattern.insert(0, at: 0) }
      if isWhole || word.range.upperBound < text.count { pattern.append(0) }
      probes.append(WordProbe(kind: word.kind, pattern: pattern))
    }
    return probes
  }
}
