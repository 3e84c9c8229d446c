import Foundation
import TestSupport
import Testing

@Suite struct TableImportTests {
  private let spoor = SpoorProcess()
  private let requests = """
    TIMESTAMP,ContextTokens,GeneratedTokens\r
    2023-11-16 18:15:46.6805900,374,44\r
    2023-11-16 18:15:50.9951690,396,109\r
    2023-11-16 18:15:50.9951690,396,109\r

    """
  private let map = "TIMESTAMP=start,ContextTokens=input_tokens"

  @Test func `a table is imported, and again without effect`() throws {
    let file = spoor.file("requests.csv", requests)
    let first = try spoor(
      "import", file, "--map", map, "--set", "stage=generation,service=chat")
    #expect(first.output == "spans 3, traces 3, duplicates 0, rejected 0\n")
    #expect(first.status == 0)
    // The order of constants says nothing.
    let again = try spoor(
      "import", file, "--map", map, "--set", "service=chat", "--set", "stage=generation",
      "--summary", "json")
    #expect(again.output == #"{"spans":0,"traces":0,"duplicates":3,"rejected":0}"# + "\n")
    let answer = try spoor(
      "query", "stage=generation group by service select count(), sum(input_tokens)")
    #expect(answer.output == "service,count(),sum(input_tokens)\nchat,3,1166\n")
    #expect(try spoor("verify").status == 0)
  }

  @Test func `a better mapping replaces the spans of an earlier import`() throws {
    let file = spoor.file("requests.csv", requests)
    _ = try spoor("import", file, "--map", map)
    let again = try spoor("import", file, "--map", map + ",GeneratedTokens=output_tokens")
    #expect(again.output == "spans 0, traces 0, duplicates 3, rejected 0\n")
    let answer = try spoor("query", "select count(), sum(output_tokens)")
    #expect(answer.output == "count(),sum(output_tokens)\n3,262\n")
  }

  @Test func `what a query writes as CSV and JSON Lines is a table again`() throws {
    let fields = "trace_id, span_id, name, start, end, status, attr.k, prompt_version"
    let sent = (1...3).map {
      request(
        trace: $0, span: $0, name: #"a, \"b\""#,
        attributes: "{\"key\":\"k\",\"value\":{\"intValue\":\"\($0)\"}}")
    }.joined()
    #expect(try spoor("import", "-", input: sent).output.hasPrefix("spans 3,"))
    let other = SpoorProcess()
    for (format, name) in [("csv", "spans.csv"), ("jsonl", "spans.jsonl")] {
      let query = "select \(fields) order by trace_id"
      let written = try spoor("query", query, "--format", format).output
      let outcome = try other("import", other.file(name, written), "--format", format)
      #expect(outcome.output.hasSuffix("rejected 0\n"), "\(outcome.error)")
      #expect(try other("query", query, "--format", format).output == written)
    }
    #expect(try other("query", "select count()").output == "count()\n3\n")
  }

  @Test func `scores of rows are attached to their spans`() throws {
    let file = spoor.file("judged.csv", "start,helpful\n2023-11-16,0.5\n2023-11-17,\n")
    let arguments = ["--map", "helpful=score.helpful[human]"]
    let first = try spoor("import", file, arguments[0], arguments[1])
    #expect(
      first.output
        == "spans 2, traces 2, duplicates 0, rejected 0, scores 1, duplicate scores 0\n")
    let again = try spoor("import", file, arguments[0], arguments[1], "--summary", "json")
    #expect(
      again.output == #"{"spans":0,"traces":0,"duplicates":2,"rejected":0,"scores":0,"#
        + #""duplicateScores":1}"# + "\n")
    let answer = try spoor("query", "score.helpful[human] > 0.4 select count()")
    #expect(answer.output == "count()\n1\n")
  }

  @Test func `a file's name says that it is CSV, and a command that it is JSON Lines`() throws {
    let tabs = spoor.file("t.tsv", "start\tmodel\n2023-11-16\tm\n")
    #expect(try spoor("import", tabs).output.hasPrefix("spans 1,"))
    let lines = spoor.file("t.jsonl", "{\"start\":\"2023-11-16\",\"model\":\"m\"}\n")
    #expect(try spoor("import", lines, "--format", "jsonl").output.hasPrefix("spans 1,"))
    let piped = try spoor(
      "import", "-", "--format", "csv", "--delimiter", ";", "--tz", "+01:00",
      input: "start;model\n2023-11-16 01:00;n\n")
    #expect(piped.output.hasPrefix("spans 1,"))
    let answer = try spoor("query", "model=n select start")
    #expect(answer.output == "start\n2023-11-16T00:00:00.000000000Z\n")
  }

  @Test func `a table that is taken for OTLP is told apart`() throws {
    let csv = try spoor("import", spoor.file("requests.txt", requests))
    #expect(csv.status == 1)
    #expect(csv.error.contains("; it looks like CSV, which is read with --format csv\n"))
    let lines = try spoor("import", spoor.file("lines.jsonl", "{\"start\":\"2023-11-16\"}\n"))
    #expect(lines.status == 1)
    #expect(lines.error.contains("; objects of another kind are read with --format jsonl\n"))
    let mapped = try spoor("import", spoor.file("requests.txt", requests), "--map", map)
    #expect(mapped.status == 2)
    #expect(
      mapped.error.contains("--map is about tables, and ")
        && mapped.error.contains("say --format csv or --format jsonl"))
    #expect(!FileManager.default.fileExists(atPath: spoor.store))
  }

  @Test(arguments: [
    ("--map", "TIMESTAMP=strat", "there is no field strat; did you mean start?"),
    ("--set", "cost=cheap", "--set: cost: “cheap” is no cost"),
    ("--delimiter", "ab", "--delimiter takes one character"),
    ("--tz", "Nowhere", "there is no time zone Nowhere"),
    ("--format", "json", "one of 'otlp', 'csv' or 'jsonl'"),
  ])
  func `options that make no sense are a matter of usage`(
    option: String, value: String, message: String
  ) throws {
    let outcome = try spoor("import", spoor.file("r.csv", requests), option, value)
    #expect(outcome.status == 2)
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: spoor.store))
  }

  @Test func `a mapping that the table does not fit imports nothing of it`() throws {
    let outcome = try spoor(
      "import", spoor.file("r.csv", requests), "--map", "TIMESTMP=start")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("there is no column TIMESTMP; did you mean TIMESTAMP?"))
    #expect(!FileManager.default.fileExists(atPath: spoor.store))
  }

  @Test func `bad rows are told with file and line, and the others are kept`() throws {
    let outcome = try spoor(
      "import", spoor.file("r.csv", requests + "soon,1,2\n5\n"), "--map", map)
    #expect(outcome.output == "spans 3, traces 3, duplicates 0, rejected 2\n")
    #expect(outcome.error.contains("r.csv:5: column TIMESTAMP: “soon” is no time"))
    #expect(outcome.error.contains("r.csv:6: the row has 1 field, and the header 3"))
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["", "TIMESTAMP,x\r\n", "\u{FEFF}\n\n"])
  func `a table without rows is exit code 1`(text: String) throws {
    let outcome = try spoor("import", spoor.file("r.csv", text), "--map", "TIMESTAMP=start")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("r.csv has no rows: there was nothing to import"))
  }

  @Test func `compressed tables are read, and one that ends early gives what it has`() throws {
    let rows = (0..<20_000).map { "\($0),\($0 &* 7_919 % 10_007)\n" }.joined()
    _ = spoor.file("r.csv", "start,x\n" + rows)
    let whole = try spoor.shell("gzip r.csv; \"$SPOOR\" import r.csv.gz --map start=start:ms")
    #expect(whole.output == "spans 20000, traces 20000, duplicates 0, rejected 0\n")
    let torn = try spoor.shell(
      "head -c 20000 r.csv.gz > torn.csv.gz; \"$SPOOR\" import torn.csv.gz --map start=start:ms")
    #expect(torn.status == 0)
    #expect(torn.error.contains("the rest could not be read: "))
    #expect(torn.output.hasPrefix("spans 0, traces 0, duplicates "))
  }

  @Test func `the example of the README is what the commands do`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let section = try #require(
      text.components(separatedBy: "\n### Tables: CSV and JSON Lines\n").last)
    let block = section.components(separatedBy: "```console\n")[1].components(separatedBy: "```")[0]
    var count = 0
    for step in block.components(separatedBy: "$ ").dropFirst() {
      var lines = step.replacingOccurrences(of: "\\\n", with: " ").components(separatedBy: "\n")
      // A quote that is open goes on in the next line.
      while lines[0].count(where: { $0 == "'" }) % 2 == 1 {
        lines[0...1] = [lines[0] + " " + lines[1]]
      }
      let shown = lines.dropFirst().joined(separator: "\n").trimmingCharacters(in: .newlines)
      if lines[0].hasPrefix("cat ") {
        _ = spoor.file(String(lines[0].dropFirst(4)), shown + "\n")
        continue
      }
      try #require(lines[0].hasPrefix("spoor "))
      let format = lines[0].hasPrefix("spoor query") ? " --format table" : ""
      let outcome = try spoor.shell("\"$SPOOR\"" + lines[0].dropFirst(5) + format)
      #expect(
        (outcome.output + outcome.error).trimmingCharacters(in: .newlines) == shown,
        "\(outcome.output + outcome.error)")
      count += 1
    }
    #expect(count >= 3)
  }
}
