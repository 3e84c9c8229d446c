extension ComparisonPlan {
  /// What is read and compared, for `explain`.
  var explained: [ExplainedLine] {
    var lines: [ExplainedLine] = []
    switch sides {
    case .populations(let populations, _):
      for (place, population) in populations.enumerated() {
        lines.append(
          ExplainedLine(
            place == 0 ? "baseline" : "candidate", PlanText.text(of: population.condition)))
      }
    case .everyValue(let key, let baseline):
      lines.append(
        ExplainedLine(
          "baseline",
          baseline.map { PlanText.text(of: $0.condition) }
            ?? "the first value of \(key.name) that is large enough"))
      lines.append(ExplainedLine("candidate", "every other value of \(key.name)"))
    }
    lines += metrics.map { metric in
      ExplainedLine("compare", "\(metric.name): \(metric.kind.explained) of \(text(of: metric))")
    }
    if let pairing { lines.append(ExplainedLine("pair", PlanText.text(of: pairing))) }
    lines += strata.map { ExplainedLine("stratify", PlanText.text(of: $0.expression)) }
    let names = attributes.filter { $0.role == .confounder || $0.role == .hour }.map(\.name)
    lines.append(ExplainedLine("mix", names.joined(separator: ", ")))
    return lines
  }

  private func text(of metric: MetricPlan) -> String { PlanText.text(of: metric.value) }
}

extension MetricPlan.Kind {
  fileprivate var explained: String {
    switch self {
    case .distribution: "the distribution"
    case .quantile(let numerator, let denominator): "the \(numerator)/\(denominator) quantile"
    case .mean: "the mean"
    case .meanOfSums: "the mean of each trace's sum"
    case .share: "the share"
    case .categories: "the categories"
    }
  }
}
