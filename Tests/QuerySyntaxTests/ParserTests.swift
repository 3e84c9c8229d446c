import QuerySyntax
import Testing

@Suite struct ParserTests {
  @Test func `the signature line is a filter and one group stage`() throws {
    let query = try Parser.parse("stage=generation and latency>2s group by prompt_version")
    #expect(query.printed == "stage = generation and latency > 2s group by prompt_version")
    #expect(query.stages.count == 1)
  }
}
