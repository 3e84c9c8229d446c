import Testing

@Suite struct QueryCommandTests {
  private let spoor = SpoorProcess()

  private func load(_ count: Int) throws {
    let lines = (1...count).map {
      request(
        trace: $0, span: $0, latency: $0 * 1_000_000_000,
        attributes: """
          {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},\
          {"key":"gen_ai.prompt.version","value":{"stringValue":"v\($0 % 2)"}},\
          {"key":"llm.cost.total","value":{"doubleValue":0.0125}}
          """)
    }
    _ = try spoor("import", "-", input: lines.joined())
  }

  @Test func `machine formats give plain numbers`() throws {
    try load(3)
    let query = "stage=generation and latency>1s group by prompt_version select count(), sum(cost)"
    #expect(
      try spoor("query", query).output
        == "prompt_version,count(),sum(cost)\nv0,1,0.0125\nv1,1,0.0125\n")
    let json = try spoor("query", query, "--format", "json").output
    #expect(json.hasPrefix(#"{"columns":[{"name":"prompt_version","type":"string","unit":null},"#))
    #expect(json.contains(#""rows":[["v0",1,0.0125],["v1",1,0.0125]],"notes":[],"stats":{"#))
    #expect(
      try spoor("query", "latency=2s select start, latency", "--format", "tsv").output
        == "start\tlatency\n1970-01-01T00:00:00.000001000Z\t2000000000\n")
  }

  @Test func `a check fails when an assertion does`() throws {
    try load(3)
    let failed = try spoor("query", "--check", "group by prompt_version assert max(latency) < 3s")
    #expect(failed.status == 4)
    #expect(
      failed.error == """
        assertion failed: max(latency) < 3s: for prompt_version=v1 max(latency) is 3.00s

        """)
    #expect(failed.output.split(separator: "\n").count == 3)
    #expect(try spoor("query", "--check", "assert max(latency) < 4s").status == 0)
    #expect(try spoor("query", "group by name assert max(latency) < 3s").status == 0)
    let nothing = try spoor("query", "--check", "name=nobody assert p95(latency) < 2s")
    #expect(nothing.status == 4)
    #expect(nothing.error.contains("p95(latency) is ∅; no spans matched"))
    #expect(try spoor("query", "--check", "assert latencyy < 4s").status == 1)
    // One of several is enough, and the others are answered.
    let several = try spoor("query", "--check", input: "assert count() > 3; select count();")
    #expect(several.status == 4)
    #expect(several.output.hasSuffix("count()\n3\n"))
    let json = try spoor("query", "assert count() > 3", "--format", "json").output
    #expect(
      json.contains(
        #""assertions":[{"assert":"count() > 3","passed":false,"checked":1,"failures":"#
          + #"[{"row":{},"values":{"count()":3},"unknown":false}]}],"notes":"#))
  }

  @Test func `a page is of one query`() throws {
    try load(2)
    let page = try spoor("query", "group by prompt_version select count()", "--format", "html")
    #expect(page.status == 0)
    #expect(page.output.hasPrefix("<!doctype html>\n"))
    #expect(page.output.contains("<tr><td>v0</td><td class=\"n\">1</td></tr>"))
    #expect(page.output.contains("group by prompt_version select count()</pre>"))
    let two = try spoor("query", "--format", "html", input: "select count(); select count();")
    #expect(two.status == 2)
    #expect(two.error == "spoor: a page of --format html takes one query\n")
    #expect(two.output.isEmpty)
  }

  @Test func `data are required by a check alone`() throws {
    try load(1)
    let alone = try spoor("query", "--require-data", "select count()")
    #expect(alone.status == 2)
    #expect(alone.error.contains("--require-data goes with --check"))
    #expect(try spoor("query", "--check", "--require-data", "select count()").status == 0)
  }

  @Test func `several queries from standard input are set apart by an empty line`() throws {
    try load(2)
    let outcome = try spoor(
      "query", input: "select count();\n-- a comment\nlatency>1s select count();")
    #expect(outcome.output == "count()\n2\n\ncount()\n1\n")
  }

  @Test func `queries come from a file, and parameters from the command line`() throws {
    try load(3)
    let file = spoor.file("q.spoor", "prompt_version=$v select count();")
    #expect(try spoor("query", "-f", file, "--param", "v=v1").output == "count()\n2\n")
    #expect(try spoor("query", "-f", file).status == 1)
    #expect(try spoor("query", "-f", file, "--param", "oops").status == 2)
  }

  @Test func `queries come from a pipe that has a name`() throws {
    try load(3)
    let outcome = try spoor("query", "-f", "/dev/stdin", input: "select count();")
    #expect(outcome.output == "count()\n3\n")
    #expect(try spoor("query", "-f", "/dev/null").output.split(separator: "\n").count == 4)
    #expect(try spoor("query", "-f", spoor.file("q", "") + "x").status == 2)
  }

  @Test func `an answer that cannot be written is exit code 1`() throws {
    try load(1)
    let outcome = try spoor.shell("$SPOOR query 'select count()' > /dev/full")
    #expect(outcome.status == 1)
    #expect(outcome.error == "spoor: standard output cannot be written: No space left on device\n")
  }

  @Test func `closed streams do not lend their numbers to the store's files`() throws {
    let file = spoor.file("a.jsonl", request(trace: 1, span: 1) + "garbage\n")
    let outcome = try spoor.shell("$SPOOR import - < \(file) >&- 2>&-")
    #expect(outcome.status == 0)
    #expect(try spoor("verify").status == 0)
    let lock = try spoor.shell("grep -c 'spans 1' \(spoor.store)/lock.mdb")
    #expect(lock.output == "0\n")
  }

  @Test func `a query that fails is exit code 1, and prints no data`() throws {
    try load(1)
    let outcome = try spoor("query", "latency > 2")
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("write 2s"))
  }

  @Test func `a store that is not there is exit code 3, and wrong arguments are 2`() throws {
    for command in ["query", "stats", "verify"] {
      let outcome = command == "query" ? try spoor(command, "select count()") : try spoor(command)
      #expect(outcome.status == 3, "\(command)")
      #expect(outcome.error.contains("there is no store"))
    }
    #expect(try spoor("query", "--format", "xml", "select count()").status == 2)
    #expect(try spoor("frobnicate").status == 2)
    #expect(try spoor("--help").status == 0)
  }

  @Test func `a filter in a pipe shows all spans, and notes stay off the data`() throws {
    try load(30)
    let outcome = try spoor("query", "model!=x")
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.error.contains("30 spans lacked `model`"))
    #expect(try spoor("query", "latency>0s").output.split(separator: "\n").count == 31)
  }

  @Test func `lines typed into a pipe are answered until the first error`() throws {
    try load(2)
    let fine = try spoor(
      input: "select count()\n\\format json\nlatency>1s and\nlatency<9s select count()\n")
    #expect(fine.status == 0)
    #expect(fine.output.hasPrefix("count()\n2\n"))
    #expect(fine.output.contains("\"rows\":[[1]]"))
    for open in [
      "select count(),\n count() as n\n", "select count() order by\n count()\n",
      "{latency>1s\n} select count()\n", "select count(child{latency>1s\n}) as n\n",
      "(latency>1s\n or latency<1s) select count()\n", "name in (a,\n b) select count()\n",
      "select count() group by\n name,\n stage\n", "explain\nlatency>1s\n",
    ] {
      let outcome = try spoor(input: open)
      #expect(outcome.status == 0, "\(open) \(outcome.error)")
      #expect(!outcome.output.isEmpty, "\(open)")
    }
    #expect(try spoor(input: "explain\nlatency>1s\n").output.contains("latency >= 1000000001ns"))
    let wrong = try spoor(input: "nonsense here\nselect count()\n")
    #expect(wrong.status == 1)
    #expect(wrong.output.isEmpty)
  }

  @Test func `a trace is drawn by the first digits of its id`() throws {
    try load(2)
    let zeros = String(repeating: "0", count: 28)
    let drawn = try spoor("trace", zeros + "1001")
    #expect(drawn.status == 0)
    #expect(drawn.output.contains("chat"))
    #expect(try spoor("trace", zeros + "100").error.contains("several trace ids begin"))
    #expect(try spoor("trace", "ff").status == 1)
    #expect(try spoor("trace", "not-hex").status == 2)
    let json = try spoor("trace", zeros + "1002", "--format", "json")
    #expect(json.output.contains(#""spanId":"0000000000000002""#))
  }
}
