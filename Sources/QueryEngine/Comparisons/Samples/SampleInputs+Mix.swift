import Drift

/// What the sides differ in besides, and what that makes of a metric.
extension SampleInputs {
  /// An attribute with the values that either side has.
  struct MixedAttribute {
    /// Its place among the columns.
    var place: Int
    var name: String
    var values: [String]
    /// The value of each number; nil of those that neither side has.
    var valueOfCode: [Int?]
  }

  /// The attributes that may be why a metric differs: of several that say the same, the first.
  func mixedAttributes(_ baseline: Int, _ candidate: Int) -> [MixedAttribute] {
    var known: Set<[MetricComparison.CategoryCount]> = []
    var mixed: [MixedAttribute] = []
    let attributes = samples.program.attributes
    // What tells the sides apart, or is what happened, is told already.
    let order =
      attributes.indices.filter { attributes[$0].role == .known }
      + attributes.indices.filter { [.confounder, .hour].contains(attributes[$0].role) }
    for place in order {
      guard let labels = labels(ofAttribute: place) else { continue }
      let (before, after) = (
        samples.sides[baseline].attributeCounts[place],
        samples.sides[candidate].attributeCounts[place]
      )
      let held = labels.indices.filter { before[$0] + after[$0] > 0 }
      guard held.count > 1 else { continue }
      let counts = held.map {
        MetricComparison.CategoryCount(
          value: labels[$0], baseline: before[$0], candidate: after[$0])
      }
      guard known.insert(counts).inserted, attributes[place].role != .known else { continue }
      var valueOfCode = [Int?](repeating: nil, count: labels.count)
      for (index, code) in held.enumerated() { valueOfCode[code] = index }
      mixed.append(
        MixedAttribute(
          place: place, name: attributes[place].name, values: counts.map(\.value),
          valueOfCode: valueOfCode))
    }
    return mixed
  }

  /// What values of an attribute are called; nil where there are many.
  private func labels(ofAttribute place: Int) -> [String]? {
    if samples.program.attributes[place].role == .hour {
      return (0..<24).map { ($0 < 10 ? "0" : "") + "\($0):00" }
    }
    return samples.attributes[place]?.map { ComparisonRunner.label($0) }
  }

  func mix(
    of attribute: MixedAttribute, _ first: UnitSample, _ second: UnitSample
  ) -> MixInput {
    MixInput(
      attribute: attribute.name, names: attribute.values, baseline: sample(attribute, first),
      candidate: sample(attribute, second))
  }

  private func sample(_ attribute: MixedAttribute, _ side: UnitSample) -> Sample {
    let values = attribute.valueOfCode.map { Double($0 ?? 0) }
    let codes = side.rows.attributes[attribute.place] ?? []
    return Sample(
      values: codes.map { values[Int($0)] }, units: side.units, unitCount: side.unitCount)
  }
}

/// The means of metrics within values of attributes.
extension SampleInputs {
  func causes(
    _ attributes: [MixedAttribute], _ first: UnitSample, _ second: UnitSample
  ) -> [CauseInput] {
    plan.metrics.indices.flatMap { metric -> [CauseInput] in
      switch plan.metrics[metric].kind {
      case .distribution, .mean, .share:
        attributes.compactMap { cause(metric, $0, first, second) }
      case .meanOfSums:
        attributes.filter { Self.isPart.contains($0.name) }
          .compactMap { cause(metric, $0, first, second) }
      case .quantile, .categories: []
      }
    }
  }

  /// What a trace's sum is made of.
  private static let isPart: Set<String> = ["stage", "model"]

  private func cause(
    _ metric: Int, _ attribute: MixedAttribute, _ first: UnitSample, _ second: UnitSample
  ) -> CauseInput? {
    let (before, after) = (
      sums(metric, attribute, first), sums(metric, attribute, second)
    )
    let ofSums = plan.metrics[metric].kind == .meanOfSums
    let groups = attribute.values.indices.map { index in
      let (n, m) =
        ofSums
        ? (Double(first.unitCount), Double(second.unitCount))
        : (before.counts[index], after.counts[index])
      return CauseInput.Group(
        value: attribute.values[index], baselineCount: n,
        baselineMean: n > 0 ? before.sums[index] / n : 0, candidateCount: m,
        candidateMean: m > 0 ? after.sums[index] / m : 0)
    }
    guard before.counts.contains(where: { $0 > 0 }), after.counts.contains(where: { $0 > 0 })
    else { return nil }
    var cause = CauseInput(
      metric: plan.metrics[metric].name, attribute: attribute.name, groups: groups)
    if ofSums { cause.split = .parts }
    return cause
  }

  private struct GroupSums {
    var counts: [Double]
    var sums: [Double]
  }

  /// Sums in the order of the rows, which is the same however they are stored.
  private func sums(
    _ metric: Int, _ attribute: MixedAttribute, _ side: UnitSample
  ) -> GroupSums {
    var counts = [Double](repeating: 0, count: attribute.values.count)
    var sums = counts
    let values = side.rows.numbers[samples.program.places[metric]]
    let codes = side.rows.attributes[attribute.place] ?? []
    let valueOfCode = attribute.valueOfCode.map { $0 ?? 0 }
    for place in values.values.indices {
      let row = values.rows.map { Int($0[place]) } ?? place
      let group = valueOfCode[Int(codes[row])]
      counts[group] += 1
      sums[group] += values.values[place]
    }
    return GroupSums(counts: counts, sums: sums)
  }
}
