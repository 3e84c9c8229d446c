/// Pulls a JSON text apart, value by value, without building a tree.
///
/// The caller asks for what it expects next; what it does not want, it skips. Numbers and strings
/// come as ranges of the text, so that a field nobody needs costs no allocation. Why not a general
/// library: a message of a thousand spans must survive one bad span, and reading is to cost about
/// what copying the strings does.
///
/// Strict by RFC 8259, with one leniency: half a surrogate pair in an escape becomes U+FFFD,
/// because senders cut texts in the middle of an emoji.
struct JSONReader {
  let bytes: [UInt8]
  /// The next byte to read.
  var offset = 0
  /// Objects and lists open around `offset`.
  private var depth = 0
  /// Reused to take escapes out of strings.
  var unescaped: [UInt8] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: Self.byteOrderMark) { offset = Self.byteOrderMark.count }
  }

  /// A position to come back to.
  struct Mark {
    fileprivate let offset: Int
    fileprivate let depth: Int
  }

  var mark: Mark { Mark(offset: offset, depth: depth) }

  mutating func rewind(to mark: Mark) {
    offset = mark.offset
    depth = mark.depth
  }
}

// MARK: - Objects and lists

extension JSONReader {
  /// Enters an object; false when there is a `null` in its place.
  @inline(__always)
  mutating func beginObject(_ name: WireName) throws(OTLPError) -> Bool {
    try begin(UInt8(ascii: "{"), expected: "an object", name)
  }

  /// Enters a list; false when there is a `null` in its place.
  @inline(__always)
  mutating func beginArray(_ name: WireName) throws(OTLPError) -> Bool {
    try begin(UInt8(ascii: "["), expected: "a list", name)
  }

  private mutating func begin(
    _ opening: UInt8, expected: StaticString, _ name: WireName
  ) throws(OTLPError) -> Bool {
    let byte = try peek()
    guard byte == opening else {
      if try takeNull() { return false }
      throw try mismatch(name, expected: expected)
    }
    try enter()
    return true
  }

  /// Moves to the next member's name; nil at the object's end, which is consumed.
  ///
  /// `isFirst` is the caller's, true before the first call.
  @inline(__always)
  mutating func nextKey(_ isFirst: inout Bool) throws(OTLPError) -> StringToken? {
    guard try next(&isFirst, closing: UInt8(ascii: "}")) else { return nil }
    guard try peek() == UInt8(ascii: "\"") else { throw unexpected("a member's name") }
    let key = try scanString()
    guard try peek() == UInt8(ascii: ":") else { throw unexpected("a colon") }
    offset += 1
    return key
  }

  /// Moves to the next element; false at the list's end, which is consumed.
  @inline(__always)
  mutating func nextElement(_ isFirst: inout Bool) throws(OTLPError) -> Bool {
    try next(&isFirst, closing: UInt8(ascii: "]"))
  }

  private mutating func next(_ isFirst: inout Bool, closing: UInt8) throws(OTLPError) -> Bool {
    let byte = try peek()
    if byte == closing {
      offset += 1
      depth -= 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw unexpected("a comma or an end") }
    offset += 1
    // Not left to the value's reader: `[1,]` would pass there as an end.
    guard try peek() != closing else { throw unexpected("a value") }
    return true
  }

  private mutating func enter() throws(OTLPError) {
    guard depth < Limits.jsonNestingLevels else {
      throw .tooDeep(limit: Limits.jsonNestingLevels, offset: offset)
    }
    depth += 1
    offset += 1
  }

  /// Passes over one value of any kind.
  mutating func skipValue() throws(OTLPError) {
    switch try peek() {
    case UInt8(ascii: "{"):
      try enter()
      var isFirst = true
      while try nextKey(&isFirst) != nil { try skipValue() }
    case UInt8(ascii: "["):
      try enter()
      var isFirst = true
      while try nextElement(&isFirst) { try skipValue() }
    case UInt8(ascii: "\""): _ = try scanString()
    case UInt8(ascii: "t"): try take("true")
    case UInt8(ascii: "f"): try take("false")
    case UInt8(ascii: "n"): try take("null")
    default: _ = try scanNumber()
    }
  }

  /// Refuses anything but white space up to the end of the text.
  mutating func finish() throws(OTLPError) {
    skipWhiteSpace()
    guard offset == bytes.count else { throw malformed("text after the message") }
  }
}

// MARK: - Bytes and literals

extension JSONReader {
  /// The next byte that is no white space, not consumed.
  @inline(__always)
  mutating func peek() throws(OTLPError) -> UInt8 {
    if offset < bytes.count, bytes[offset] > 0x20 { return bytes[offset] }
    skipWhiteSpace()
    guard offset < bytes.count else { throw .truncated(offset: offset) }
    return bytes[offset]
  }

  private mutating func skipWhiteSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  /// Consumes `null`; false when something else comes next.
  mutating func takeNull() throws(OTLPError) -> Bool {
    guard try peek() == UInt8(ascii: "n") else { return false }
    try take("null")
    return true
  }

  /// Reads `true` or `false`; nil for `null`.
  mutating func readBoolean(_ name: WireName) throws(OTLPError) -> Bool? {
    switch try peek() {
    case UInt8(ascii: "t"):
      try take("true")
      return true
    case UInt8(ascii: "f"):
      try take("false")
      return false
    case UInt8(ascii: "n"):
      try take("null")
      return nil
    default: throw try mismatch(name, expected: "true or false")
    }
  }

  private mutating func take(_ literal: String) throws(OTLPError) {
    for byte in literal.utf8 {
      guard offset < bytes.count else { throw .truncated(offset: offset) }
      guard bytes[offset] == byte else { throw unexpected(literal) }
      offset += 1
    }
  }
}

// MARK: - Errors

extension JSONReader {
  func malformed(_ reason: String) -> OTLPError { .malformed(reason: reason, offset: offset) }

  /// Says what stands at `offset` instead of what was expected.
  func unexpected(_ expected: String) -> OTLPError {
    guard offset < bytes.count else { return .truncated(offset: offset) }
    let byte = bytes[offset]
    let found =
      (0x21..<0x7F).contains(byte)
      ? "“\(Character(UnicodeScalar(byte)))”" : "byte 0x\(String(byte, radix: 16))"
    return malformed("\(found) where \(expected) belongs")
  }

  /// The error of a value that is JSON, but of another type than its field's.
  mutating func mismatch(
    _ name: WireName, expected: StaticString
  ) throws(OTLPError) -> OTLPError {
    let found =
      switch try peek() {
      case UInt8(ascii: "{"): "an object"
      case UInt8(ascii: "["): "a list"
      case UInt8(ascii: "\""): "a string"
      case UInt8(ascii: "t"), UInt8(ascii: "f"): "a boolean"
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): "a number"
      default: throw unexpected("a value")
      }
    return invalid(.type, "\(name.rawValue) is \(found) where \(expected) belongs")
  }

  func invalid(_ kind: Rejection.Kind, _ reason: String, at offset: Int? = nil) -> OTLPError {
    .invalid(Rejection(kind: kind, reason: reason, offset: offset ?? self.offset))
  }
}
