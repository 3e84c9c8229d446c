import Drift

extension ComparisonInput {
  /// A comparison of two invented sides, with all that a report is made from.
  static func invented(
    _ baseline: Behaviour, _ candidate: Behaviour, _ size: Size, seed: UInt64
  ) -> ComparisonInput {
    let before = InventedSide(baseline, traces: size.baseline, seed: seed &* 2)
    let after = InventedSide(candidate, traces: size.candidate, seed: seed &* 2 &+ 1)
    var input = ComparisonInput(
      baseline: .init(
        name: "v3", spans: before.latency.values.count, traces: size.baseline),
      candidate: .init(
        name: "v4", spans: after.latency.values.count, traces: size.candidate),
      metrics: metrics(before, after))
    input.options.unit = baseline.hasSessions ? "session" : "trace"
    input.options.resamples = 400
    input.mix = [
      MixInput(
        attribute: "model", names: InventedSide.models, baseline: before.model,
        candidate: after.model),
      MixInput(
        attribute: "tenant", names: InventedSide.tenants, baseline: before.tenant,
        candidate: after.tenant),
    ]
    input.shape = shape(before, after, isClustered: baseline.hasSessions)
    return input
  }

  private static func metrics(_ before: InventedSide, _ after: InventedSide) -> [MetricInput] {
    func metric(
      _ name: String, _ kind: MetricInput.Kind, _ unit: MetricComparison.Unit,
      _ better: MetricComparison.Direction, _ path: KeyPath<InventedSide, Sample>
    ) -> MetricInput {
      MetricInput(
        name: name, kind: kind, unit: unit, better: better, baseline: before[keyPath: path],
        candidate: after[keyPath: path])
    }
    return [
      metric("latency", .distribution, .nanoseconds, .lower, \.latency),
      metric("p50(latency)", .quantile(50, over: 100), .nanoseconds, .lower, \.latency),
      metric("p95(latency)", .quantile(95, over: 100), .nanoseconds, .lower, \.latency),
      metric("avg(cost)", .mean, .nanodollars, .lower, \.cost),
      metric("sum(cost)", .meanOfSums, .nanodollars, .lower, \.cost),
      metric("error_rate()", .share, .share, .lower, \.error),
      metric("score.quality", .distribution, .number, .higher, \.score),
      metric(
        "finish_reason", .categories(InventedSide.finishNames), .number, .neither, \.finish),
    ]
  }

  private static func shape(
    _ before: InventedSide, _ after: InventedSide, isClustered: Bool
  ) -> ShapeInput {
    var numbers: [[ShapeInput.Node]: Int] = [:]
    var forms: [ShapeInput.Form] = []
    for nodes in before.traceForms + after.traceForms where numbers[nodes] == nil {
      numbers[nodes] = forms.count
      forms.append(
        .init(
          nodes: nodes, baselineCount: before.forms[nodes] ?? 0,
          candidateCount: after.forms[nodes] ?? 0))
    }
    var shape = ShapeInput(labels: InventedSide.labels, forms: forms)
    if isClustered {
      func traces(_ side: InventedSide) -> Sample {
        Sample(
          values: side.traceForms.map { Double(numbers[$0] ?? 0) }, units: side.traceUnits,
          unitCount: side.latency.unitCount)
      }
      shape.traces = .init(baseline: traces(before), candidate: traces(after))
    }
    return shape
  }
}
