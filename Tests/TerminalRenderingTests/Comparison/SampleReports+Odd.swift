@testable import Drift

/// Reports that are calm, empty, or made to break the page.
extension SampleReports {
  static let quiet = report([
    SampleMetrics.metric(
      "latency", .equivalent, .distribution, .nanoseconds, sides: (2.1e9, 2.11e9),
      effect: .init("shift", 0.01e9, low: -0.05e9, high: 0.07e9), p: 0.8, tolerance: 0.105e9),
    SampleMetrics.metric(
      "error_rate()", .inconclusive, .share, .share, sides: (0, 0),
      effect: .init("difference", 0, low: -0.006, high: 0.006), p: 1, tolerance: 0.005,
      needed: 120),
  ])

  static let insufficient = report([
    SampleMetrics.metric(
      "p99(latency)", .insufficient, .quantile, .nanoseconds, sides: (2.1e9, 2.4e9), counts: 51,
      effect: nil, tolerance: 0.105e9, needed: 449),
    SampleMetrics.metric(
      "cost", .insufficient, .mean, .nanodollars, sides: (nil, nil), counts: 28, effect: nil,
      tolerance: 0),
  ])

  /// What names may hold.
  static let hostileNames = [
    "</td><script>alert(1)</script>", "a\u{1B}[2J\u{7}b", "日本語のとても長い名前がここに続きます",
    "evil\u{202E}txt", "| pipe ` tick * _ [x](y)", "\" onload='x'", "line\nbreak\ttab",
    String(repeating: "long ", count: 400), "👩‍👩‍👧‍👦 family", "",
  ]

  static let hostile: ComparisonReport = {
    var report = SampleReports.report(
      hostileNames.map { name in
        SampleMetrics.metric(
          name, .changed, .categories, .number, sides: (nil, nil),
          effect: .init("total_variation", 0.5, low: 0.4, high: 0.6), p: 0.0001,
          better: .neither, plot: SampleMetrics.categories(hostileNames.map { ($0, 3, 5) }))
      }, baseline: hostileNames[0], candidate: hostileNames[1], notes: hostileNames)
    report.mix = hostileNames.map { name in
      .init(
        attribute: name, totalVariation: 0.5, p: 0, adjustedP: 0, differs: true,
        movers: [.init(value: name, baseline: 0, candidate: 1, effect: .init("difference", 1))])
    }
    report.shape = .init(
      tests: hostileNames.map {
        .init(feature: $0, effect: .init("ks", 1), test: $0, p: 0, adjustedP: 0, differs: true)
      },
      movers: hostileNames.map {
        .init(
          shape: $0, kind: .vanished, baseline: 1, candidate: 0, effect: .init("difference", 1),
          exemplar: $0)
      })
    report.causes = hostileNames.map { name in
      .init(
        metric: name, attribute: name, difference: 1, mix: 0.5, within: 0.5,
        terms: [.init(value: name, mix: 1, within: -1, baselineShare: 0, candidateShare: 1)])
    }
    report.strata = hostileNames.map { .init(name: $0, metrics: quiet.metrics) }
    report.exemplars = hostileNames.map {
      .init(side: "candidate", trace: $0, reason: $0, value: 1)
    }
    report.pairs = hostileNames.map {
      .init(
        input: $0, baselineTrace: $0, candidateTrace: $0,
        outputDifference: "@@ -1 +1 @@\n-\($0)\n+```\($0)")
    }
    return report
  }()

  /// The greatest and the least numbers there are.
  static let extreme: ComparisonReport = {
    let ends: [Double] = [
      0, -1, 1e-300, .leastNonzeroMagnitude, 1e15, 9.3e18, 1e300, .greatestFiniteMagnitude,
    ]
    let units: [MetricComparison.Unit] = [.number, .nanoseconds, .bytes, .nanodollars, .share]
    return report(
      ends.flatMap { end in
        units.map { unit in
          var metric = SampleMetrics.metric(
            "m", .inconclusive, .mean, unit, sides: (end, -end),
            effect: .init("difference", end, low: -.greatestFiniteMagnitude, high: end), p: end,
            tolerance: end, needed: .max,
            plot: .init(
              baselineQuantiles: [-end, 0, end].sorted(), candidateQuantiles: [end, end, end],
              edges: [end, end], baselineBins: [1], candidateBins: [0], categories: []))
          metric.series = .init(
            width: .max,
            buckets: [
              .init(
                start: .min, baseline: end, candidate: nil, baselineCount: .max, candidateCount: 0),
              .init(
                start: .max, baseline: nil, candidate: end, baselineCount: 0, candidateCount: 1),
            ])
          return metric
        }
      })
  }()
}
