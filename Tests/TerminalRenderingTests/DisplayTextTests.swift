import DisplayWidth
import TerminalRendering
import Testing

@Test(arguments: [
  ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한국", 4), ("ﾊﾝｶｸ", 4),
  ("🙂", 2), ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("👍🏽", 2), ("∅", 1),
  ("█▏│├─…", 6), ("नमस्ते", 4), ("\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E007F}", 2),
  ("\u{1100}\u{1161}\u{11A8}", 2), ("（全角）", 8), ("\u{200B}", 0),
])
func `text takes as many columns as terminals give it`(_ text: String, _ columns: Int) {
  #expect(CharacterWidth.columns(of: text) == columns)
}

@Test func `escape codes in a span's name reach the terminal as text`() {
  #expect(DisplayText.sanitized("a\u{1B}[31mb\u{7}") == "a\\u{1b}[31mb\\u{7}")
  #expect(DisplayText.sanitized("\u{9B}2J") == "\\u{9b}2J")
  #expect(DisplayText.sanitized("one\r\ntwo\tthree") == "one\\r\\ntwo\\tthree")
  #expect(DisplayText.sanitized("\u{202E}evil") == "\\u{202e}evil")
}

@Test func `emoji and accents survive sanitizing`() {
  for text in ["👩‍👩‍👧‍👦", "e\u{301}", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "naïve", "日本"] {
    #expect(DisplayText.sanitized(text) == text)
  }
}

@Test func `a pile of marks becomes one replacement character`() {
  let pile = "a" + String(repeating: "\u{301}", count: 100) + "b"
  #expect(DisplayText.sanitized(pile) == "\u{FFFD}b")
}

@Test(arguments: [
  ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
  ("ab", 1, "…"), ("ab", 0, ""),
])
func `truncation never passes the width`(_ text: String, _ width: Int, _ expected: String) {
  #expect(DisplayText.truncated(text, to: width) == expected)
}
