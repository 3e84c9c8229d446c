import Drift
import QuerySyntax
import Scanning
import TraceModel

/// What is compared when the query does not say.
extension Binder {
  /// Fields, then every score that was ever given.
  func defaultMetrics() -> [MetricPlan] {
    let texts = level == .traces ? Self.defaultsOfTraces : Self.defaultsOfSpans
    var metrics: [MetricPlan] = []
    for text in texts {
      // Texts of the level itself parse and bind.
      guard let expression = try? Parser.parseExpression(text) else { continue }
      var inner = Binder(catalogue, options: options, text: text, level: level)
      let written = ComparedMetric(item: Item(expression: expression, alias: text))
      guard let metric = try? inner.metric(written) else { continue }
      metrics.append(metric)
    }
    return metrics + scores
  }

  private static let defaultsOfSpans = [
    "latency", "p95(latency)", "error_rate()", "ttft", "input_tokens", "output_tokens", "sum(cost)",
    "finish_reason",
  ]

  private static let defaultsOfTraces = [
    "latency", "p95(latency)", "error_rate()", "span_count", "error_count", "input_tokens",
    "output_tokens", "sum(cost)",
  ]

  /// The latest number of each score from any source, else its label.
  private var scores: [MetricPlan] {
    let columns = catalogue.attributeColumns.filter { $0.scope == .score }
    // A name with a source in brackets is the same score once more.
    let keys = Set(columns.map(\.key)).filter { !$0.hasSuffix("]") }.sorted()
    return keys.map { key in
      let columns = catalogue.columns(of: key, in: .score)
      let numbers = columns.filter { $0.type == .integer || $0.type == .double }
      let kept = numbers.isEmpty ? columns : numbers
      let reference = ColumnReference(source: .attribute(kept), name: "score.\(key)")
      var metric =
        numbers.isEmpty
        ? MetricPlan(.categories, .column(reference), better: .neither)
        : MetricPlan(
          .distribution,
          kept.count == 1 ? .column(reference) : .convert(.double, .column(reference)),
          better: .higher)
      metric.name = reference.name
      return metric
    }
  }
}
