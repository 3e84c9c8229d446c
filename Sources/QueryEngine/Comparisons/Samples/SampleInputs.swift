import Drift
import Statistics

/// Makes of what was read what reports are made from.
struct SampleInputs: Sendable {
  let plan: ComparisonPlan
  let samples: CollectedSamples
  let populations: [ComparedPopulation]
  /// What is taken as independent.
  let cluster: ComparedCluster
  /// One a population.
  let sides: [UnitSample]

  init(plan: ComparisonPlan, samples: CollectedSamples, populations: [ComparedPopulation]) {
    self.plan = plan
    self.samples = samples
    self.populations = populations
    let cluster = plan.cluster ?? Self.usualCluster(of: samples)
    self.cluster = cluster
    sides = Self.weighted(
      samples.sides.map {
        UnitSample($0, isTrace: cluster == .trace, weightPlace: samples.program.weightPlace)
      })
  }

  /// What a reader of one report should know.
  func notes(_ first: UnitSample, _ second: UnitSample) -> [String] {
    var notes: [String] = []
    let lacking = plan.choosesMetrics ? lackingMetrics(first, second) : []
    if !lacking.isEmpty {
      notes.append(
        "left out, having no values: "
          + lacking.map { plan.metrics[$0].name }.joined(separator: ", "))
    }
    let unpaired = plan.pairing == nil ? [] : plan.metrics.filter { !$0.isPairable }
    if !unpaired.isEmpty {
      notes.append(
        "not compared pair by pair: " + unpaired.map(\.name).joined(separator: ", "))
    }
    if first.weights != nil, plan.metrics.contains(where: \.isMeanLatency) {
      notes.append("latency is not split by stages, as spans are weighted")
    }
    let lonely = stratumPlaces.isEmpty ? 0 : lonelyStrataCount(first, second)
    if lonely > 0 { notes.append("\(lonely) strata are on one side only, and left out") }
    return notes
  }

  /// Sessions where every row is of one, and each side has enough of them.
  private static func usualCluster(of samples: CollectedSamples) -> ComparedCluster {
    guard samples.isPartial == [false] else { return .trace }
    let enough = samples.sides.allSatisfy {
      $0.clusters[0].distinctCount >= MinimumCounts.shift
    }
    return enough ? .session : .trace
  }

  /// One for each candidate.
  func inputs(_ shapes: CollectedShapes, _ workers: Workers) -> [ComparisonInput] {
    let runs = workers.map(sides) { UnitRuns($0.units, unitCount: $0.unitCount) }
    return populations.indices.dropFirst().map { candidate in
      var input = input(shapes, candidate)
      let attributes = mixedAttributes(0, candidate)
      input.mix = workers.map(attributes) { mix(of: $0, candidate, runs) }
      input.causeColumns = causeColumns(attributes, sides[0], sides[candidate])
      return input
    }
  }

  private func input(_ shapes: CollectedShapes, _ candidate: Int) -> ComparisonInput {
    let (first, second) = (sides[0], sides[candidate])
    let runs = plan.pairing.map { _ in MatchedRuns(first.rows, second.rows) }
    var input = ComparisonInput(
      baseline: population(0), candidate: population(candidate),
      metrics: metrics(first, second, runs))
    input.options = plan.options
    input.options.unit = cluster.rawValue
    input.weighting = weighting(first, second)
    // Own times are added up as they are.
    input.causes = first.weights == nil ? stageCauses(shapes, candidate) : []
    input.shape = shape(shapes, candidate, first, second)
    input.strata = strata(first, second)
    return input
  }

  private func population(_ side: Int) -> ComparisonReport.Population {
    let sample = samples.sides[side]
    return ComparisonReport.Population(
      name: populations[side].name, spans: sample.rowCount, traces: sample.traceCount,
      firstStart: sample.firstStart, lastStart: sample.lastStart)
  }

  /// The metrics of two samples.
  ///
  /// Compared run by run where there are pairs.
  func metrics(
    _ first: UnitSample, _ second: UnitSample, _ runs: MatchedRuns? = nil
  ) -> [MetricInput] {
    let lacking = plan.choosesMetrics ? lackingMetrics(first, second) : []
    var (units, otherUnits) = (UnitColumns(first), UnitColumns(second))
    return plan.metrics.indices.filter { !lacking.contains($0) }.map { index in
      if let runs, let paired = paired(index, runs, first, second) { return paired }
      let metric = plan.metrics[index]
      return MetricInput(
        name: metric.name, kind: kind(of: index), unit: metric.unit, better: metric.better,
        tolerance: metric.tolerance, baseline: sample(index, &units),
        candidate: sample(index, &otherUnits))
    }
  }

  /// The metrics of which neither side has a value.
  private func lackingMetrics(_ first: UnitSample, _ second: UnitSample) -> [Int] {
    plan.metrics.indices.filter { index in
      let place = samples.program.places[index]
      return [first.rows, second.rows].allSatisfy { rows in
        plan.metrics[index].kind == .categories
          ? rows.categories[place].values.isEmpty : rows.numbers[place].values.isEmpty
      }
    }
  }

  func kind(of metric: Int) -> MetricInput.Kind {
    switch plan.metrics[metric].kind {
    case .distribution: .distribution
    case .quantile(let numerator, let denominator): .quantile(numerator, over: denominator)
    case .mean: .mean
    case .meanOfSums: .meanOfSums
    case .share: .share
    case .categories:
      .categories(
        samples.categories[samples.program.places[metric]].filter { $0 != .null }
          .map { ComparisonRunner.label($0) })
    }
  }

  private func sample(_ metric: Int, _ units: inout UnitColumns) -> Sample {
    let place = samples.program.places[metric]
    let side = units.side
    if plan.metrics[metric].kind == .categories {
      let values = side.rows.categories[place]
      return units.sample(
        values.values.map { Double($0) }, of: values.rows, missing: values.missingCount)
    }
    let values = side.rows.numbers[place]
    return units.sample(values.values, of: values.rows, missing: values.missingCount)
  }
}

/// The units of a side's values, of columns that lack the same rows once.
private struct UnitColumns {
  let side: UnitSample
  private var known: [(rows: [UInt32], units: [Int32], weights: [Double]?)] = []

  init(_ side: UnitSample) {
    self.side = side
  }

  /// Values of some rows, or of all.
  mutating func sample(_ values: [Double], of rows: [UInt32]?, missing: Int) -> Sample {
    let (units, weights) = rows.map { held($0) } ?? (side.units, side.weights?.ofRows)
    var sample = Sample(
      values: values, units: units, unitCount: side.unitCount, missing: missing)
    if let weights, let all = side.weights {
      sample.weights = SampleWeights(ofValues: weights, ofUnits: all.ofUnits)
    }
    return sample
  }

  private mutating func held(_ rows: [UInt32]) -> (units: [Int32], weights: [Double]?) {
    if let held = known.first(where: { $0.rows == rows }) { return (held.units, held.weights) }
    let units = side.units(of: rows)
    let weights = side.weights.map { weights in rows.map { weights.ofRows[Int($0)] } }
    known.append((rows, units, weights))
    return (units, weights)
  }
}
