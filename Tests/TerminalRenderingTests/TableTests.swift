import DisplayWidth
import QueryEngine
import TerminalRendering
import Testing

@Test func `a table aligns text to the left and numbers to the right`() {
  let result = QueryResult(
    columns: [
      .init(name: "prompt_version", type: .string), .init(name: "count()", type: .integer),
      .init(name: "p95(latency)", type: .duration), .init(name: "sum(cost)", type: .money),
    ],
    rows: [
      [.string("v3"), .integer(120), .duration(2_310_000_000), .money(12_300_000)],
      [.string("日本"), .integer(7), .duration(450_000_000), .null],
      [.null, .integer(1), .null, .money(0)],
    ])
  #expect(
    TableWriter().render(result) == """
       prompt_version │ count() │ p95(latency) │ sum(cost)
      ────────────────┼─────────┼──────────────┼───────────
       v3             │     120 │        2.31s │   $0.0123
       日本           │       7 │        450ms │         ∅
       ∅              │       1 │            ∅ │        $0

      """)
}

@Test(arguments: 1...120)
func `no line is wider than the terminal, but for the note on hidden columns`(_ width: Int) {
  let result = QueryResult(
    columns: [
      .init(name: "start", type: .instant), .init(name: "stage", type: .string),
      .init(name: "name", type: .string), .init(name: "latency", type: .duration),
      .init(name: "trace_id", type: .string),
    ],
    rows: [
      [
        .instant(0), .string("generation"), .string("日本語 a long name that goes on and on"),
        .duration(1), .string("4bf92f3577b34da6a3ce929d0e0e4736"),
      ]
    ])
  let lines = TableWriter(width: width).render(result).split(separator: "\n")
  for line in lines where !line.hasPrefix("…") {
    #expect(CharacterWidth.columns(of: String(line)) <= max(width, 3))
  }
  let shown = lines[0].split(separator: "│").count
  let hidden = lines.last?.hasPrefix("… \(5 - shown) column") ?? false
  #expect(hidden == (shown < 5))
}

@Test func `a narrow terminal cuts ids to their first digits, then the longest texts alike`() {
  let result = QueryResult(
    columns: [
      .init(name: "a", type: .string), .init(name: "b", type: .string),
      .init(name: "span_id", type: .string),
    ],
    rows: [
      [
        .string("abcdefghijklmnopqrst"), .string("ABCDEFGHIJKLMNOPQRST"),
        .string("00f067aa0ba902b7"),
      ]
    ])
  let lines = TableWriter(width: 47).render(result).split(separator: "\n")
  #expect(lines[2] == " abcdefghijklmn… │ ABCDEFGHIJKLMN… │ 00f067aa…")
  let wider = TableWriter(width: 60).render(result).split(separator: "\n")
  #expect(wider[2] == " abcdefghijklmnopqrst │ ABCDEFGHIJKLMNOPQRST │ 00f067aa0ba…")
}

@Test func `a table says how many columns it left out`() {
  let result = QueryResult(
    columns: (1...9).map { .init(name: "c\($0)", type: .integer) },
    rows: [(1...9).map { .integer(Int64($0) * 100_000_000) }])
  let text = TableWriter(width: 40).render(result)
  #expect(
    text.hasSuffix("… 6 columns not shown; use --format json or select fewer\n"), "\(text)")
}

@Test func `colour is only there when asked for`() {
  let result = QueryResult(
    columns: [.init(name: "status", type: .string)], rows: [[.string("error")]])
  #expect(!TableWriter().render(result).contains("\u{1B}"))
  let coloured = TableWriter(palette: .ansi).render(result)
  #expect(coloured.contains("\u{1B}[31merror"))
}

@Test func `a hostile value can not send escape codes`() {
  let result = QueryResult(
    columns: [.init(name: "name\u{1B}[2J", type: .string)],
    rows: [[.string("\u{1B}]0;owned\u{7}")], [.list([.string("\u{1B}c")])]])
  for format in [OutputFormat.table, .markdown] {
    #expect(!format.writer().render(result).contains("\u{1B}"))
  }
}

@Test func `every format has a writer that ends with a line feed`() {
  let result = QueryResult(columns: [.init(name: "x", type: .integer)], rows: [[.integer(1)]])
  for format in OutputFormat.allCases {
    #expect(format.writer().render(result).hasSuffix("\n"), "\(format)")
  }
}
