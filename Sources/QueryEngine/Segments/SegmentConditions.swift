/// The conditions that all have to be true of a segment's rows, bound to it, cheapest first.
struct SegmentConditions {
  struct Part {
    var step: StepRecorder.Step
    var predicate: SegmentPredicate
  }

  private(set) var parts: [Part] = []

  /// Adds a condition; false when it rules the segment out.
  mutating func add(_ predicate: SegmentPredicate, _ step: StepRecorder.Step) -> Bool {
    switch predicate {
    case .never: return false
    case .always: break
    case .all(let inner): parts += inner.map { Part(step: step, predicate: $0) }
    default: parts.append(Part(step: step, predicate: predicate))
    }
    return true
  }

  /// `sort` is not promised to be stable, hence the positions.
  mutating func sortByCost() {
    parts = parts.enumerated()
      .sorted { ($0.element.predicate.cost, $0.offset) < ($1.element.predicate.cost, $1.offset) }
      .map(\.element)
  }
}

extension Predicate {
  /// The conditions that it joins by `and`.
  var conjuncts: [Predicate] {
    if case .all(let parts) = self { parts } else { self == .always ? [] : [self] }
  }
}
