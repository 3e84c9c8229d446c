import Statistics

/// How many traces of each side have each shape.
struct ShapeCounts {
  /// For each form, its shape.
  let ofForms: [Int]
  private(set) var baseline: [Int] = []
  private(set) var candidate: [Int] = []
  private var roots: [[Int32]] = []
  /// A form of each shape: one that the candidate has, if any does.
  private var forms: [Int] = []
  private let table: ShapeTable

  private static let moverCount = 10

  init(_ input: ShapeInput) {
    var table = ShapeTable()
    var numbers: [[Int32]: Int] = [:]
    var ofForms: [Int] = []
    for (index, form) in input.forms.enumerated() {
      let shape = table.shape(of: form)
      let number = numbers[shape] ?? numbers.count
      numbers[shape] = number
      ofForms.append(number)
      if number == roots.count {
        roots.append(shape)
        forms.append(index)
        baseline.append(0)
        candidate.append(0)
      } else if candidate[number] == 0, form.candidateCount > 0 {
        forms[number] = index
      }
      baseline[number] += form.baselineCount
      candidate[number] += form.candidateCount
    }
    self.ofForms = ofForms
    self.table = table
  }

  /// The shapes whose share has changed by more than chance, by Benjamini and Hochberg among the
  /// shapes; those of the greatest change first.
  func movers(
    _ input: ShapeInput, _ counts: FormCounts, _ designEffect: Double, countScale: Double,
    _ options: ComparisonOptions
  ) -> [ComparisonReport.Shape.ShapeMover] {
    guard Double(counts.least) / designEffect >= Double(MinimumCounts.rate) else { return [] }
    var tested: [(shape: Int, shares: ClusteredShares)] = []
    for shape in baseline.indices
    where Double(baseline[shape] + candidate[shape]) * countScale >= Double(MinimumCounts.events) {
      let shares = ClusteredShares(
        baseline: .init(events: Double(baseline[shape]), trials: Double(counts.baselineTotal)),
        candidate: .init(events: Double(candidate[shape]), trials: Double(counts.candidateTotal)),
        designEffect: designEffect)
      if let shares { tested.append((shape, shares)) }
    }
    let adjusted = benjaminiHochbergAdjusted(tested.map { $0.shares.pValue })
    let moved = zip(tested, adjusted).filter { $0.1 <= options.alpha }.map(\.0)
    let sorted = moved.sorted { first, second in
      (abs(second.shares.difference), first.shape) < (abs(first.shares.difference), second.shape)
    }
    return sorted.prefix(Self.moverCount).map { mover($0.shape, $0.shares, input, options) }
  }

  private func mover(
    _ shape: Int, _ shares: ClusteredShares, _ input: ShapeInput, _ options: ComparisonOptions
  ) -> ComparisonReport.Shape.ShapeMover {
    let kind: ComparisonReport.Shape.ShapeMover.Kind =
      if baseline[shape] == 0 {
        .new
      } else if candidate[shape] == 0 {
        .vanished
      } else {
        shares.difference > 0 ? .more : .less
      }
    return .init(
      shape: table.text(roots[shape], labels: input.labels), kind: kind,
      baseline: baseline[shape], candidate: candidate[shape],
      effect: .init(
        "difference", shares.difference, shares.differenceInterval(confidence: options.confidence)),
      exemplar: input.forms[forms[shape]].exemplar)
  }
}
