import QuerySyntax
import Testing

/// `grammar/accepted.txt` and `grammar/rejected.txt`.
@Suite struct CorpusTests {
  @Test(arguments: GrammarFiles.accepted)
  func `an accepted query parses, and prints back to the same tree`(
    sample: GrammarFiles.Accepted
  ) throws {
    try expectRoundTrip(sample.query)
    guard let canonical = sample.canonical else { return }
    #expect(try Parser.parse(sample.query).printed == canonical)
  }

  @Test(arguments: GrammarFiles.rejected)
  func `a rejected query explains itself`(sample: GrammarFiles.Rejected) {
    do throws(Diagnostics) {
      let query = try Parser.parse(sample.query)
      Issue.record("accepted: \(query.printed)")
    } catch {
      #expect(error.rendered(in: sample.query) == sample.message)
    }
  }

  @Test func `both lists are there`() {
    #expect(GrammarFiles.accepted.count > 50)
    #expect(GrammarFiles.rejected.count > 50)
  }
}
