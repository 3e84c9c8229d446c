import QueryEngine
import QuerySyntax
import Testing
import TraceModel

/// The search, seen through `=~` on the name of one span.
struct RegularExpressionTests {
  private func matches(_ pattern: String, _ text: String) throws -> Bool {
    let source = MemorySource([[try testSpan(0, [.name: text])]])
    let escaped = pattern.split(separator: "\\", omittingEmptySubsequences: false)
      .joined(separator: "\\\\")
    return try run("name =~ '\(escaped)' select name", over: source).rows.count == 1
  }

  @Test(arguments: [
    ("b", "abc"), ("^abc$", "abc"), ("a.c", "xabcx"), ("a.c", "aéc"), ("colou?r", "color"),
    ("ab*c", "ac"), ("ab+c", "abbbc"), ("a{2}", "caab"), ("a{2,}", "aaaa"), ("^a{1,3}$", "aaa"),
    ("[a-cx]1", "b1"), ("[^a-c]1", "d1"), ("[]x]", "]"), ("[a-]", "-"), ("\\d+ms", "took 12ms"),
    ("\\w\\s\\w", "a b"), ("\\bcat\\b", "a cat."), ("\\Bcat", "bobcat"), ("(ab|cd)+e", "abcde"),
    ("(?:ab)c", "abc"), ("(?i)GPT", "gpt-4o"), ("(?i)GRÖSSE", "größsse grösse"),
    ("x(?i:Y)z", "xyz"), ("gpt-4o(-mini)?$", "gpt-4o-mini"), ("a\\.b", "a.b"), ("\\D\\W\\S", "a-b"),
    ("", "anything"), ("a||b", "zz"), ("(a*)*", "b"), ("\\[x\\]", "[x]"), ("ü+", "üü"),
    ("a.*?b", "a--b"), ("^$", ""),
  ])
  func `a pattern matches anywhere in the text`(_ pattern: String, _ text: String) throws {
    #expect(try matches(pattern, text), "\(pattern) on \(text)")
  }

  @Test(arguments: [
    ("^b", "abc"), ("b$", "abc"), ("a.c", "a\nc"), ("a{3}", "aa"), ("^a{1,2}$", "aaa"),
    ("[^abc]", "abc"), ("\\d", "abc"), ("\\bat\\b", "cat"), ("(ab|cd)$", "abce"), ("GPT", "gpt"),
    ("x(?i:Y)z", "xyZ"), ("a\\.b", "axb"), ("é", "e"), ("^$", "x"),
  ])
  func `what does not match is left out`(_ pattern: String, _ text: String) throws {
    #expect(try !matches(pattern, text), "\(pattern) on \(text)")
  }

  @Test(arguments: [
    ("a(b", "this ( is never closed", 9), ("ab)", "there is no ( for this )", 10),
    ("[a", "this [ is never closed", 8), ("*a", "there is nothing for * to repeat", 8),
    ("a{2,1}", "the counts run backwards", 9), ("[z-a]", "the range runs backwards", 9),
    ("a{", "a literal { is written \\{", 9), ("(?=a)", "only (?:…) and (?i) are known after (?", 8),
    ("a{1,2000}", "a count is at most 1000", 9), ("a{99999999}", "a count is at most 1000", 9),
  ])
  func `a wrong pattern is refused where it goes wrong`(
    _ pattern: String, _ message: String, _ offset: Int
  ) throws {
    let error = #expect(throws: QueryError.self) {
      try run("name =~ '\(pattern)'", over: MemorySource([]))
    }
    guard case .refused(let diagnostics) = error, diagnostics.all.count == 1 else {
      Issue.record("not refused: \(String(describing: error))")
      return
    }
    let diagnostic = diagnostics.first
    #expect(diagnostic.message == "the regular expression is wrong: \(message)")
    #expect(diagnostic.range.lowerBound == offset + 1)
  }

  @Test func `counts that multiply are refused before they fill memory`() {
    for pattern in ["((a{1000}){1000}){1000}", "(((a{0,900}){0,900}){0,900}){0,900}"] {
      #expect(throws: QueryError.self) {
        try run("name =~ '\(pattern)'", over: MemorySource([]))
      }
    }
  }

  @Test func `a pattern that ruins backtracking takes linear time`() throws {
    let text = String(repeating: "a", count: 2_000) + "b"
    #expect(try !matches("^(a+)+$", text))
    #expect(try !matches("(a|a)*c", text))
    #expect(try matches("((((){1000}){1000}){1000}){1000}", text))
  }

  @Test func `negated matching leaves out nulls`() throws {
    let source = MemorySource([
      [try testSpan(0, [.model: "gpt-4o"]), try testSpan(1, [.model: "claude"]), try testSpan(2)]
    ])
    let result = try run("model !~ ^gpt select model", over: source)
    #expect(result.rows == [[.string("claude")]])
    #expect(result.notes == ["1 span lacked `model`"])
  }
}
