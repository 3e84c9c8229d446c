import QuerySyntax
import Testing

/// How a diagnostic looks; `grammar/rejected.txt` holds whole examples.
@Suite struct RenderingTests {
  private func rendered(_ text: String, _ lower: Int, _ upper: Int, hint: String? = nil) -> String {
    Diagnostic("wrong", at: SourceRange(lower, upper), hint: hint).rendered(in: text)
  }

  @Test func `the mark stands under the range`() {
    #expect(rendered("abc def", 4, 7) == "error: wrong\n  abc def\n      ^~~")
    #expect(rendered("abc", 3, 3, hint: "do") == "error: wrong\n  abc\n     ^\nhint: do")
    #expect(rendered("", 0, 0) == "error: wrong\n  \n  ^")
  }

  @Test func `a line of several has its number`() {
    #expect(rendered("a\nbc\nd", 2, 4) == "error: wrong\n2 | bc\n  | ^~")
    #expect(rendered("a\r\nbc\r\n", 3, 5) == "error: wrong\n2 | bc\n  | ^~")
    #expect(rendered("ab\n\n", 0, 2) == "error: wrong\n  ab\n  ^~")
  }

  @Test func `a range over several lines is marked in its first`() {
    #expect(rendered("a bc\nde", 2, 7) == "error: wrong\n1 | a bc\n  |   ^~")
  }

  @Test func `wide characters, marks and tabs keep the mark in place`() {
    #expect(rendered("日本 x", 7, 8) == "error: wrong\n  日本 x\n       ^")
    #expect(rendered("日本 x", 0, 6) == "error: wrong\n  日本 x\n  ^~~~")
    #expect(rendered("e\u{301} x", 4, 5) == "error: wrong\n  e\u{301} x\n    ^")
    #expect(rendered("👩‍👩‍👧 x", 19, 20) == "error: wrong\n  👩‍👩‍👧 x\n     ^")
    #expect(rendered("a\tx", 2, 3) == "error: wrong\n  a   x\n      ^")
  }

  @Test func `characters that could rewrite the screen are replaced`() {
    #expect(rendered("\u{1B}[2J x", 5, 6) == "error: wrong\n  \u{FFFD}[2J x\n       ^")
    #expect(rendered("\u{202E}x", 3, 4) == "error: wrong\n  \u{FFFD}x\n   ^")
  }

  @Test func `a long line is cut around the mark`() {
    let words = (100..<200).map(String.init).joined(separator: " ")
    for start in stride(from: 0, to: words.utf8.count, by: 4) {
      let lines = rendered(words, start, start + 3).split(separator: "\n").map(Array.init)
      let mark = lines[2].firstIndex(of: "^") ?? 0
      #expect(String(lines[1][mark..<(mark + 3)]) == "\(100 + start / 4)")
      #expect(lines[1].count <= Limits.renderedColumnCount + 4)
    }
  }

  @Test func `a mark longer than the window is cut with it`() {
    let lines = rendered(String(repeating: "日", count: 200), 0, 600).split(separator: "\n")
    #expect(lines[2].count <= Limits.renderedColumnCount + 4)
    #expect(lines[1].last == "…")
  }

  @Test(
    arguments: [
      ("a", 1), ("é", 1), ("日", 2), ("ｱ", 1), ("Ａ", 2), ("🦊", 2), ("❤️", 2), ("👩‍👩‍👧", 2), ("🇫🇷", 2),
      ("\u{200B}", 0), ("…", 1),
    ] as [(Character, Int)])
  func `characters have the width that terminals give them`(character: Character, width: Int) {
    #expect(character.terminalWidth == width)
  }
}
