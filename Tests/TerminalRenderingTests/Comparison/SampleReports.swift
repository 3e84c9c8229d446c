import QueryEngine

@testable import Drift

/// Reports as comparisons could have made them.
enum SampleReports {
  /// 2026-11-20 in UTC.
  static let start: Int64 = 1_795_132_800_000_000_000
  static let day: Int64 = 86_400_000_000_000

  static func report(
    _ metrics: [MetricComparison], baseline: String = "prompt_version=v3",
    candidate: String = "prompt_version=v4", notes: [String] = []
  ) -> ComparisonReport {
    ComparisonReport(
      baseline: .init(
        name: baseline, spans: 12_803, traces: 640, firstStart: start,
        lastStart: start + 6 * day),
      candidate: .init(
        name: candidate, spans: 12_240, traces: 612, firstStart: start + 5 * day,
        lastStart: start + 10 * day),
      metrics: metrics, mix: [], shape: nil, causes: [], strata: [], exemplars: [], pairs: [],
      method: .init(
        alpha: 0.05, confidence: 0.95, unit: "trace", resamples: 2_000, seed: 1, tests: 17),
      notes: notes)
  }

  static func result(_ reports: ComparisonReport..., notes: [String] = []) -> QueryResult {
    var result = QueryResult(columns: [], rows: [], notes: notes)
    result.comparisons = reports
    return result
  }

  /// Something of everything.
  static let regressed: ComparisonReport = {
    var report = SampleReports.report(
      metrics, notes: ["Values of one trace count as one where ranks are tested."])
    report.mix = mix
    report.shape = shape
    report.causes = causes
    report.strata = [
      .init(name: "model=gpt-4o", metrics: [metrics[0], metrics[2]]),
      .init(name: "model=gpt-4o-mini", metrics: [metrics[0], metrics[2]]),
    ]
    report.exemplars = [
      .init(
        side: "baseline", trace: "0d6e60f266efcf8e8d3bd1a2fd4a7b1c",
        reason: "median of p95(latency)", value: 2.31e9),
      .init(
        side: "candidate", trace: "4f52d3fefa342b15167cd62efb019964",
        reason: "worst p95(latency)", value: 58.9e9),
      .init(
        side: "candidate", trace: "90f5380e12b2a4146b77730f65bd9acb", reason: "new shape",
        value: nil),
    ]
    report.pairs = pairs
    return report
  }()

  private static let metrics: [MetricComparison] = {
    let before = SampleMetrics.values(640, median: 2.1e9, spread: 0.35, seed: 1)
    let after = SampleMetrics.values(612, median: 2.55e9, spread: 0.4, seed: 2)
    let tokens = SampleMetrics.values(640, median: 812, spread: 0.9, seed: 3)
    let moreTokens = SampleMetrics.values(612, median: 820, spread: 0.9, seed: 4)
    var latency = SampleMetrics.metric(
      "p95(latency)", .regressed, .quantile, .nanoseconds, sides: (3.74e9, 4.93e9),
      effect: .init("difference", 1.19e9, low: 0.86e9, high: 1.51e9), p: 0.00002,
      tolerance: 0.187e9, plot: SampleMetrics.plot(before, after))
    latency.series = SampleMetrics.series(3.6e9, 4.8e9)
    return [
      latency,
      SampleMetrics.metric(
        "output_tokens", .equivalent, .distribution, .number, sides: (812, 820),
        effect: .init("shift", 4, low: -11, high: 19), p: 0.61, tolerance: 40.6,
        plot: SampleMetrics.plot(tokens, moreTokens, isLogarithmic: true)),
      SampleMetrics.metric(
        "error_rate()", .inconclusive, .share, .share, sides: (0.031, 0.044),
        effect: .init("difference", 0.013, low: -0.004, high: 0.031), p: 0.18, tolerance: 0.005,
        needed: 1_870, plot: SampleMetrics.categories([("false", 620, 585), ("true", 20, 27)])),
      SampleMetrics.metric(
        "sum(cost)", .improved, .mean, .nanodollars, sides: (12_300_000, 10_100_000),
        effect: .init("difference", -2_200_000, low: -2_900_000, high: -1_400_000), p: 0.0004,
        tolerance: 615_000,
        plot: SampleMetrics.plot(
          SampleMetrics.values(640, median: 1.1e7, spread: 0.3, seed: 6),
          SampleMetrics.values(612, median: 0.9e7, spread: 0.3, seed: 7))),
      SampleMetrics.metric(
        "finish_reason", .changed, .categories, .number, sides: (nil, nil),
        effect: .init("total_variation", 0.092, low: 0.061, high: 0.12), p: 0.0001,
        better: .neither,
        plot: SampleMetrics.categories([
          ("stop", 560, 480), ("length", 41, 94), ("tool_calls", 30, 33), ("content_filter", 9, 5),
        ])),
      SampleMetrics.metric(
        "avg(score.faithfulness)", .insufficient, .mean, .number, sides: (0.82, 0.79), counts: 40,
        effect: nil, tolerance: 0.02, better: .higher, needed: 18),
    ]
  }()

  private static let mix: [ComparisonReport.Mix] = [
    .init(
      attribute: "model", totalVariation: 0.18, p: 0.0001, adjustedP: 0.0004, differs: true,
      movers: [
        .init(
          value: "gpt-4o", baseline: 0.7, candidate: 0.52,
          effect: .init("difference", -0.18, low: -0.24, high: -0.12)),
        .init(
          value: "gpt-4o-mini", baseline: 0.3, candidate: 0.48,
          effect: .init("difference", 0.18, low: 0.12, high: 0.24)),
      ]),
    .init(
      attribute: "hour", totalVariation: 0.03, p: 0.4, adjustedP: 0.5, differs: false, movers: []),
  ]

  private static let shape = ComparisonReport.Shape(
    tests: [
      .init(
        feature: "transitions", effect: .init("total_variation", 0.11, low: 0.08, high: 0.15),
        test: "permutation of traces", p: 0.001, adjustedP: 0.002, differs: true),
      .init(
        feature: "tool:search", effect: .init("difference", 0.6, low: 0.4, high: 0.8),
        baseline: 1.2, candidate: 1.8, test: "Mann–Whitney", p: 0.0001, adjustedP: 0.0004,
        differs: true),
      .init(
        feature: "has tool:search", effect: .init("difference", 0.15, low: 0.09, high: 0.21),
        baseline: 0.4, candidate: 0.55, test: "pooled z", p: 0.0001, adjustedP: 0.0004,
        differs: true),
      .init(
        feature: "depth", effect: .init("difference", 0, low: -0.1, high: 0.1), baseline: 3,
        candidate: 3, test: "Mann–Whitney", p: 0.9, adjustedP: 0.9, differs: false),
    ],
    movers: [
      .init(
        shape: "agent(generation, tool:search+, generation)", kind: .new, baseline: 0,
        candidate: 44, effect: .init("difference", 0.072),
        exemplar: "90f5380e12b2a4146b77730f65bd9acb"),
      .init(
        shape: "agent(generation)", kind: .less, baseline: 210, candidate: 133,
        effect: .init("difference", -0.11), exemplar: "0553cf5934665280c2f119eaf3c982de"),
    ])

  private static let causes: [ComparisonReport.Cause] = [
    .init(
      metric: "p95(latency)", attribute: "stage", difference: 0.41e9, mix: 0.02e9, within: 0.39e9,
      terms: [
        .init(
          value: "tool", mix: 0.05e9, within: 0.31e9, baselineShare: 0.3, candidateShare: 0.36),
        .init(
          value: "generation", mix: -0.03e9, within: 0.08e9, baselineShare: 0.6,
          candidateShare: 0.55),
      ]),
    .init(
      metric: "p95(latency)", attribute: "model", difference: 0.41e9, mix: -0.12e9,
      within: 0.53e9,
      terms: [
        .init(
          value: "gpt-4o", mix: -0.2e9, within: 0.4e9, baselineShare: 0.7, candidateShare: 0.52),
        .init(
          value: "gpt-4o-mini", mix: 0.08e9, within: 0.13e9, baselineShare: 0.3,
          candidateShare: 0.48),
      ]),
  ]

  private static let pairs: [ComparisonReport.MatchedPair] = (0..<5).map { index in
    .init(
      input: "Change my flight from JFK to SFO, please.",
      baselineTrace: "0d6e60f266efcf8e8d3bd1a2fd4a7b1\(index)",
      candidateTrace: "4f52d3fefa342b15167cd62efb01996\(index)",
      outputDifference: index == 4
        ? nil
        : """
        @@ -1,3 +1,3 @@
         I can help with that.
        -Your flight is changed to 10:40.
        +I have searched for flights and found 14; which one do you want?
         Anything else?
        """ + String(repeating: "\n same", count: 12))
  }
}
