/// Finds the messages in a text: the elements of a JSON array, or of the arrays in an object.
///
/// Instrumentation records a conversation as `[{"role": …}, …]`, as `{"messages": [ … ], …}`, or
/// within one more array. An element that is itself an array is looked into; one that is an object
/// or a scalar is a message, whatever it holds.
///
/// Only a way to find good places to cut: a text that begins as JSON and is none has messages that
/// mean nothing, and nothing depends on what they mean. O(bytes), without recursion.
struct MessageScanner: ~Escapable {
  /// A place in a text, and what is open there.
  struct Position {
    var offset: Int
    /// Arrays around the next element.
    var arrayDepth = 0
    var isInObject = false
  }

  private let text: Swift.Span<UInt8>
  private var offset: Int
  private var arrayDepth: Int
  private var isInObject: Bool

  /// Where the scanner stands.
  var position: Position {
    Position(offset: offset, arrayDepth: arrayDepth, isInObject: isInObject)
  }

  /// Begins at a position; one that was reached in another text if that is the same up to there.
  @_lifetime(copy text)
  init(_ text: Swift.Span<UInt8>, at position: Position) {
    self.text = text
    offset = position.offset
    arrayDepth = position.arrayDepth
    isInObject = position.isInObject
  }

  /// Whether a text begins as one with messages does.
  static func isJSON(_ text: Swift.Span<UInt8>, from start: Int) -> Bool {
    var offset = start
    while offset < text.count, isWhitespace(text[offset]) { offset += 1 }
    return offset < text.count
      && (text[offset] == Byte.openBracket || text[offset] == Byte.openBrace)
  }

  /// The next message, behind those given before; nil when there is none.
  @_lifetime(self: copy self)
  mutating func next() -> Range<Int>? {
    while offset < text.count {
      if arrayDepth == 0 {
        advanceOutside(text[offset])
      } else if let message = advanceInArray(text[offset]) {
        return message
      }
    }
    return nil
  }

  /// Before the first array, or between the arrays of an object.
  @_lifetime(self: copy self)
  private mutating func advanceOutside(_ byte: UInt8) {
    switch byte {
    case Byte.quote: offset = endOfString(from: offset)
    case Byte.openBracket:
      arrayDepth = 1
      offset += 1
    case Byte.openBrace where isInObject: offset = endOfElement(from: offset)
    case Byte.openBrace:
      isInObject = true
      offset += 1
    case Byte.closeBrace: offset = text.count
    default: offset += 1
    }
  }

  @_lifetime(self: copy self)
  private mutating func advanceInArray(_ byte: UInt8) -> Range<Int>? {
    switch byte {
    case Byte.comma: offset += 1
    case Byte.openBracket:
      arrayDepth += 1
      offset += 1
    case Byte.closeBracket:
      arrayDepth -= 1
      offset = arrayDepth == 0 && !isInObject ? text.count : offset + 1
    case Byte.closeBrace: offset = text.count
    case _ where isWhitespace(byte): offset += 1
    default:
      let start = offset
      offset = endOfElement(from: start)
      return start..<offset
    }
    return nil
  }

  /// Where an object or a scalar ends that begins at `start`; further on than that.
  private func endOfElement(from start: Int) -> Int {
    var depth = 0
    var index = start
    while index < text.count {
      switch text[index] {
      case Byte.quote:
        index = endOfString(from: index)
        continue
      case Byte.openBrace, Byte.openBracket: depth += 1
      case Byte.closeBrace, Byte.closeBracket:
        if depth == 0 { return index }
        depth -= 1
        if depth == 0 { return index + 1 }
      case Byte.comma where depth == 0: return index
      default: break
      }
      index += 1
    }
    return text.count
  }

  /// The place behind the string that begins at `start`.
  private func endOfString(from start: Int) -> Int {
    var index = start + 1
    while index < text.count {
      let byte = text[index]
      index += 1
      if byte == Byte.quote { return index }
      if byte == Byte.backslash { index += 1 }
    }
    return text.count
  }
}

private enum Byte {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let comma = UInt8(ascii: ",")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
}

private func isWhitespace(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0D).contains(byte)
}
