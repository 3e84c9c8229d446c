/// Going on behind a mistake, at a stage further on.
///
/// A stage begins with a word that is nothing else, so what stands before it cannot be why the
/// parser fails behind it. Where that is in doubt, in brackets or in the faulty text itself, the
/// parser goes on only if what follows is a stage without mistakes: better one message too few than
/// one that the reader cannot mend.
extension Parser {
  /// Runs a part of the parser, and recovers from its mistake, which is kept.
  mutating func recovering(_ body: (inout Parser) throws(Diagnostic) -> Void) {
    let start = token.range.lowerBound
    do throws(Diagnostic) {
      try body(&self)
    } catch {
      mistakes.append(error)
      recover(from: error.range, in: start)
    }
  }

  private mutating func recover(from mistake: SourceRange, in start: Int) {
    // Each further operator would be one too many; of the mistakes one more than are told.
    let isOver =
      operatorCount > Limits.operatorCount || mistakes.count > Limits.diagnosticCount
    var search = StageSearch(in: lexer.source, from: start)
    while !isOver, let place = search.next() {
      guard place.position > start, place.position >= mistake.lowerBound else { continue }
      let isDoubtful = place.isDoubtful || place.position < mistake.upperBound
      if isDoubtful, !isStage(at: place.position) { continue }
      resume(at: place.position)
      return
    }
    resume(at: lexer.source.end)
  }

  /// Whether a stage without mistakes is here, and behind it the end or another one.
  private func isStage(at position: Int) -> Bool {
    var ahead = self
    ahead.resume(at: position)
    return (try? ahead.stage()) != nil && ahead.isAtStage
  }

  /// - Parameter position: That of a word, of a bar, or of the end.
  private mutating func resume(at position: Int) {
    nestingDepth = 0
    lexer.rewind(to: position)
    let end = Token(kind: .end, range: SourceRange(position, position))
    token = (try? lexer.next(.expression)) ?? end
    previous = token
  }
}

/// Finds where stages may begin in a text that is no query.
private struct StageSearch {
  struct Place {
    var position: Int
    /// Whether it stands in brackets, behind an operator, or before a `=`.
    var isDoubtful: Bool
  }

  /// Words that open a stage, and stand nowhere else but in mistakes.
  private static let words = Keywords.reserved.subtracting([
    "and", "or", "not", "by", "explain", "from",
  ])
  /// Words that a stage never follows.
  private static let operators: Set<String> = ["and", "or", "not", "by", "as", "in", "vs"]

  private let source: Source
  private var position: Int
  private var depth = 0
  private var isBehindOperator = false

  init(in source: Source, from position: Int) {
    self.source = source
    self.position = position
  }

  mutating func next() -> Place? {
    while true {
      let start = source.skippingSpace(from: position)
      guard start < source.end else { return nil }
      let hasSpace = start > position
      if let place = place(at: start, hasSpaceBefore: hasSpace) { return place }
    }
  }

  /// Moves on by a word, a string or a character.
  private mutating func place(at start: Int, hasSpaceBefore: Bool) -> Place? {
    let (scalar, byteCount) = source.scalar(at: start)
    if scalar == "\"" || scalar == "'" {
      position = source.endOfString(from: start).end
      isBehindOperator = false
    } else if scalar.isBare {
      position = source.endOfRun(from: start) { $0.isBare }
      return word(from: start)
    } else {
      position = start + byteCount
      return symbol(scalar, at: start, hasSpaceBefore)
    }
    return nil
  }

  private mutating func word(from start: Int) -> Place? {
    let word = source.text(SourceRange(start, position)).lowercased()
    let isBehind = isBehindOperator
    // A share, `5%`, is a value.
    let endsInOperator = word.utf8.last.map { "+-*/.".utf8.contains($0) } ?? false
    isBehindOperator = endsInOperator || word == "%" || Self.operators.contains(word)
    guard Self.words.contains(word) else { return nil }
    let next = source.byte(at: source.skippingSpace(from: position))
    return Place(
      position: start, isDoubtful: depth > 0 || isBehind || next == UInt8(ascii: "="))
  }

  private mutating func symbol(
    _ scalar: Unicode.Scalar, at start: Int, _ hasSpaceBefore: Bool
  ) -> Place? {
    if "([{".unicodeScalars.contains(scalar) { depth += 1 }
    if ")]}".unicodeScalars.contains(scalar) { depth -= 1 }
    isBehindOperator = "([{,=<>!~".unicodeScalars.contains(scalar)
    guard scalar == "|" else { return nil }
    if source.byte(at: position) == UInt8(ascii: "|") {
      position += 1
      isBehindOperator = true
      return nil
    }
    // A bar inside a word was meant to be part of it.
    return hasSpaceBefore ? Place(position: start, isDoubtful: depth > 0) : nil
  }
}
