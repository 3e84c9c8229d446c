import QuerySyntax
import Testing

/// `grammar/precedence.txt` says how tightly operators bind.
@Suite struct PrecedenceTests {
  /// Infix operators with their line's number.
  private static let infix: [(spelling: String, level: Int)] = {
    let lines = GrammarFiles.lines(of: "precedence.txt")
    return lines.enumerated().flatMap { level, line in
      let words = line.split(separator: " ").map(String.init)
      let isPrefix = ["not", "negation"].contains(words.first)
      return isPrefix ? [] : words.dropFirst().map { ($0, level) }
    }
  }()

  /// The operator with its right side, whatever that must look like.
  private static func applied(_ spelling: String, to right: String) -> String {
    switch spelling {
    case "in": "in (\(right))"
    case "between": "between 1 and \(right)"
    case "is": "is missing"
    case "+", "-", "*", "/", "%", "and", "or": "\(spelling) \(right)"
    default: "\(spelling) (\(right))"
    }
  }

  @Test func `of two operators the one further down takes the operand between them`() throws {
    #expect(Self.infix.count == 23)
    for first in Self.infix {
      for second in Self.infix where first.level != 3 || second.level != 3 {
        try expectGrouping(first, second)
      }
    }
  }

  private func expectGrouping(
    _ first: (spelling: String, level: Int), _ second: (spelling: String, level: Int)
  ) throws {
    let head = "a \(Self.applied(first.spelling, to: "b"))"
    let tail = Self.applied(second.spelling, to: "c")
    let isLeft = first.level >= second.level
    // A comparison's right side is closed, so nothing tighter can take it.
    guard isLeft || first.level != 3 else { return }
    let explicit =
      isLeft
      ? "(\(head)) \(tail)" : "a \(Self.applied(first.spelling, to: "(b \(tail))"))"
    #expect(
      try Parser.parseExpression("\(head) \(tail)") == Parser.parseExpression(explicit),
      "\(head) \(tail)")
  }

  @Test func `not takes a whole comparison, and minus a single operand`() throws {
    #expect(
      try Parser.parseExpression("not a = 1 and b") == Parser.parseExpression("(not (a = 1)) and b")
    )
    #expect(try Parser.parseExpression("-a * b") == Parser.parseExpression("(-a) * b"))
    #expect(try Parser.parseExpression("-a + b") == Parser.parseExpression("(-a) + b"))
  }

  @Test func `comparisons do not chain`() {
    for first in Self.infix where first.level == 3 {
      for second in Self.infix where second.level == 3 {
        let query =
          "a \(Self.applied(first.spelling, to: "b")) \(Self.applied(second.spelling, to: "c"))"
        #expect(throws: Diagnostic.self, "\(query)") { try Parser.parse(query) }
      }
    }
  }
}
