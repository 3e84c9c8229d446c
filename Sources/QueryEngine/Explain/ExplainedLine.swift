/// A line of what `explain` tells.
struct ExplainedLine: Hashable, Sendable {
  var step: String
  var detail: String

  init(_ step: String, _ detail: String) {
    self.step = step
    self.detail = detail
  }
}

extension QueryResult {
  /// What is told of a query, a row a line.
  init(_ lines: [ExplainedLine], notes: [String], statistics: Statistics = Statistics()) {
    self.init(
      columns: [Column(name: "step", type: .string), Column(name: "detail", type: .string)],
      rows: lines.map { [.string($0.step), .string($0.detail)] }, notes: notes,
      statistics: statistics)
  }
}
