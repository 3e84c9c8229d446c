import Drift

/// The answer of a comparison in a sentence or three.
struct ComparisonHeadline {
  /// What became of the metrics.
  let verdicts: String
  /// That the traces themselves look otherwise; nil where they do not.
  let shape: String?
  /// That the sides are not made of the same; nil where they are.
  let mix: String?

  init(_ report: ComparisonReport) {
    verdicts = Self.verdicts(report.metrics)
    let features = report.shape?.tests.filter(\.differs).map(\.feature) ?? []
    shape = features.isEmpty ? nil : "The shape of traces differs: \(Self.list(features))."
    let attributes = report.mix.filter(\.differs).map(\.attribute)
    mix = attributes.isEmpty ? nil : "The mix differs: \(Self.list(attributes))."
  }

  /// All sentences.
  var sentences: [String] { [verdicts] + [shape, mix].compactMap { $0 } }

  private static func verdicts(_ metrics: [MetricComparison]) -> String {
    guard !metrics.isEmpty else { return "No metric was compared." }
    if metrics.allSatisfy({ $0.verdict == .insufficient }) {
      return "Too few data for any verdict."
    }
    func names(_ verdict: Verdict) -> [String] {
      metrics.filter { $0.verdict == verdict }.map(\.metric)
    }
    var parts = [Verdict.regressed, .improved, .changed].compactMap { verdict in
      let names = names(verdict)
      return names.isEmpty ? nil : "\(list(names)) \(verdict.rawValue)"
    }
    if !metrics.contains(where: { $0.verdict == .regressed }) {
      parts.insert("no metric regressed", at: 0)
    }
    let quiet = [Verdict.equivalent, .inconclusive, .insufficient].compactMap { verdict in
      let count = names(verdict).count
      return count == 0 ? nil : "\(count) \(verdict == .insufficient ? tooFew : verdict.rawValue)"
    }
    if !quiet.isEmpty { parts.append(quiet.joined(separator: ", ")) }
    let text = parts.joined(separator: "; ")
    // A metric's name keeps its case.
    return (text.hasPrefix("no ") ? "N" + text.dropFirst() : text) + "."
  }

  private static let tooFew = "with too few data"
  /// More names than this are counted.
  private static let namedCount = 4

  /// `a`, `a and b`, `a, b and c`, `a, b, c and 9 others`.
  private static func list(_ names: [String]) -> String {
    var words = names
    if names.count > namedCount {
      words = names.prefix(namedCount - 1) + ["\(names.count - namedCount + 1) others"]
    }
    guard let last = words.popLast() else { return "" }
    return words.isEmpty ? last : words.joined(separator: ", ") + " and " + last
  }
}
