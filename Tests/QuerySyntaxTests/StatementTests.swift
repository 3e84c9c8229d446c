import QuerySyntax
import Testing

/// Splitting a file or a prompt's input at `;`.
@Suite struct StatementTests {
  private func split(_ text: String) -> (texts: [String], isTerminated: Bool) {
    let statements = Parser.statements(in: text)
    let bytes = Array(text.utf8)
    let texts = statements.ranges.map {
      String(decoding: bytes[$0.lowerBound..<$0.upperBound], as: UTF8.self)
    }
    return (texts, statements.isTerminated)
  }

  @Test(
    arguments: [
      ("", [], true), (" \n -- nothing\n", [], true), ("a", ["a"], false), ("a;", ["a"], true),
      ("a; b", ["a", "b"], false), (" a = 1 ;\n b ; ", ["a = 1", "b"], true),
      (";;a;;", ["a"], true),
      ("x = \"a;b\"; y", ["x = \"a;b\"", "y"], false),
      ("x = 'a;\"'; y;", ["x = 'a;\"'", "y"], true),
      ("x = \"a\\\";b\"; y", ["x = \"a\\\";b\"", "y"], false),
      ("a -- one; two\n; b", ["a", "b"], false), ("a=x--y;b", ["a=x--y", "b"], false),
      ("a\n  group by b -- last;", ["a\n  group by b"], false), ("a; -- done", ["a"], true),
      ("x = \"open; y\nz; w", ["x = \"open; y\nz", "w"], false), ("x=“;”", ["x=“", "”"], false),
    ] as [(String, [String], Bool)])
  func `a semicolon ends a statement, save in strings and comments`(
    text: String, texts: [String], isTerminated: Bool
  ) {
    let result = split(text)
    #expect(result.texts == texts)
    #expect(result.isTerminated == isTerminated)
  }

  @Test func `queries joined by semicolons come apart again`() throws {
    let queries = GrammarFiles.accepted.map(\.query)
    // A comment would swallow the semicolon, as it should; a new line ends it.
    let result = split(queries.joined(separator: "\n;\n") + "\n;")
    #expect(result.isTerminated)
    #expect(result.texts.count == queries.count)
    for (text, query) in zip(result.texts, queries) {
      #expect(try Parser.parse(text) == Parser.parse(query))
    }
  }
}
