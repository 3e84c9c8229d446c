import Drift
import Statistics

/// Makes of what was read what reports are made from.
struct SampleInputs {
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
    sides = samples.sides.map { UnitSample($0, isTrace: cluster == .trace) }
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
    let lonely = stratumPlaces.isEmpty ? 0 : lonelyStrataCount(first, second)
    if lonely > 0 { notes.append("\(lonely) strata are on one side only, and left out") }
    return notes
  }

  /// Sessions where every row is of one, and each side has enough of them.
  private static func usualCluster(of samples: CollectedSamples) -> ComparedCluster {
    guard samples.isPartial == [false] else { return .trace }
    let enough = samples.sides.allSatisfy {
      Set($0.clusters[0]).count >= MinimumCounts.shift
    }
    return enough ? .session : .trace
  }

  /// One for each candidate.
  func inputs(_ shapes: CollectedShapes) -> [ComparisonInput] {
    populations.indices.dropFirst().map { candidate in
      input(shapes, sides[0], sides[candidate], candidate)
    }
  }

  private func input(
    _ shapes: CollectedShapes, _ first: UnitSample, _ second: UnitSample, _ candidate: Int
  ) -> ComparisonInput {
    let runs = plan.pairing.map { _ in MatchedRuns(first.rows, second.rows) }
    var input = ComparisonInput(
      baseline: population(0), candidate: population(candidate),
      metrics: metrics(first, second, runs))
    input.options = plan.options
    input.options.unit = cluster.rawValue
    let attributes = mixedAttributes(0, candidate)
    input.mix = attributes.map { mix(of: $0, first, second) }
    let stages = stageCauses(shapes, candidate)
    input.causes =
      stages
      + causes(attributes, first, second).filter { cause in
        !stages.contains { $0.metric == cause.metric && $0.attribute == cause.attribute }
      }
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
    return plan.metrics.indices.filter { !lacking.contains($0) }.map { index in
      if let runs, let paired = paired(index, runs, first, second) { return paired }
      let metric = plan.metrics[index]
      return MetricInput(
        name: metric.name, kind: kind(of: index), unit: metric.unit, better: metric.better,
        tolerance: metric.tolerance, baseline: sample(index, first),
        candidate: sample(index, second))
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

  private func sample(_ metric: Int, _ side: UnitSample) -> Sample {
    let place = samples.program.places[metric]
    if plan.metrics[metric].kind == .categories {
      let values = side.rows.categories[place]
      return Sample(
        values: values.values.map { Double($0) }, units: side.units(of: values.rows),
        unitCount: side.unitCount, missing: values.missingCount)
    }
    let values = side.rows.numbers[place]
    return Sample(
      values: values.values, units: side.units(of: values.rows), unitCount: side.unitCount,
      missing: values.missingCount)
  }
}
