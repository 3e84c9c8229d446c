/// A part of a report that is made apart from the others.
enum ReportPart: Sendable {
  /// Metrics of the same samples, by their places among those of the report and of all its strata.
  case metrics([Int])
  /// The mix of one attribute, by its place.
  case mix(Int)
  case shapes

  /// All parts, those that take long first.
  static func all(of input: ComparisonInput) -> [ReportPart] {
    let groups = metricGroups(of: input.allMetrics)
    return (input.shape == nil ? [] : [.shapes]) + groups.map { .metrics($0) }
      + input.mix.indices.map { .mix($0) }
  }

  /// Metrics whose samples are the same, so that these are sorted once; the largest first.
  private static func metricGroups(of metrics: [MetricInput]) -> [[Int]] {
    var groups: [[Int]] = []
    for index in metrics.indices {
      if let known = groups.firstIndex(where: { metrics[$0[0]].hasSamples(of: metrics[index]) }) {
        groups[known].append(index)
      } else {
        groups.append([index])
      }
    }
    for index in groups.indices {
      // What is sorted for draws is sorted for all.
      groups[index].sort { left, right in
        let (one, other) = (metrics[left].kind.isQuantile, metrics[right].kind.isQuantile)
        return one != other ? one : left < right
      }
    }
    func work(_ group: [Int]) -> Int {
      let metric = metrics[group[0]]
      return (metric.baseline.values.count + metric.candidate.values.count) * (group.count + 1)
    }
    return groups.enumerated().sorted { left, right in
      let (one, other) = (work(left.element), work(right.element))
      return one != other ? one > other : left.offset < right.offset
    }.map(\.element)
  }

  /// What comes of a part.
  enum Findings: Sendable {
    case metrics([MetricFindings])
    case mix(MixFindings?)
    case shapes(ShapeFindings?)
  }

  /// What is found, without p-values where weights are too uneven for any.
  func findings(_ input: ComparisonInput) -> Findings {
    let findings = testedFindings(input)
    guard input.weighting?.isTooUneven ?? false else { return findings }
    switch findings {
    case .metrics(let metrics): return .metrics(metrics.map(\.untested))
    case .mix(let mix): return .mix(mix?.untested)
    case .shapes(let shapes): return .shapes(shapes?.untested)
    }
  }

  private func testedFindings(_ input: ComparisonInput) -> Findings {
    switch self {
    case .metrics(let places):
      var cache = SampleCache()
      let metrics = input.allMetrics
      return .metrics(
        places.map { place in
          var found = metrics[place].findings(input.options, &cache)
          found.isWeighted = metrics[place].isWeighted
          return found
        })
    case .mix(let place): return .mix(MixFindings(input.mix[place], input.options))
    case .shapes: return .shapes(input.shape.flatMap { ShapeFindings($0, input.options) })
    }
  }
}

/// What was found of the parts so far, by their places.
struct FoundParts {
  private var metrics: [MetricFindings?]
  private(set) var mixes: [MixFindings?]
  private(set) var shapes: ShapeFindings?

  init(_ input: ComparisonInput) {
    metrics = Array(repeating: nil, count: input.allMetrics.count)
    mixes = Array(repeating: nil, count: input.mix.count)
  }

  mutating func put(_ findings: ReportPart.Findings, of part: ReportPart) {
    switch (part, findings) {
    case (.metrics(let places), .metrics(let found)):
      for (place, finding) in zip(places, found) { metrics[place] = finding }
    case (.mix(let place), .mix(let finding)): mixes[place] = finding
    case (.shapes, .shapes(let found)): shapes = found
    default: preconditionFailure("findings are of their part")
    }
  }

  /// The findings of the report's metrics, and of those of each stratum.
  func metrics(
    of input: ComparisonInput
  ) -> (report: [MetricFindings], strata: [[MetricFindings]]) {
    var rest = metrics.compactMap { $0 }[...]
    func take(_ count: Int) -> [MetricFindings] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let report = take(input.metrics.count)
    return (report, input.strata.map { take($0.metrics.count) })
  }
}

extension ComparisonInput {
  /// The metrics of the report, then those of each stratum.
  var allMetrics: [MetricInput] { metrics + strata.flatMap(\.metrics) }
}

extension MetricInput.Kind {
  fileprivate var isQuantile: Bool { if case .quantile = self { true } else { false } }
}

extension MetricInput {
  fileprivate func hasSamples(of other: MetricInput) -> Bool {
    baseline.isSame(as: other.baseline) && candidate.isSame(as: other.candidate)
  }
}

extension MetricFindings {
  /// Without a p-value; pairs, which are compared as they are, keep theirs.
  fileprivate var untested: MetricFindings {
    guard isWeighted else { return self }
    var untested = self
    if case .units = lack { return self }
    untested.lack = .weights
    return untested
  }
}
