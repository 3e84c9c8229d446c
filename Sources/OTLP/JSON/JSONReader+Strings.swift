internal import TraceModel

/// A string of the text, its quotes left out.
struct StringToken {
  let range: Range<Int>
  let hasEscapes: Bool
}

extension JSONReader {
  /// Reads a string; nil for `null`.
  mutating func readString(_ name: WireName) throws(OTLPError) -> String? {
    guard let token = try readToken(name) else { return nil }
    return text(of: token)
  }

  /// Finds a string's bytes without reading them; nil for `null`.
  mutating func readToken(_ name: WireName) throws(OTLPError) -> StringToken? {
    guard try peek() == UInt8(ascii: "\"") else {
      if try takeNull() { return nil }
      throw try mismatch(name, expected: "a string")
    }
    return try scanString()
  }

  /// The characters that a token stands for.
  mutating func text(of token: StringToken) -> String {
    // The text was found to be UTF-8 as a whole, so decoding repairs nothing.
    guard token.hasEscapes else { return String(decoding: bytes[token.range], as: UTF8.self) }
    unescape(token.range)
    return String(decoding: unescaped, as: UTF8.self)
  }

  /// Passes over a string and checks its escapes; the next byte is its opening quote.
  mutating func scanString() throws(OTLPError) -> StringToken {
    let start = offset + 1
    var hasEscapes = false
    var index = start
    while true {
      index = plainEnd(from: index)
      guard index < bytes.count else { throw .truncated(offset: index) }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        offset = index + 1
        return StringToken(range: start..<index, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index += try escapeByteCount(at: index)
      default:
        throw .malformed(reason: "a control character in a string", offset: index)
      }
    }
  }

  /// Where the run of bytes that stand for themselves ends.
  @inline(__always)
  private func plainEnd(from start: Int) -> Int {
    let span = bytes.span
    var index = start
    while index < span.count {
      let byte = span[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      index += 1
    }
    return index
  }

  /// The length of the escape that begins at `index`; an error when it is none of JSON's.
  private func escapeByteCount(at index: Int) throws(OTLPError) -> Int {
    guard index + 1 < bytes.count else { throw .truncated(offset: bytes.count) }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      for position in (index + 2)..<(index + 6) {
        guard position < bytes.count else { throw .truncated(offset: bytes.count) }
        guard hexadecimalValue(CollectionOfOne(bytes[position])) != nil else {
          throw .malformed(reason: "\\u without four hexadecimal digits", offset: index)
        }
      }
      return 6
    default: throw .malformed(reason: "an unknown escape in a string", offset: index)
    }
  }
}

// MARK: - Escapes

extension JSONReader {
  /// Leaves in `unescaped` what the bytes of a scanned string stand for.
  mutating func unescape(_ range: Range<Int>) {
    unescaped.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    while index < range.upperBound {
      let end = min(plainEnd(from: index), range.upperBound)
      unescaped.append(contentsOf: bytes[index..<end])
      index = end
      if index < range.upperBound { index += appendEscape(at: index) }
    }
  }

  /// Appends what the escape at `index` stands for; returns its length.
  private mutating func appendEscape(at index: Int) -> Int {
    switch bytes[index + 1] {
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"): return appendCodePoint(at: index)
    case let itself: unescaped.append(itself)
    }
    return 2
  }

  private mutating func appendCodePoint(at index: Int) -> Int {
    let unit = codeUnit(at: index)
    if (0xD800..<0xDC00).contains(unit), let low = lowSurrogate(at: index + 6) {
      append(UnicodeScalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)))
      return 12
    }
    append(UnicodeScalar(unit))
    return 6
  }

  /// Appends a scalar, or U+FFFD for half a surrogate pair.
  private mutating func append(_ scalar: UnicodeScalar?) {
    unescaped.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
  }

  private func lowSurrogate(at index: Int) -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u"),
      let value = hexadecimalValue(bytes[(index + 2)..<(index + 6)]),
      (0xDC00..<0xE000).contains(value)
    else { return nil }
    return UInt32(value)
  }

  private func codeUnit(at index: Int) -> UInt32 {
    UInt32(hexadecimalValue(bytes[(index + 2)..<(index + 6)]) ?? 0xFFFD)
  }
}
