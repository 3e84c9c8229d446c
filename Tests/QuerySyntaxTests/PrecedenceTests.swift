import QuerySyntax
import Testing

/// `grammar/precedence.txt` says how tightly operators bind.
@Suite struct PrecedenceTests {
  /// Infix operators with their line's number, those of some lines.
  private static func operators(
    where isIncluded: (_ line: String) -> Bool
  ) -> [(spelling: String, level: Int)] {
    let lines = GrammarFiles.lines(of: "precedence.txt")
    return lines.enumerated().flatMap { level, line in
      let words = line.split(separator: " ").map(String.init)
      return isIncluded(words[0]) ? words.dropFirst().map { ($0, level) } : []
    }
  }

  private static let setLines = ["union", "intersection", "arrow"]
  private static let infix = operators { !(["not", "negation"] + setLines).contains($0) }
  private static let comparison = operators { $0 == "comparison" }[0].level
  /// What may stand between spansets.
  private static let setInfix = operators { (["or", "and"] + setLines).contains($0) }

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
      for second in Self.infix
      where first.level != Self.comparison || second.level != Self.comparison {
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
    guard isLeft || first.level != Self.comparison else { return }
    let explicit =
      isLeft
      ? "(\(head)) \(tail)" : "a \(Self.applied(first.spelling, to: "(b \(tail))"))"
    #expect(
      try Parser.parseExpression("\(head) \(tail)") == Parser.parseExpression(explicit),
      "\(head) \(tail)")
  }

  @Test func `of two operators of spansets the one further down takes the one between them`() throws
  {
    #expect(Self.setInfix.count == 14)
    for first in Self.setInfix {
      for second in Self.setInfix {
        let query = "{a} \(first.spelling) {b} \(second.spelling) {c}"
        let explicit =
          first.level >= second.level
          ? "({a} \(first.spelling) {b}) \(second.spelling) {c}"
          : "{a} \(first.spelling) ({b} \(second.spelling) {c})"
        #expect(try Parser.parseExpression(query) == Parser.parseExpression(explicit), "\(query)")
      }
    }
  }

  @Test func `not takes all spansets that are joined`() throws {
    #expect(
      try Parser.parseExpression("not {a} >> {b} && {c} || {d} and e")
        == Parser.parseExpression("(not ((({a} >> {b}) && {c}) || {d})) and e"))
  }

  @Test func `not takes a whole comparison, and minus a single operand`() throws {
    #expect(
      try Parser.parseExpression("not a = 1 and b") == Parser.parseExpression("(not (a = 1)) and b")
    )
    #expect(try Parser.parseExpression("-a * b") == Parser.parseExpression("(-a) * b"))
    #expect(try Parser.parseExpression("-a + b") == Parser.parseExpression("(-a) + b"))
  }

  @Test func `comparisons do not chain`() {
    for first in Self.infix where first.level == Self.comparison {
      for second in Self.infix where second.level == Self.comparison {
        let query =
          "a \(Self.applied(first.spelling, to: "b")) \(Self.applied(second.spelling, to: "c"))"
        #expect(throws: Diagnostics.self, "\(query)") { try Parser.parse(query) }
      }
    }
  }
}
