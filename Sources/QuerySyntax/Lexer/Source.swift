/// A query's text as bytes, and what each character may be part of.
///
/// The lexer and the splitter of statements share it, so that they agree on where a string or a
/// comment begins.
struct Source: Sendable {
  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  var end: Int { bytes.count }

  /// The byte at `position`, or zero past the end.
  func byte(at position: Int) -> UInt8 { position < bytes.count ? bytes[position] : 0 }

  func text(_ range: SourceRange) -> String {
    String(decoding: bytes[range.lowerBound..<range.upperBound], as: UTF8.self)
  }

  /// The character at `position`, which must be its first byte, and its length in bytes.
  func scalar(at position: Int) -> (scalar: Unicode.Scalar, byteCount: Int) {
    let first = bytes[position]
    let byteCount = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard byteCount > 1 else { return (Unicode.Scalar(first), 1) }
    var value = UInt32(first) & (0x7F >> UInt32(byteCount))
    for offset in 1..<byteCount { value = value << 6 | UInt32(byte(at: position + offset) & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", byteCount)
  }

  /// The end of the run of characters from `position` on that satisfy `isPart`.
  func endOfRun(from position: Int, where isPart: (Unicode.Scalar) -> Bool) -> Int {
    var position = position
    while position < end {
      let (scalar, byteCount) = scalar(at: position)
      guard isPart(scalar) else { break }
      position += byteCount
    }
    return position
  }

  /// Whether a comment begins here: `--` at the start, or after white space or a delimiter.
  ///
  /// After anything else it is part of a word (`x=a--b`) or arithmetic (`a--1`). That depends on
  /// the one character before only, so that the splitter need not know the grammar.
  func startsComment(at position: Int) -> Bool {
    guard byte(at: position) == UInt8(ascii: "-"), byte(at: position + 1) == UInt8(ascii: "-")
    else { return false }
    var before = position - 1
    while before > 0, bytes[before] & 0xC0 == 0x80 { before -= 1 }
    return before < 0 || !scalar(at: before).scalar.isBare
  }

  /// The first position from `position` on that is neither white space nor in a comment.
  func skippingSpace(from position: Int) -> Int {
    var position = position
    while position < end {
      if startsComment(at: position) {
        position = endOfRun(from: position) { $0 != "\n" }
      } else {
        let (scalar, byteCount) = scalar(at: position)
        guard scalar.isSpace else { break }
        position += byteCount
      }
    }
    return position
  }

  /// The position behind the string that opens at `position`, and whether it is closed there.
  ///
  /// A string ends with its line at the latest: a forgotten quote spoils no more than that.
  func endOfString(from position: Int) -> (end: Int, isClosed: Bool) {
    let quote = bytes[position]
    var position = position + 1
    while position < end, bytes[position] != UInt8(ascii: "\n") {
      if bytes[position] == quote { return (position + 1, true) }
      let isEscape = bytes[position] == UInt8(ascii: "\\") && byte(at: position + 1) != 10
      position = min(end, position + (isEscape ? 2 : 1))
    }
    return (position, false)
  }
}

extension Unicode.Scalar {
  /// White space; the mark that some editors put at the start of a file counts as such.
  var isSpace: Bool {
    isASCII
      ? self == " " || (9...13).contains(value) : properties.isWhitespace || self == "\u{FEFF}"
  }

  /// May begin a name.
  var isNameStart: Bool {
    isASCII ? ("a"..."z" ~= self || "A"..."Z" ~= self || self == "_") : properties.isXIDStart
  }

  /// May continue a name.
  var isNamePart: Bool {
    isASCII ? isNameStart || isDigit : properties.isXIDContinue
  }

  var isDigit: Bool { "0"..."9" ~= self }

  /// May be part of a bare word in value position.
  var isBare: Bool {
    guard isASCII else {
      return !isSpace && value > 0x9F && !("\u{2018}"..."\u{201F}" ~= self)
    }
    return value > 0x20 && value != 0x7F && !Self.delimiters.contains(self)
  }

  /// What ends a bare word, besides white space.
  ///
  /// Curly quotes do too: they come from word processors and are meant as quotes.
  static let delimiters = Set(",()[]{}|;\"'<>=!~".unicodeScalars)
}
