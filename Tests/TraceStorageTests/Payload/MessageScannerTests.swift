import Testing

@testable import TraceStorage

/// Where texts are cut.
@Suite struct MessageScannerTests {
  @Test(
    arguments: [
      ("[]", []),
      ("[1, 2]", ["1", "2"]),
      (#"[{"a": [1, 2]}, {"b": {}}]"#, [#"{"a": [1, 2]}"#, #"{"b": {}}"#]),
      (#" [ "]" ,"\"," , "\\"]"#, [#""]" "#, #""\"," "#, #""\\""#]),
      ("[[1, {}], [2]]", ["1", "{}", "2"]),
      (
        #"{"model": "[x]", "messages": [{"a": 1}, 2], "n": {"deep": [3]}, "tools": [4]}"#,
        [#"{"a": 1}"#, "2", "4"]
      ),
      ("no JSON", []), ("", []), ("\"[1]\"", []), ("12", []),
      // What is cut short, or goes on, is cut at what can be seen.
      ("[1, {\"a\": ", ["1", "{\"a\": "]), ("[1", ["1"]), ("[\"a", ["\"a"]), ("[\"a\\", ["\"a\\"]),
      ("[1] [2]", ["1"]), ("[1}, 2]", ["1"]), ("{}[1]", []), ("[[[[", []), ("[", []),
    ] as [(String, [String])])
  func `messages are the elements of the outer arrays`(text: String, expected: [String]) {
    #expect(messages(of: text) == expected)
  }

  @Test func `depth takes no stack`() {
    let depth = 1_000_000
    let text = String(repeating: "[", count: depth) + "7" + String(repeating: "]", count: depth)
    #expect(messages(of: text) == ["7"])
    let objects = "[" + String(repeating: "{\"a\":", count: depth) + "]"
    #expect(messages(of: objects).count == 1)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a scanner goes on from any message as if it had come there itself`(seed: UInt64) {
    var generator = TextGenerator(seed: seed)
    let text = generator.text()
    let utf8 = text.utf8Span
    let span = utf8.span
    let all = messages(of: text)
    guard MessageScanner.isJSON(span, from: 0) else { return }
    var scanner = MessageScanner(span, at: MessageScanner.Position(offset: 0))
    var count = 0
    while scanner.next() != nil {
      count += 1
      var resumed = MessageScanner(span, at: scanner.position)
      var rest = 0
      while resumed.next() != nil { rest += 1 }
      #expect(count + rest == all.count)
    }
  }

  @Test func `a transcript is cut alike when it grows, and soon again behind a change`() {
    let line = "The quick brown fox number %d jumps over the lazy dog, and then some more.\n"
    let transcript = (0..<2_000).map { line.replacing("%d", with: "\($0)") }.joined()
    let cuts = pieces(of: transcript)
    #expect(cuts.count > 20)
    #expect(cuts.allSatisfy { $0.utf8.count <= PayloadLimits.cutGreatestByteCount })
    let grown = pieces(of: transcript + "And one more line, which is new.")
    #expect(grown.dropLast(1).starts(with: cuts.dropLast(1)))
    let changed = pieces(of: "Something else before it. " + transcript)
    #expect(Set(changed).subtracting(cuts).count <= 6)
  }

  private func messages(of text: String) -> [String] {
    let utf8 = text.utf8Span
    guard MessageScanner.isJSON(utf8.span, from: 0) else { return [] }
    var scanner = MessageScanner(utf8.span, at: MessageScanner.Position(offset: 0))
    var found: [String] = []
    while let range = scanner.next() {
      found.append(String(decoding: Array(text.utf8)[range], as: UTF8.self))
    }
    return found
  }

  private func pieces(of text: String) -> [String] {
    let utf8 = text.utf8Span
    var start = 0
    var found: [String] = []
    let bytes = Array(text.utf8)
    while start < bytes.count {
      let end = contentCut(utf8.span, from: start, to: bytes.count)
      found.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return found
  }
}
