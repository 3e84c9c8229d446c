import QueryEngine
import TerminalRendering
import Testing

/// A value of every type, nulls, and text that wants escaping in every format.
private let sample = QueryResult(
  columns: [
    .init(name: "name", type: .string), .init(name: "p95(latency)", type: .duration),
    .init(name: "cost", type: .money), .init(name: "start", type: .instant),
    .init(name: "error_rate", type: .double), .init(name: "ok", type: .boolean),
    .init(name: "size", type: .bytes), .init(name: "tags", type: .list),
  ],
  rows: [
    [
      .string("a, \"b\"\n\t\\|"), .duration(2_310_000_000), .money(50_000_000), .instant(0),
      .double(0.25), .boolean(true), .bytes(1_234),
      .list([.integer(1), .string("x"), .null, .money(1)]),
    ],
    [.string(""), .null, .null, .null, .null, .null, .null, .null],
  ],
  notes: ["2 spans had no \"cost\"."])

@Test func `json is one object on one line`() throws {
  let text = JSONWriter(elapsedNanoseconds: 7).render(sample)
  #expect(
    text == """
      {"columns":[\
      {"name":"name","type":"string","unit":null},\
      {"name":"p95(latency)","type":"duration","unit":"ns"},\
      {"name":"cost","type":"money","unit":"USD"},\
      {"name":"start","type":"instant","unit":null},\
      {"name":"error_rate","type":"double","unit":null},\
      {"name":"ok","type":"boolean","unit":null},\
      {"name":"size","type":"bytes","unit":"B"},\
      {"name":"tags","type":"list","unit":null}],\
      "rows":[["a, \\"b\\"\\n\\t\\\\|",2310000000,0.05,"1970-01-01T00:00:00.000000000Z",\
      0.25,true,1234,[1,"x",null,0.000000001]],\
      ["",null,null,null,null,null,null,null]],\
      "notes":["2 spans had no \\"cost\\"."],\
      "stats":{"segments_read":0,"segments_pruned":0,"segments_outside_time":0,\
      "segments_remembered":0,"blocks_read":0,"blocks_pruned":0,"blocks_skipped":0,\
      "value_blocks_read":0,"block_bytes":0,"rows_scanned":0,"rows_matched":0,"threads":1,\
      "passes":1,"peak_bytes":0,"elapsed_ns":7}}

      """)
}

@Test func `json leaves the time out when the caller gives none`() {
  let result = QueryResult(columns: [], rows: [])
  let expected =
    #"{"columns":[],"rows":[],"notes":[],"stats":{"segments_read":0,"segments_pruned":0,"#
  let text = JSONWriter().render(result)
  #expect(text.hasPrefix(expected))
  #expect(!text.contains("elapsed_ns"))
}

@Test func `jsonl is an object a row`() {
  let result = QueryResult(
    columns: [.init(name: "count()", type: .integer), .init(name: "count()", type: .integer)],
    rows: [[.integer(1), .null], [.integer(3), .integer(4)]])
  #expect(
    JSONLinesWriter().render(result) == """
      {"count()":1,"count()_2":null}
      {"count()":3,"count()_2":4}

      """)
}

@Test func `csv quotes what needs it and tells null from the empty string`() {
  #expect(
    CSVWriter().render(sample) == """
      name,p95(latency),cost,start,error_rate,ok,size,tags
      "a, ""b""
      \t\\|",2310000000,0.05,1970-01-01T00:00:00.000000000Z,0.25,true,1234,\
      "[1,""x"",null,0.000000001]"
      "",,,,,,,

      """)
}

@Test func `tsv escapes tabs, line ends and backslashes`() {
  let text = TSVWriter().render(sample).split(separator: "\n", omittingEmptySubsequences: false)
  #expect(text.count == 4)
  #expect(text[1].hasPrefix(#"a, "b"\n\t\\|"# + "\t2310000000\t0.05\t"))
  #expect(text[2] == "\t\t\t\t\t\t\t")
}

@Test func `markdown escapes its own marks and sets numbers to the right`() {
  let result = QueryResult(
    columns: [.init(name: "a|b", type: .string), .init(name: "latency", type: .duration)],
    rows: [[.string("x|y\\<br>\n"), .duration(450_000_000)], [.null, .null]])
  #expect(
    MarkdownWriter().render(result) == """
      | a\\|b | latency |
      | --- | ---: |
      | x\\|y\\\\&lt;br><br> | 450ms |
      |  |  |

      """)
}

@Test(arguments: [
  (50_000_000, "0.05"), (1_250_000_000, "1.25"), (1_234, "0.000001234"), (0, "0"),
  (-500_000_000, "-0.5"), (3_000_000_000, "3"), (.max, "9223372036.854775807"),
  (.min, "-9223372036.854775808"),
])
func `money is exact decimal dollars`(_ nanodollars: Int64, _ expected: String) {
  #expect(csvField(.money(nanodollars)) == expected)
}

@Test(arguments: [
  (1_795_576_244_123_456_789, "2026-11-25T03:10:44.123456789Z"),
  (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
  (-1, "1969-12-31T23:59:59.999999999Z"),
  (.max, "2262-04-11T23:47:16.854775807Z"), (.min, "1677-09-21T00:12:43.145224192Z"),
])
func `instants are RFC 3339 with nanoseconds`(_ time: Int64, _ expected: String) {
  #expect(csvField(.instant(time)) == expected)
}

@Test(
  arguments: [
    (1e16, "1e+16"), (0.1, "0.1"), (3, "3.0"), (5e-300, "5e-300"), (1.0 / 3, "0.3333333333333333"),
  ] as [(Double, String)])
func `doubles are the shortest text that reads back`(_ number: Double, _ expected: String) {
  #expect(csvField(.double(number)) == expected)
}

@Test func `json escapes every control character`() {
  for code in UInt8(0)..<0x20 {
    let text = String(Unicode.Scalar(code))
    let result = QueryResult(
      columns: [.init(name: "x", type: .string)], rows: [[.string(text)]])
    let line = JSONLinesWriter().render(result)
    #expect(line.dropLast().utf8.allSatisfy { $0 >= 0x20 }, "U+\(String(code, radix: 16))")
  }
}

/// The text of one value as CSV writes it.
private func csvField(_ value: Value) -> String {
  let result = QueryResult(columns: [.init(name: "x", type: .mixed)], rows: [[value]])
  return String(CSVWriter().render(result).dropFirst(2).dropLast())
}
