import Drift
import Statistics

/// Makes of what was read what reports are made from.
struct SampleInputs {
  let plan: ComparisonPlan
  let samples: CollectedSamples
  let populations: [ComparedPopulation]
  /// What is taken as independent.
  let cluster: ComparedCluster
  private(set) var notes: [String] = []

  init(plan: ComparisonPlan, samples: CollectedSamples, populations: [ComparedPopulation]) {
    self.plan = plan
    self.samples = samples
    self.populations = populations
    cluster = plan.cluster ?? Self.usualCluster(of: samples)
    guard samples.restCount > 0 else { return }
    notes.append("\(samples.restCount) of the rows asked for are on no side")
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
  func inputs() -> [ComparisonInput] {
    let units = samples.sides.map { UnitNumbering($0, isTrace: cluster == .trace) }
    return populations.indices.dropFirst().map { candidate in
      var input = ComparisonInput(
        baseline: population(0), candidate: population(candidate),
        metrics: metrics(candidate, units))
      input.options = plan.options
      input.options.unit = cluster.rawValue
      return input
    }
  }

  private func population(_ side: Int) -> ComparisonReport.Population {
    let sample = samples.sides[side]
    return ComparisonReport.Population(
      name: populations[side].name, spans: sample.rowCount, traces: sample.traceCount,
      firstStart: sample.firstStart, lastStart: sample.lastStart)
  }

  private func metrics(_ candidate: Int, _ units: [UnitNumbering]) -> [MetricInput] {
    plan.metrics.indices.compactMap { index in
      let metric = plan.metrics[index]
      let (baseline, other) = (
        sample(index, 0, units[0]), sample(index, candidate, units[candidate])
      )
      if plan.choosesMetrics && baseline.values.isEmpty && other.values.isEmpty { return nil }
      return MetricInput(
        name: metric.name, kind: kind(of: index), unit: metric.unit, better: metric.better,
        tolerance: metric.tolerance, baseline: baseline, candidate: other)
    }
  }

  private func kind(of metric: Int) -> MetricInput.Kind {
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

  private func sample(_ metric: Int, _ side: Int, _ units: UnitNumbering) -> Sample {
    let place = samples.program.places[metric]
    let rows = samples.sides[side]
    if plan.metrics[metric].kind == .categories {
      let values = rows.categories[place]
      return Sample(
        values: values.values.map { Double($0) }, units: units.units(of: values.rows),
        unitCount: units.count, missing: values.missingCount)
    }
    let values = rows.numbers[place]
    return Sample(
      values: values.values, units: units.units(of: values.rows), unitCount: units.count,
      missing: values.missingCount)
  }
}

/// Numbers what rows belong to, from 0 on, in the order of the rows.
struct UnitNumbering {
  private let units: [Int32]
  private(set) var count: Int

  /// Traces, or what traces are of; a trace that is of none is one of its own.
  init(_ sample: SideSample, isTrace: Bool) {
    guard !isTrace, let clusters = sample.clusters.first else {
      units = sample.traces
      count = sample.traceCount
      return
    }
    var known: [UInt32: Int32] = [:]
    var unitOfTrace: [Int32] = []
    var next: Int32 = 0
    for cluster in clusters {
      if let cluster, let unit = known[cluster] {
        unitOfTrace.append(unit)
        continue
      }
      if let cluster { known[cluster] = next }
      unitOfTrace.append(next)
      next += 1
    }
    units = sample.traces.map { unitOfTrace[Int($0)] }
    count = Int(next)
  }

  /// Of some rows; of all where none are given.
  func units(of rows: [UInt32]?) -> [Int32] { rows?.map { units[Int($0)] } ?? units }
}
