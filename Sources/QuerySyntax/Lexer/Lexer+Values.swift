/// Tokens that stand for a value: literals, bare words, strings, parameters.
extension Lexer {
  // BARE = TEXT - RESERVED | [ "-" ] AMOUNT ;
  // TEXT = [ "-" ] plain { plain | "-" | "$" } ;
  /// Besides these two also STRING and PARAM, and the delimiters that may stand in their place.
  func valueToken(at start: Int) throws(Diagnostic) -> Token {
    let first = source.scalar(at: start).scalar
    if first == "\"" || first == "'" { return try stringToken(at: start) }
    guard first.isBare else { return try symbolToken(at: start) }
    let range = SourceRange(start, source.endOfRun(from: start) { $0.isBare })
    let isNegative = first == "-"
    switch source.byte(at: start + (isNegative ? 1 : 0)) {
    case UInt8(ascii: "$"): return try dollarToken(at: start, endingAt: range.upperBound)
    case UInt8(ascii: "-") where isNegative: throw unexpectedCharacter(at: start)
    default: break
    }
    guard range.upperBound > start + (isNegative ? 1 : 0) else {
      throw Diagnostic("expected a value, found \"-\"", at: range)
    }
    return Token(kind: .literal(try bareLiteral(in: range)), range: range)
  }

  private func bareLiteral(in range: SourceRange) throws(Diagnostic) -> Literal {
    let text = source.text(range)
    if Keywords.reserved.contains(text.lowercased()) {
      throw Diagnostic(
        "expected a value, found the keyword \(quoted(text))", at: range,
        hint: "a value that is a keyword takes quotes: \"\(text)\"")
    }
    if let literal = try Literal.shaped(text, at: range) { return literal }
    return Literal(text: text, value: .word(text))
  }

  /// LITERAL, where it begins with a digit.
  func numericToken(at start: Int) throws(Diagnostic) -> Token {
    let range = SourceRange(start, endOfNumeric(from: start))
    let text = source.text(range)
    if let literal = try Literal.shaped(text, at: range) {
      return Token(kind: .literal(literal), range: range)
    }
    let isID = text.utf8.count >= 8 && text.utf8.allSatisfy { Character(.init($0)).isHexDigit }
    throw Diagnostic(
      "\(quoted(text)) is not a number, a duration, a size or a date", at: range,
      hint: isID
        ? "an id is compared: trace_id startswith \(text)"
        : "units are ns us ms s m h d w, B KB MB GB TB, KiB MiB GiB TiB, % and k; text takes quotes"
    )
  }

  // PARAM = "$" NAME ;
  /// In value position the whole run of bare characters, up to `runEnd`, is one value.
  func dollarToken(at start: Int, endingAt runEnd: Int? = nil) throws(Diagnostic) -> Token {
    let name = start + 1
    guard source.byte(at: start) == UInt8(ascii: "$"), name < source.end,
      source.scalar(at: name).scalar.isNameStart
    else { return try amountToken(at: start, endingAt: runEnd) }
    let nameEnd = source.endOfRun(from: name) { $0.isNamePart }
    let range = SourceRange(start, runEnd ?? nameEnd)
    guard nameEnd == range.upperBound else {
      throw Diagnostic(
        "\(quoted(source.text(range))) is not a parameter", at: range,
        hint: "a parameter is $ and a name; arithmetic takes parentheses, text takes quotes")
    }
    return Token(kind: .parameter(source.text(SourceRange(name, nameEnd))), range: range)
  }

  // AMOUNT = "$" decimal ;
  private func amountToken(at start: Int, endingAt runEnd: Int?) throws(Diagnostic) -> Token {
    let end = runEnd ?? source.endOfRun(from: start + 1) { $0.isNamePart || $0 == "." }
    let range = SourceRange(start, end)
    let text = source.text(range)
    if let literal = try Literal.shaped(text, at: range), case .money = literal.value {
      return Token(kind: .literal(literal), range: range)
    }
    if Literal.looksLikeArithmetic(text) {
      // The parser knows what to say about it.
      return Token(kind: .literal(Literal(text: text, value: .word(text))), range: range)
    }
    throw Diagnostic(
      "\(quoted(text)) is neither an amount nor a parameter", at: range,
      hint: "an amount is written $0.05, a parameter $name; text takes quotes")
  }

  /// The end of the literal that begins at `start`: digits and letters, and the signs that belong
  /// to an exponent, a share or a date rather than to arithmetic.
  func endOfNumeric(from start: Int) -> Int {
    if let date = endOfInstant(from: start) { return date }
    var end = source.endOfRun(from: start) { $0.isNamePart || $0 == "." }
    if end - start >= 2, source.bytes[end - 1] | 0x20 == UInt8(ascii: "e"),
      isDigit(at: end - 2), source.byte(at: end) == UInt8(ascii: "+") || isMinus(at: end),
      isDigit(at: end + 1)
    {
      end = source.endOfRun(from: end + 1) { $0.isNamePart || $0 == "." }
    }
    return end + (isShare(at: end) ? 1 : 0)
  }

  /// Whether `%` is here and makes a share: in `5%2` and `5%(x)` it is the remainder.
  private func isShare(at position: Int) -> Bool {
    guard source.byte(at: position) == UInt8(ascii: "%") else { return false }
    guard position + 1 < source.end else { return true }
    let next = source.scalar(at: position + 1).scalar
    return !next.isNamePart && !"($\"'".unicodeScalars.contains(next)
  }

  /// The end of a whole date, with or without a time: `2026-11-03` is never meant as arithmetic.
  private func endOfInstant(from start: Int) -> Int? {
    let shape = Array("dddd-dd-dd".utf8)
    for (offset, expected) in shape.enumerated() {
      let matches =
        expected == UInt8(ascii: "d") ? isDigit(at: start + offset) : isMinus(at: start + offset)
      guard matches else { return nil }
    }
    let dayEnd = start + shape.count
    guard source.byte(at: dayEnd) == UInt8(ascii: "T") else {
      return source.endOfRun(from: dayEnd) { $0.isNamePart }
    }
    let timeEnd = source.endOfRun(from: dayEnd) { $0.isNamePart || $0 == ":" || $0 == "." }
    let hasZone = source.byte(at: timeEnd) == UInt8(ascii: "+") || isMinus(at: timeEnd)
    guard hasZone, source.byte(at: timeEnd + 3) == UInt8(ascii: ":") else { return timeEnd }
    return source.endOfRun(from: timeEnd + 1) { $0.isNamePart || $0 == ":" }
  }

  private func isDigit(at position: Int) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= source.byte(at: position)
  }

  private func isMinus(at position: Int) -> Bool { source.byte(at: position) == UInt8(ascii: "-") }
}
