import LineEditor
import Testing

@Test(
  arguments: [
    // One candidate: the rest of it.
    ("stage=gen", ["generation"], "eration"),
    // Several: what they share.
    ("sta", ["start", "stage"], nil), ("st", ["start", "stage"], "a"), ("", ["model"], "model"),
    // A word that is complete, and one that nothing fits.
    ("model", ["model"], nil), ("x", [], nil),
    // The word is found without knowing what a word is.
    ("p95(lat", ["latency"], "ency"), ("a and b", ["b.c"], ".c"),
    // Wide letters count as one.
    ("name=\"日", ["日本"], "本"),
  ] as [(String, [String], String?)])
func `the first Tab inserts what all candidates share`(
  _ line: String, _ candidates: [String], _ inserted: String?
) {
  let completion = Completion(beforeCursor: line, candidates: candidates, isRepeated: false)
  #expect(completion == inserted.map(Completion.insert) ?? .nothing)
}

@Test func `the second Tab lists a choice`() {
  let candidates = ["start", "stage"]
  #expect(
    Completion(beforeCursor: "sta", candidates: candidates, isRepeated: true) == .list(candidates))
  #expect(
    Completion(beforeCursor: "model", candidates: ["model"], isRepeated: true) == .nothing)
}

@Test func `a candidate with control characters is not offered`() {
  let completion = Completion(
    beforeCursor: "a", candidates: ["a\u{1B}[2J", "abc"], isRepeated: false)
  #expect(completion == .insert("bc"))
}

@Test func `candidates are listed in columns, read downwards`() {
  #expect(
    Completion.listing(["a", "bb", "ccc", "d", "e"], columns: 12) == """
      a    d
      bb   e
      ccc
      """)
  #expect(Completion.listing(["abc"], columns: 1) == "abc")
}

@Test func `a long list is cut, and says so`() {
  let listing = Completion.listing((1...150).map { "value\($0)" }, columns: 80)
  #expect(listing.hasSuffix("\n… and 50 more"))
}
