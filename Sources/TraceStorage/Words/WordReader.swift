/// Kinds of words, each listed, or not, for itself.
enum WordKind: Int, CaseIterable, Sendable {
  /// Letters of ASCII, and all characters of two bytes but those that begin with 0xC2: Latin,
  /// Greek, Cyrillic, Hebrew and Arabic ones.
  case letters
  /// ASCII digits.
  case digits
  /// A single character of three or four bytes: scripts that put no space between words, and signs.
  case character

  /// The longest word that is listed.
  var greatestByteCount: Int {
    switch self {
    case .letters: WordLimits.lettersGreatestByteCount
    case .digits: WordLimits.digitsGreatestByteCount
    case .character: 4
    }
  }
}

/// Finds the words of a text: runs of letters, runs of digits, and single characters of other
/// scripts.
///
/// Everything else stands between words.
///
/// `call_9fK2` has the words `call`, `9`, `fk` and `2`: so ids made of chance, which are many,
/// have words that are few. A reader may begin and end at any byte that is ASCII and neither letter
/// nor digit, and finds the same words there.
struct WordReader: ~Escapable {
  struct Word {
    var kind: WordKind
    var range: Range<Int>
    /// Whether to fold it takes no more than setting a bit.
    var isASCII: Bool
  }

  private let text: Swift.Span<UInt8>
  private let end: Int
  private var offset: Int

  @_lifetime(copy text)
  init(_ text: Swift.Span<UInt8>, in range: Range<Int>) {
    self.text = text
    offset = range.lowerBound
    end = range.upperBound
  }

  /// The next word; nil when there is none.
  @_lifetime(self: copy self)
  mutating func next() -> Word? {
    while offset < end {
      let byte = text[offset]
      if isASCIILetter(byte) || letterByteCount(byte) > 0 { return letters() }
      if isDigit(byte) { return digits() }
      let count = scalarByteCount(byte)
      if count >= 3, offset &+ count <= end {
        offset &+= count
        return Word(kind: .character, range: offset &- count..<offset, isASCII: false)
      }
      offset &+= 1
    }
    return nil
  }

  @_lifetime(self: copy self)
  private mutating func letters() -> Word {
    let start = offset
    var isASCII = true
    while offset < end {
      let byte = text[offset]
      if isASCIILetter(byte) {
        offset &+= 1
        continue
      }
      let count = letterByteCount(byte)
      guard count > 0 else { break }
      isASCII = false
      offset &+= count
    }
    return Word(kind: .letters, range: start..<offset, isASCII: isASCII)
  }

  @_lifetime(self: copy self)
  private mutating func digits() -> Word {
    let start = offset
    while offset < end, isDigit(text[offset]) { offset &+= 1 }
    return Word(kind: .digits, range: start..<offset, isASCII: true)
  }

  /// Bytes of the letter beyond ASCII that begins with a byte at the offset; 0 where none does.
  private func letterByteCount(_ byte: UInt8) -> Int {
    if byte >= 0xC3 && byte <= 0xDF { return offset &+ 2 <= end ? 2 : 0 }
    return byte == 0xE2 && isKelvin(text, at: offset, before: end) ? 3 : 0
  }
}

extension WordReader.Word {
  /// The word as it is listed, in place of what a buffer held: case is folded in ASCII alone, and
  /// what case mappings turn into ASCII letters becomes these.
  ///
  /// No other character has a case mapping that is, or begins with, an ASCII letter; so texts that
  /// differ by case, in any way that a condition overlooks, differ in no ASCII letter of their words.
  func fold(_ text: Swift.Span<UInt8>, into buffer: inout [UInt8]) {
    buffer.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = text[index]
      if byte < 0x80 {
        buffer.append(byte | 0x20)
        index += 1
        continue
      }
      let next = index + 1 < range.upperBound ? text[index + 1] : 0
      switch (byte, next) {
      case (0xC4, 0xB0): buffer += [UInt8(ascii: "i"), 0xCC, 0x87]  // İ: i and a dot above
      case (0xC4, 0xB1): buffer.append(UInt8(ascii: "i"))  // ı
      case (0xC5, 0xBF): buffer.append(UInt8(ascii: "s"))  // ſ
      case (0xE2, _) where kind == .letters: buffer.append(UInt8(ascii: "k"))  // the Kelvin sign
      default:
        for place in index..<min(index + scalarByteCount(byte), range.upperBound) {
          buffer.append(text[place])
        }
      }
      index += scalarByteCount(byte)
    }
  }
}

/// Whether a byte may be taken for the end of what stands before it: it is in no word.
func isBetweenWords(_ byte: UInt8) -> Bool {
  byte < 0x80 && !isASCIILetter(byte) && !isDigit(byte)
}

private func isASCIILetter(_ byte: UInt8) -> Bool {
  (byte | 0x20) &- UInt8(ascii: "a") < 26
}

private func isDigit(_ byte: UInt8) -> Bool {
  byte &- UInt8(ascii: "0") < 10
}

/// Bytes of the character that begins with a byte; 1 for those that begin none.
private func scalarByteCount(_ byte: UInt8) -> Int {
  if byte < 0xC2 { return 1 }
  if byte < 0xE0 { return 2 }
  return byte < 0xF0 ? 3 : 4
}

private func isKelvin(_ text: Swift.Span<UInt8>, at offset: Int, before end: Int) -> Bool {
  offset + 3 <= end && text[offset + 1] == 0x84 && text[offset + 2] == 0xAA
}
