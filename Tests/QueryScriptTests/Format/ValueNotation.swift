import TraceModel

/// What is wrong with a span's line.
struct NotationError: Error {
  var reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}

/// Reads `name=value` words of a line.
struct ValueNotation {
  private let characters: [Character]
  private var index = 0

  init(_ line: String) {
    characters = Array(line)
  }

  /// A name, the value behind it, and the value's characters.
  struct Word {
    var name: String
    var value: AttributeValue
    var text: String
  }

  /// The next word; nil at the end of the line.
  mutating func next() throws(NotationError) -> Word? {
    skipSpaces()
    guard index < characters.count else { return nil }
    var name = ""
    while let character = peek, character != "=", character != " " {
      if character == "\"" {
        name += try readString()
      } else {
        name.append(character)
        index += 1
      }
    }
    guard take("=") else { throw NotationError("\(name) has no value") }
    let start = index
    let value = try readValue(isNested: false)
    if case .string(let text) = value { return Word(name: name, value: value, text: text) }
    return Word(name: name, value: value, text: String(characters[start..<index]))
  }

  private mutating func readValue(isNested: Bool) throws(NotationError) -> AttributeValue {
    if peek == "\"" { return .string(try readString()) }
    if take("[") { return .array(try readElements()) }
    if take("{") { return .map(try readMembers()) }
    var word = ""
    while let character = peek, character != " ", !isNested || !",]}".contains(character) {
      word.append(character)
      index += 1
    }
    return AttributeValue(word: word)
  }

  private mutating func readElements() throws(NotationError) -> [AttributeValue] {
    var elements: [AttributeValue] = []
    skipSpaces()
    while !take("]") {
      elements.append(try readValue(isNested: true))
      try readSeparator(before: "]")
    }
    return elements
  }

  private mutating func readMembers() throws(NotationError) -> [Attribute] {
    var members: [Attribute] = []
    skipSpaces()
    while !take("}") {
      let key = try readString()
      skipSpaces()
      guard take(":") else { throw NotationError("a member has no value") }
      skipSpaces()
      members.append(Attribute(key: key, value: try readValue(isNested: true)))
      try readSeparator(before: "}")
    }
    return members
  }

  private mutating func readSeparator(before end: Character) throws(NotationError) {
    skipSpaces()
    guard peek == end || take(",") else { throw NotationError("\(end) is missing") }
    skipSpaces()
  }

  private mutating func readString() throws(NotationError) -> String {
    var text = ""
    guard take("\"") else { throw NotationError("quotation marks are missing") }
    while let character = peek, character != "\"" {
      index += 1
      text.append(character == "\\" ? try readEscape() : character)
    }
    guard take("\"") else { throw NotationError("a string has no end") }
    return text
  }

  private mutating func readEscape() throws(NotationError) -> Character {
    guard let character = peek else { throw NotationError("a string has no end") }
    index += 1
    switch character {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "\\", "\"": return character
    case "u": return try readScalar()
    default: throw NotationError("there is no escape \\\(character)")
    }
  }

  private mutating func readScalar() throws(NotationError) -> Character {
    var digits = ""
    guard take("{") else { throw NotationError("write \\u{1F98A}") }
    while let character = peek, !take("}") {
      digits.append(character)
      index += 1
    }
    guard let number = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(number) else {
      throw NotationError("\(digits) is no character")
    }
    return Character(scalar)
  }

  private var peek: Character? { index < characters.count ? characters[index] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard peek == character else { return false }
    index += 1
    return true
  }

  private mutating func skipSpaces() {
    while peek == " " { index += 1 }
  }
}

extension AttributeValue {
  /// A value without quotation marks: typed by its shape.
  fileprivate init(word: String) {
    let isNumeric = word.first.map { $0.isNumber || $0 == "-" } ?? false
    switch word {
    case "true": self = .boolean(true)
    case "false": self = .boolean(false)
    case "null": self = .empty
    case "NaN": self = .double(.nan)
    case "Infinity": self = .double(.infinity)
    case "-Infinity": self = .double(-.infinity)
    case _ where word.hasPrefix("0x"): self = .bytes(hexadecimalBytes(word.dropFirst(2)))
    case _ where isNumeric:
      self = Int64(word).map { .integer($0) } ?? Double(word).map { .double($0) } ?? .string(word)
    default: self = .string(word)
    }
  }
}

private func hexadecimalBytes(_ digits: Substring) -> [UInt8] {
  let digits = Array(digits)
  return stride(from: 0, to: digits.count - 1, by: 2).map { index in
    UInt8(String(digits[index...(index + 1)]), radix: 16) ?? 0
  }
}
