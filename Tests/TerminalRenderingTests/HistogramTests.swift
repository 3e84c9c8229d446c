import QueryEngine
import TerminalRendering
import Testing

private func sample(_ presentation: QueryResult.Presentation) -> QueryResult {
  func histogram(_ pairs: [(Int64, Int64)]) -> Value {
    .list(pairs.map { .list([.duration($0 * 1_000_000_000), .integer($1)]) })
  }
  var result = QueryResult(
    columns: [
      .init(name: "model", type: .string), .init(name: "histogram(latency)", type: .list),
      .init(name: "count()", type: .integer),
    ],
    rows: [
      [.string("a"), histogram([(1, 2), (2, 16), (10, 1)]), .integer(19)],
      [.string("b"), histogram([(2, 4), (5, 8)]), .integer(12)],
      [.null, histogram([]), .integer(0)],
    ])
  result.histogramColumns = [1]
  result.keyCount = 1
  result.presentation = presentation
  return result
}

@Test func `bars of one result have one scale`() {
  #expect(
    TableWriter(width: 40).render(sample(.histogram)) == """
      histogram(latency)  model=a  count()=19
        1.00s │███▍ 2
        2.00s │███████████████████████████ 16
        10.0s │█▋ 1
      histogram(latency)  model=b  count()=12
        2.00s │██████▊ 4
        5.00s │█████████████▌ 8
      histogram(latency)  model=∅  count()=0
        no values

      """)
}

@Test func `a heatmap shades counts by the greatest of all`() {
  #expect(
    TableWriter().render(sample(.heatmap)) == """
      histogram(latency)
       10.0s │░
       5.00s │ ▒
       2.00s │█░
       1.00s │░
       a to ∅; █ is up to 16

      """)
  #expect(TableWriter(width: 9).render(sample(.heatmap)).contains("2 more to the right"))
}
