import QueryEngine
import TerminalRendering
import Testing

/// Rows that sum up others, beside a group of the name that tables give them.
private let sample: QueryResult = {
  var result = QueryResult(
    columns: [.init(name: "user", type: .string), .init(name: "count()", type: .integer)],
    rows: [
      [.string("OTHER"), .integer(5)], [.null, .integer(3)], [.null, .integer(2)],
      [.null, .integer(10)],
    ])
  result.rowKinds = [.plain, .plain, .other, .total]
  result.keyCount = 1
  return result
}()

@Test func `tables say OTHER and TOTAL in the keys`() {
  #expect(
    TableWriter().render(sample) == """
       user  │ count()
      ───────┼─────────
       OTHER │       5
       ∅     │       3
       OTHER │       2
       TOTAL │      10

      """)
  #expect(
    MarkdownWriter().render(sample).hasSuffix("| OTHER | 2 |\n| TOTAL | 10 |\n"))
}

@Test func `machine formats tell rows that sum up others from groups`() {
  #expect(
    CSVWriter().render(sample)
      == "user,count(),row_kind\nOTHER,5,\n,3,\n,2,other\n,10,total\n")
  #expect(
    TSVWriter().render(sample)
      == "user\tcount()\trow_kind\nOTHER\t5\t\n\t3\t\n\t2\tother\n\t10\ttotal\n")
  #expect(
    JSONLinesWriter().render(sample)
      == """
      {"user":"OTHER","count()":5,"row_kind":null}
      {"user":null,"count()":3,"row_kind":null}
      {"user":null,"count()":2,"row_kind":"other"}
      {"user":null,"count()":10,"row_kind":"total"}

      """)
  #expect(
    JSONWriter().render(sample).contains(
      #"[null,10]],"row_kinds":[null,null,"other","total"],"notes":[]"#))
}
