import QuerySyntax
import Statistics

/// Spans that sampling kept, and how many they stand for.
struct RepresentedSpans {
  var keptCount: Int
  var total: WeightTotal

  /// What to know of an answer over them; nothing where each stands for itself.
  func notes(on plan: GroupPlan) -> [String] {
    guard total.units > Int128(keptCount) * WeightTotal.unitsOfOne else { return [] }
    var notes: [String] = []
    if plan.aggregates.contains(where: { $0.isOfSample && !$0.isConcurrency }) {
      let kept = QueryLevel.spans.count(keptCount) + (keptCount == 1 ? " stands" : " stand")
      notes.append(
        "weighted by 1/sampling_probability: \(kept) for about \(estimate); "
          + "write unweighted for plain counts")
    }
    if plan.aggregates.contains(where: \.isConcurrency) {
      notes.append(
        "concurrency() is of the spans that sampling kept; it cannot tell when the others ran")
    }
    return notes
  }

  /// To the nearest whole number.
  private var estimate: String { total.rounded.map { "\($0)" } ?? "\(total.value)" }
}
