import Foundation
import TestSupport
import Testing

@Suite struct ImportTests {
  private let spoor = SpoorProcess()

  @Test func `the examples are imported, and again without effect`() throws {
    let first = try spoor("import", SpoorProcess.examples[0], SpoorProcess.examples[1])
    #expect(first.output == "spans 1929, traces 101, duplicates 0, rejected 0\n")
    #expect(first.status == 0)
    let again = try spoor("import", "--summary", "json", SpoorProcess.examples[1])
    #expect(again.output == #"{"spans":0,"traces":0,"duplicates":28,"rejected":0}"# + "\n")
    #expect(again.status == 0)
    #expect(try spoor("verify").status == 0)
  }

  @Test func `standard input is read where - is named`() throws {
    let outcome = try spoor("import", "-", input: request(trace: 1, span: 1))
    #expect(outcome.output == "spans 1, traces 1, duplicates 0, rejected 0\n")
  }

  @Test func `a malformed line is rejected with its place, and the others are kept`() throws {
    let file = spoor.file(
      "mixed.jsonl",
      request(trace: 1, span: 1) + "{\"resourceSpans\":[\n\n" + request(trace: 2, span: 1))
    let outcome = try spoor("import", file)
    #expect(outcome.output == "spans 2, traces 2, duplicates 0, rejected 1\n")
    #expect(outcome.error.contains("mixed.jsonl:2: the JSON ends too soon"))
    #expect(outcome.status == 0)
  }

  @Test func `a span with a bad id is one rejection, and its message goes on`() throws {
    let bad = #"{"traceId":"xyz","spanId":"0000000000000001"}"#
    let good =
      #"{"traceId":"0000000000000000000000000000000a","spanId":"0000000000000001","name":"ok"}"#
    let file = spoor.file(
      "ids.json", #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(bad),\#(good)]}]}]}"#)
    let outcome = try spoor("import", file)
    #expect(outcome.output == "spans 1, traces 1, duplicates 0, rejected 1\n")
    #expect(outcome.error.contains("traceId"))
  }

  @Test func `one message may span many lines`() throws {
    let pretty = request(trace: 1, span: 1).replacingOccurrences(of: "[", with: "[\n  ")
    let outcome = try spoor("import", spoor.file("pretty.json", pretty))
    #expect(outcome.output == "spans 1, traces 1, duplicates 0, rejected 0\n")
  }

  @Test(arguments: ["just some text\n", "{\"resourceLogs\":[]}\n", "[1,2,3]\n", "\u{0}\u{1}"])
  func `a file that is not OTLP is exit code 1 with a sentence, and makes no store`(
    text: String
  ) throws {
    let outcome = try spoor("import", spoor.file("other.txt", text))
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("other.txt is not OTLP/JSON"))
    #expect(!FileManager.default.fileExists(atPath: spoor.store))
  }

  @Test func `an empty file is exit code 1`() throws {
    let outcome = try spoor("import", spoor.file("empty.jsonl", ""))
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("is empty"))
  }

  @Test func `a missing file is a matter of usage, and nothing is imported`() throws {
    let there = spoor.file("there.jsonl", request(trace: 1, span: 1))
    let outcome = try spoor("import", there, "not-there.jsonl")
    #expect(outcome.status == 2)
    #expect(outcome.error.contains("not-there.jsonl"))
    #expect(!FileManager.default.fileExists(atPath: spoor.store))
  }

  @Test func `a compressed file that ends early gives what it has, and says so`() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: SpoorProcess.examples[0]))
    let path = spoor.folder.appending("torn.jsonl.gz")
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    let outcome = try spoor("import", path)
    #expect(outcome.status == 0)
    #expect(outcome.error.contains("the compressed bytes end early"))
    #expect(!outcome.output.hasPrefix("spans 0"))
    #expect(try spoor("verify").status == 0)
  }
}
