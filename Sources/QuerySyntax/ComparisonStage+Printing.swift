/// Canonical text of comparisons.
extension ComparisonStage {
  var printed: String {
    var text = sides.printed
    if !metrics.isEmpty { text += " on " + list(metrics.map(\.printed)) }
    if let pairing { text += " paired by " + pairing.printed(atLeast: .sum) }
    if !strata.isEmpty {
      text += " stratify by " + list(strata.map { $0.printed(atLeast: .sum) })
    }
    if !options.isEmpty { text += " with " + list(options.map(\.printed)) }
    return text
  }

  private func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }
}

extension ComparisonStage.Sides {
  fileprivate var printed: String {
    switch self {
    case .values(let key, let baseline, let candidates):
      "compare " + key.printed + " " + baseline.printedAsValue + " vs "
        + candidates.map(\.printedAsValue).joined(separator: ", ")
    case .populations(let baseline, let candidate):
      "compare " + baseline.printed + " vs " + candidate.printed
    case .previous(let distance):
      "compare previous" + (distance.map { " " + $0.printedAsValue } ?? "")
    case .drift(let key, let baseline):
      "drift " + key.printed + (baseline.map { " baseline " + $0.printedAsValue } ?? "")
    }
  }
}

extension ComparedMetric {
  fileprivate var printed: String {
    item.printed + (tolerance.map { " within " + $0.printedAsValue } ?? "")
      + (better.map { " \($0.rawValue) is better" } ?? "")
  }
}

extension ComparisonOption {
  fileprivate var printed: String { name + "=" + value.printedAsValue }
}
