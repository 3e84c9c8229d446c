import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Conditions on long texts, with rows ruled out by what they need and without.
struct TextNeedTests {
  /// Texts with letters in every case that counts, and in none.
  private static let texts = [
    "refund policy", "Refund POLICY", "REFUND", "re fund", "İstanbul", "istanbul", "\u{212A}elvin",
    "kelvin", "ſharp", "sharp", "SHARP", "größe", "GRÖSSE", "100% sure", "a_b", "axb", "",
    "no\nline", "colour", "color", "漢字 ok", "ab", "abab", "ababab", "x-ray", "ııı", "Istanbul",
  ]

  private func source(_ seed: UInt64, prunes: Bool) throws -> MemorySource {
    var random = SeededGenerator(seed: seed)
    let segments = try (0..<3).map { segment in
      try (0..<70).map { number in
        var span = try testSpan(segment * 1_000 + number)
        let text = Self.texts.randomElement(using: &random) ?? ""
        span.texts[.input] = random.chance(80) ? text : nil
        span.texts[.output] = random.chance(30) ? text : "other"
        return span
      }
    }
    return MemorySource(segments, seed: seed, prunesTexts: prunes)
  }

  private static let comparisons = [
    "contains refund", "contains Refund", "icontains refund", "icontains 'REFUND P'",
    "icontains kelvin", "icontains 'i\u{307}stanbul'", "icontains istanbul", "icontains 'GRÖSSE'",
    "icontains größe", "contains 'size'", "contains ''", "icontains ''", "startswith re",
    "startswith İ", "like 'ref%pol_cy'", "like '100\\\\%%'", "like 'a\\\\_b'", "like '%'",
    "=~ 'ref.*pol'", "=~ '(?i)kelvin'", "=~ '(?i)SHARP'", "=~ '(?i)sharp'", "=~ '(?i)ISTANBUL'",
    "=~ '(?i)istanbul'", "=~ 'colou?r'", "=~ 'x-?ray|größe'", "=~ '(ab){2,}'", "=~ '[Rr]efund'",
    "=~ '[rR]{1}e\\\\bfund'", "=~ '^$'", "=~ '(refund|)'", "=~ 're(?: )fund'", "=~ '[^a]efund'",
    "=~ '(?i)größe'", "=~ '漢字'", "=~ 'İ'", "!~ refund", "= refund", "= 're fund'", "!= sharp",
    "in (REFUND, ab)", "< m", "=~ '(?i)[k]elvin'", "=~ 'a{0}refund'",
  ]

  @Test(arguments: comparisons)
  func `rows that are ruled out are those that do not match`(_ comparison: String) throws {
    for seed in 0..<3 as Range<UInt64> {
      let (pruned, whole) = (try source(seed, prunes: true), try source(seed, prunes: false))
      for filter in [
        "input \(comparison)", "not input \(comparison)",
        "input \(comparison) or not output \(comparison)",
      ] {
        let query = "\(filter) select span_id, input"
        let expected = try run(query, over: whole)
        let result = try run(query, over: pruned)
        #expect(result.rows == expected.rows, "\(query)")
        #expect(result.notes == expected.notes, "\(query)")
        #expect(result.statistics.rowsMatched == expected.statistics.rowsMatched, "\(query)")
      }
    }
  }

  @Test func `what rules nothing out says so, and what does is counted`() throws {
    let source = try source(1, prunes: true)
    let found = try run("input contains 'policy' select count()", over: source).statistics
    #expect(found.textGroupsPruned > 0 && found.textGroupCount == 3 * 70)
    for filter in ["input =~ '.'", "input like '%_'", "input < 'm'", "input contains ''"] {
      let statistics = try run("\(filter) select count()", over: source).statistics
      #expect(statistics.textGroupsPruned == 0, "\(filter)")
    }
    let nowhere = try run("input contains 'nowhere' select count()", over: source).statistics
    #expect(nowhere.segmentsPruned == 3 && nowhere.segmentsRead == 0)
  }
}
