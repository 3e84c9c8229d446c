import Drift
import QueryEngine
import TraceModel

/// Reports as one object on one line: of one candidate the report itself, of several a list.
///
/// It has no statistics: the same store and the same query give the same bytes.
struct ComparisonJSONWriter: ResultWriter {
  func write(_ result: QueryResult, to sink: (String) -> Void) {
    if result.comparisons.count == 1, var report = result.comparisons.first {
      report.notes += result.notes.filter { !report.notes.contains($0) }
      return sink(object(report).dropLast() + JSONWriter.assertions(of: result) + "}\n")
    }
    sink("{\"kind\":\"comparisons\",\"comparisons\":[")
    for (index, report) in result.comparisons.enumerated() {
      sink((index > 0 ? "," : "") + object(report))
    }
    let notes = result.notes.map(TraceModel.JSONWriter.string).joined(separator: ",")
    sink("]\(JSONWriter.assertions(of: result)),\"notes\":[\(notes)]}\n")
  }

  private func object(_ report: ComparisonReport) -> String {
    "{\"kind\":\"comparison\",\(OrderedJSON.members(report))}"
  }
}
