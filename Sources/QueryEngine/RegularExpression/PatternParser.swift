/// Reads a regular expression.
///
/// The syntax is the part of RE2's that users of log tools know: no look-around and no
/// back-references, which no linear-time search has.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private var ignoresCase = false

  /// The greatest count in `{m,n}`; RE2's, too.
  private static let repetitionLimit = 1_000

  private init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  static func parse(_ pattern: String) throws(PatternError) -> PatternNode {
    var parser = PatternParser(pattern)
    let node = try parser.parseAlternatives()
    guard parser.position == parser.scalars.count else {
      throw parser.error("there is no ( for this )")
    }
    return node
  }

  // alternatives = sequence { "|" sequence } ;
  private mutating func parseAlternatives() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.expressionDepth else { throw error("the groups nest too deeply") }
    var alternatives = [try parseSequence()]
    while take("|") { alternatives.append(try parseSequence()) }
    return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
  }

  // sequence = { atom { "*" | "+" | "?" | "{" counts "}" } } ;
  private mutating func parseSequence() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = peek, scalar != "|", scalar != ")" {
      var part = try parseAtom()
      while let (least, most) = try parseRepetition() {
        part = .repetition(part, least: least, most: most)
      }
      parts.append(part)
    }
    return parts.count == 1 ? parts[0] : (parts.isEmpty ? .empty : .sequence(parts))
  }

  private mutating func parseAtom() throws(PatternError) -> PatternNode {
    let start = position
    guard let scalar = next() else { return .empty }
    switch scalar {
    case ".": return .scalar(.anyButLineFeed)
    case "^": return .assertion(.textStart)
    case "$": return .assertion(.textEnd)
    case "(": return try parseGroup(from: start)
    case "[": return .scalar(try parseClass(from: start))
    case "\\": return try parseEscape(from: start)
    case "*", "+", "?":
      throw error("there is nothing for \(scalar) to repeat", at: start)
    default: return .scalar(ScalarSet(scalar, ignoresCase: ignoresCase))
    }
  }

  // group = "(" [ "?:" | "?i)" … | "?i:" ] alternatives ")" ;
  private mutating func parseGroup(from start: Int) throws(PatternError) -> PatternNode {
    let outerCase = ignoresCase
    if take("?") {
      if take("i") {
        ignoresCase = true
        // `(?i)` holds to the end of the group around it.
        if take(")") { return .empty }
      }
      guard take(":") else {
        throw error("only (?:…) and (?i) are known after (?", at: start)
      }
    }
    let node = try parseAlternatives()
    guard take(")") else { throw error("this ( is never closed", at: start) }
    ignoresCase = outerCase
    return node
  }

  private mutating func parseEscape(from start: Int) throws(PatternError) -> PatternNode {
    switch peek {
    case "b"?, "B"?:
      return .assertion(.wordBoundary(isInverted: next() == "B"))
    default:
      let ranges = try parseEscapedSet(from: start)
      return .scalar(ScalarSet(ranges, ignoresCase: ignoresCase))
    }
  }

  /// What follows a backslash that stands for characters.
  private mutating func parseEscapedSet(
    from start: Int
  ) throws(PatternError) -> [ClosedRange<UInt32>] {
    guard let scalar = next() else { throw error("nothing follows the backslash", at: start) }
    if let ranges = ScalarSet.ranges(ofClass: scalar) { return ranges }
    switch scalar {
    case "D", "W", "S":
      let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
      return ScalarSet.complement(of: ScalarSet.ranges(ofClass: lower) ?? [])
    case "n": return [10...10]
    case "r": return [13...13]
    case "t": return [9...9]
    case "a"..."z", "A"..."Z", "0"..."9":
      throw error("\\\(scalar) has no meaning here", at: start)
    default: return [scalar.value...scalar.value]
    }
  }

  // class = "[" [ "^" ] { scalar [ "-" scalar ] | escape } "]" ;
  private mutating func parseClass(from start: Int) throws(PatternError) -> ScalarSet {
    let isInverted = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    // A closing bracket in the first place stands for itself.
    repeat {
      guard peek != nil else { throw error("this [ is never closed", at: start) }
      ranges += try parseClassMember()
    } while !take("]")
    return ScalarSet(ranges, isInverted: isInverted, ignoresCase: ignoresCase)
  }

  private mutating func parseClassMember() throws(PatternError) -> [ClosedRange<UInt32>] {
    let start = position
    let first = try parseClassAtom()
    guard first.count == 1, first[0].count == 1, peek == "-",
      position + 1 < scalars.count, scalars[position + 1] != "]"
    else { return first }
    position += 1
    let last = try parseClassAtom()
    guard last.count == 1, last[0].count == 1, first[0].lowerBound <= last[0].lowerBound else {
      throw error("the range runs backwards", at: start)
    }
    return [first[0].lowerBound...last[0].lowerBound]
  }

  private mutating func parseClassAtom() throws(PatternError) -> [ClosedRange<UInt32>] {
    let start = position
    guard let scalar = next() else { throw error("the class is never closed", at: start) }
    if scalar == "\\" { return try parseEscapedSet(from: start) }
    if scalar == "[", isNamedClass {
      throw error("write \\d, \\w, \\s or a range for this", at: start)
    }
    return [scalar.value...scalar.value]
  }

  /// Whether what follows a `[` within a class makes it a name, as in `[[:alpha:]]`.
  ///
  /// Taken for the characters `[ : a l p h` and a `]` behind the class, it would match next to
  /// nothing, and nobody would be told.
  private var isNamedClass: Bool {
    guard peek == ":" else { return false }
    let name = scalars[(position + 1)...].prefix { $0 != ":" && $0 != "]" }
    return scalars[name.endIndex...].starts(with: [":", "]"])
  }

  private mutating func parseRepetition() throws(PatternError) -> (least: Int, most: Int?)? {
    let counts: (Int, Int?)
    switch peek {
    case "*"?: counts = (0, nil)
    case "+"?: counts = (1, nil)
    case "?"?: counts = (0, 1)
    case "{"?: return try parseCounts()
    default: return nil
    }
    position += 1
    // Lazy or greedy makes no difference to whether there is a match.
    _ = take("?")
    return counts
  }

  // counts = number [ "," [ number ] ] ;
  private mutating func parseCounts() throws(PatternError) -> (least: Int, most: Int?)? {
    let start = position
    position += 1
    guard let least = parseNumber() else { throw error("a literal { is written \\{", at: start) }
    var most: Int? = least
    if take(",") { most = parseNumber() }
    guard take("}") else { throw error("the { is never closed", at: start) }
    guard max(least, most ?? 0) <= Self.repetitionLimit else {
      throw error("a count is at most \(Self.repetitionLimit)", at: start)
    }
    guard least <= most ?? least else { throw error("the counts run backwards", at: start) }
    _ = take("?")
    return (least, most)
  }

  private mutating func parseNumber() -> Int? {
    var number: Int?
    while let scalar = peek, let digit = Character(scalar).wholeNumberValue, scalar.isASCII {
      // What is above the limit need not be told apart.
      number = min(10 * (number ?? 0) + digit, 10 * Self.repetitionLimit)
      position += 1
    }
    return number
  }

  private var peek: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func next() -> Unicode.Scalar? {
    guard let scalar = peek else { return nil }
    position += 1
    return scalar
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private func error(_ message: String, at index: Int? = nil) -> PatternError {
    let offset = scalars.prefix(index ?? position).reduce(0) { $0 + $1.utf8.count }
    return PatternError(message: message, offset: offset)
  }
}

extension Unicode.Scalar {
  fileprivate var utf8: Unicode.UTF8.EncodedScalar {
    Unicode.UTF8.encode(self) ?? Unicode.UTF8.encodedReplacementCharacter
  }
}
