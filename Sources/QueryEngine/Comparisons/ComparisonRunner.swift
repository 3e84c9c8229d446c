import Drift
import QuerySyntax
import Scanning
import TraceModel

/// Runs a plan that compares populations.
struct ComparisonRunner: Sendable {
  static let work = "comparing populations"

  let plan: ComparisonPlan
  let logical: LogicalPlan
  let options: QueryOptions

  func run(_ scan: inout SegmentScan) throws(QueryError) -> QueryResult {
    var memory = MemoryShare(of: scan.meter)
    defer { memory.release() }
    var notes: [String] = []
    guard let (inputs, shapes) = try inputs(&scan, &memory, &notes) else {
      var result = result([])
      result.notes = notes
      return result
    }
    let reports = try self.reports(inputs, shapes, &scan, &memory)
    scan.times.mark(.finish)
    var result = result(reports)
    result.notes = notes
    return result
  }

  /// What reports are made from, one a candidate.
  func comparisonInputs(_ scan: inout SegmentScan) throws(QueryError) -> [ComparisonInput] {
    var memory = MemoryShare(of: scan.meter)
    defer { memory.release() }
    var notes: [String] = []
    guard let (inputs, shapes) = try inputs(&scan, &memory, &notes) else { return [] }
    return inputs.inputs(shapes, workers)
  }

  /// The query's threads, for what is made of the rows.
  private var workers: Workers {
    Workers(count: options.threadCount ?? activeProcessorCount) { threads, body in
      runConcurrently(onThreads: threads, body)
    }
  }

  /// Reads all that reports need; nil where there is nothing to compare.
  private func inputs(
    _ scan: inout SegmentScan, _ memory: inout MemoryShare, _ notes: inout [String]
  ) throws(QueryError) -> (SampleInputs, CollectedShapes)? {
    let populations = try self.populations(&scan, &notes)
    guard populations.count > 1 else { return nil }
    let samples = try collect(populations, program(for: populations), &scan, &memory)
    try check(samples, populations, &scan)
    let inputs = SampleInputs(plan: plan, samples: samples, populations: populations)
    let shapes = try collectShapes(
      ShapeProgram(
        matches: samples.matches, attributeColumns: scan.source.attributeColumns,
        splitsLatency: logical.level == .spans && plan.metrics.contains(where: \.isMeanLatency),
        tellsTraces: inputs.cluster != .trace || inputs.sides.contains { $0.weights != nil }),
      &scan, &memory)
    scan.times.mark(.scan)
    if samples.restCount > 0 {
      notes.append("\(logical.level.count(samples.restCount)) on no side of the comparison")
    }
    if shapes.sharedCount > 0 {
      notes.append(
        "\(QueryLevel.traces.count(shapes.sharedCount)) on several sides, left out where shapes "
          + "are compared")
    }
    return (inputs, shapes)
  }

  private func reports(
    _ inputs: SampleInputs, _ shapes: CollectedShapes, _ scan: inout SegmentScan,
    _ memory: inout MemoryShare
  ) throws(QueryError) -> [ComparisonReport] {
    let pairing = try inputSamples(inputs.samples, inputs.populations, &scan, &memory)
    let control = scan.control
    let workers = workers
    let held = inputs.samples.byteCount + shapes.byteCount + inputs.byteCount
    try memory.hold(held, doing: Self.work)
    let made = inputs.inputs(shapes, workers)
    let working = made.map { $0.workingByteCount(threadCount: workers.count) }.max() ?? 0
    try memory.hold(held + working, doing: Self.work)
    var reports = try ComparisonReport.reports(on: made, workers: workers) {
      () throws(QueryError) in try control.check()
    }
    try memory.hold(
      held + inputs.evidenceByteCount(threadCount: workers.count), doing: Self.work)
    for place in reports.indices {
      try control.check()
      var report = reports[place]
      let (first, second) = (inputs.sides[0], inputs.sides[place + 1])
      try addExemplars(
        to: &report,
        ExemplarSearch(plan: plan, samples: inputs.samples, first: first, second: second), scan)
      if let pairing {
        try addPairs(
          to: &report, inputs, first, second, pairing: (pairing[0], pairing[place + 1]), scan)
      }
      report.notes += inputs.notes(first, second)
      let series = workers.map(report.metrics.map(\.metric)) {
        inputs.series(of: $0, first, second)
      }
      for index in report.metrics.indices { report.metrics[index].series = series[index] }
      reports[place] = report
    }
    return reports
  }

  private func program(for populations: [ComparedPopulation]) -> SampleProgram {
    var program = SampleProgram(
      populations.map(\.condition), plan.metrics, attributes: plan.attributes,
      clusters: plan.cluster.map { $0 == .trace ? [] : [$0] } ?? [.session],
      pairing: plan.pairing, weighsSpans: plan.weighsSpans)
    program.dropsPartialClusters = plan.cluster == nil
    return program
  }

  private func check(
    _ samples: CollectedSamples, _ populations: [ComparedPopulation], _ scan: inout SegmentScan
  ) throws(QueryError) {
    if samples.sharedCount > 0 {
      throw .refused(
        Diagnostics(
          Diagnostic(
            "the populations have \(logical.level.count(samples.sharedCount)) in common",
            at: plan.range, hint: "make the conditions exclude each other")))
    }
    for (place, stratum) in samples.program.attributes.enumerated()
    where stratum.role == .stratum && samples.attributes[place] == nil {
      throw .refused(
        Diagnostics(
          Diagnostic(
            "\(stratum.name) has more than \(SampleCollector.greatestValueCount) values, which are "
              + "too many strata", at: plan.range,
            hint: "stratify by something with fewer values")))
    }
    guard case .populations(_, let key?) = plan.sides else { return }
    for (population, side) in zip(populations, samples.sides) where side.rowCount == 0 {
      throw .refused(Diagnostics(try unknownValue(population, of: key, &scan)))
    }
  }

  /// The metrics of reports, a row each.
  private func result(_ reports: [ComparisonReport]) -> QueryResult {
    var result = QueryResult(columns: plan.columns, rows: [])
    for report in reports {
      for metric in report.metrics {
        result.rows.append(
          (plan.namesCandidates ? [.string(report.candidate.name)] : []) + metric.row)
      }
    }
    result.comparisons = reports
    return result
  }
}

extension MetricComparison {
  /// The values of a row of the result.
  fileprivate var row: [Value] {
    [
      .string(metric), value(baseline), value(candidate), value(effect?.value), value(effect?.low),
      value(effect?.high), p.map { Value(finite: $0) } ?? .null,
      adjustedP.map { Value(finite: $0) } ?? .null, .string(verdict.rawValue),
      needed.map { .integer(Int64($0)) } ?? .null,
    ]
  }

  /// A number in the metric's unit, rounded to what the unit is counted in.
  private func value(_ number: Double?) -> Value {
    guard let number, number.isFinite else { return .null }
    guard let whole = Int64(exactly: number.rounded()) else { return .double(number) }
    return switch unit {
    case .nanoseconds: .duration(whole)
    case .nanodollars: .money(whole)
    case .bytes: .bytes(whole)
    case .number, .share: Value(finite: number)
    }
  }
}
