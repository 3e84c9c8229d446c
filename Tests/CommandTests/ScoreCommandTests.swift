import Foundation
import TestSupport
import Testing

@Suite struct ScoreCommandTests {
  private let spoor = SpoorProcess()
  private let trace = String(repeating: "0", count: 28) + "1001"
  private let span = String(repeating: "0", count: 15) + "1"

  @Test func `a score of the command line is seen by queries`() throws {
    _ = try spoor("import", "-", input: request(trace: 1, span: 1))
    let outcome = try spoor(
      "score", "\(trace):\(span)", "faithfulness", "0.25", "--source", "human", "--comment", "why")
    #expect(outcome.output == "scores 1, waiting 0, duplicates 0, rejected 0\n")
    #expect(outcome.status == 0)
    let answer = try spoor(
      "query", "score.faithfulness[human] < 0.5 select score.faithfulness", "--format", "csv")
    #expect(answer.output == "score.faithfulness\n0.25\n")
    #expect(try spoor("verify").status == 0)
    let tree = try spoor("trace", trace)
    #expect(tree.output.hasSuffix("\nscores\n  faithfulness 0.25 by human of chat — why\n"))
    #expect(try spoor("stats", "--format", "json").output.contains("\"scores\":1,"))
  }

  @Test func `scores wait for spans that come later`() throws {
    let first = try spoor("score", trace, "helpful", "good", "--time", "2026-11-02T00:00:00Z")
    #expect(first.output == "scores 1, waiting 1, duplicates 0, rejected 0\n")
    let again = try spoor("score", trace, "helpful", "good", "--time", "2026-11-02T00:00:00Z")
    #expect(again.output == "scores 0, waiting 0, duplicates 1, rejected 0\n")
    #expect(again.status == 0)
    _ = try spoor("import", "-", input: request(trace: 1, span: 1))
    let answer = try spoor("query", "score.helpful = good select count()", "--format", "csv")
    #expect(answer.output == "count()\n1\n")
  }

  @Test func `CSV is read by its header, and a bad line is one rejection`() throws {
    _ = try spoor("import", "-", input: request(trace: 1, span: 1))
    let file = spoor.file(
      "judged.csv",
      """
      name,trace_id,span_id,value,comment,reviewer
      faithfulness,\(trace),\(span),0.5,"it says ""maybe"",
      and more",ann

      faithfulness,xyz,,0.5,,ann
      faithfulness,\(trace),\(span),,,ann
      relevance,\(trace),,high
      verdict,\(trace),\(span),fine,,ann

      """)
    let outcome = try spoor("score", "--file", file)
    #expect(outcome.output == "scores 2, waiting 0, duplicates 0, rejected 3\n")
    #expect(outcome.error.contains("judged.csv:5: xyz is no trace id"))
    #expect(outcome.error.contains("judged.csv:6: a score needs a number or a label"))
    #expect(outcome.error.contains("judged.csv:7: the row has 4 fields, and the header 6"))
    #expect(outcome.status == 0)
    let answer = try spoor(
      "query", "select score.faithfulness, score.verdict", "--format", "csv")
    #expect(answer.output == "score.faithfulness,score.verdict\n0.5,fine\n")
  }

  @Test func `JSON Lines are read, from standard input too`() throws {
    let lines = """
      {"trace_id":"\(trace)","span_id":"\(span)","name":"a","value":1,"time":1793491200000000000}
      {"trace_id":"\(trace)","name":"b","value":"good","source":"llm","time":"2026-11-02T00:00:00Z"}
      {"session_id":"s1","name":"c","value":true}
      {"trace_id":
      [1]

      """
    let outcome = try spoor("score", "--file", "-", "--format", "json", input: lines)
    #expect(outcome.output == #"{"scores":3,"waiting":3,"duplicates":0,"rejected":2}"# + "\n")
    #expect(outcome.error.contains("standard input:4"))
    #expect(outcome.error.contains("standard input:5"))
  }

  @Test(arguments: ["just some text\n", "a,b\n1,2\n", "{\"name\":1}\n", "\u{0}\u{1}", ""])
  func `a file that holds no score fails, and leaves no store behind`(text: String) throws {
    let outcome = try spoor("score", "--file", spoor.file("wrong", text))
    #expect(outcome.output.hasPrefix("scores 0, waiting 0, duplicates 0"))
    #expect(outcome.status == 1)
    #expect(!FileManager.default.fileExists(atPath: spoor.store))
  }

  @Test func `arguments that make no sense are a usage error`() throws {
    #expect(try spoor("score").status == 2)
    #expect(try spoor("score", trace, "name").status == 2)
    #expect(try spoor("score", trace, "--file", "x").status == 2)
    #expect(try spoor("score", "--file", "missing.csv").status == 2)
    let bad = try spoor("score", "xyz", "name", "1")
    #expect(bad.status == 1)
    #expect(bad.error.contains("xyz is no trace id"))
    #expect(try spoor("score", trace, "a[b]", "1").error.contains("bracket"))
  }
}
