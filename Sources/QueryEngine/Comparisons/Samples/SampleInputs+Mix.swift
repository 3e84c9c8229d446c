import Drift

/// What the sides differ in besides, and what that makes of a metric.
extension SampleInputs {
  /// An attribute with the values that either side has.
  struct MixedAttribute: Sendable {
    /// Its place among the columns.
    var place: Int
    var name: String
    var values: [String]
    /// The number of each value.
    var codes: [Int]
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
      mixed.append(
        MixedAttribute(
          place: place, name: attributes[place].name, values: counts.map(\.value), codes: held))
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

  /// How often a candidate and the baseline have each value of an attribute.
  func mix(
    of attribute: MixedAttribute, _ candidate: Int, _ runs: [UnitRuns]
  ) -> MixInput {
    func coded(_ side: Int) -> CodedSample {
      CodedSample(
        codes: codes(attribute, sides[side]), runs: runs[side],
        weights: sides[side].weights?.ofRows)
    }
    return MixInput(
      attribute: attribute.name, names: attribute.values, codes: attribute.codes,
      baseline: coded(0), candidate: coded(candidate))
  }

  private func codes(_ attribute: MixedAttribute, _ side: UnitSample) -> [UInt8] {
    side.rows.attributes[attribute.place] ?? []
  }

  /// What a trace's sum is made of.
  private static let isPart: Set<String> = ["stage", "model"]

  /// The columns that causes of metrics with means are looked for in.
  func causeColumns(
    _ attributes: [MixedAttribute], _ first: UnitSample, _ second: UnitSample
  ) -> CauseColumns {
    let metrics = plan.metrics.indices.filter { metric in
      switch plan.metrics[metric].kind {
      case .distribution, .mean, .share, .meanOfSums: true
      case .quantile, .categories: false
      }
    }
    return CauseColumns(
      attributes: attributes.map { attribute in
        CauseColumns.Attribute(
          name: attribute.name, values: attribute.values, codes: attribute.codes,
          baseline: codes(attribute, first), candidate: codes(attribute, second),
          isPart: Self.isPart.contains(attribute.name))
      },
      metrics: metrics.map { metric in
        CauseColumns.Metric(
          name: plan.metrics[metric].name, isOfSums: plan.metrics[metric].kind == .meanOfSums,
          baseline: column(metric, first), candidate: column(metric, second))
      })
  }

  private func column(_ metric: Int, _ side: UnitSample) -> CauseColumns.Column {
    let values = side.rows.numbers[samples.program.places[metric]]
    let weights = side.weights.map { weights in
      values.rows.map { $0.map { weights.ofRows[Int($0)] } } ?? weights.ofRows
    }
    return CauseColumns.Column(
      values: values.values, rows: values.rows, weights: weights,
      unitCount: side.weights?.ofUnits.reduce(0, +) ?? Double(side.unitCount))
  }
}
