import Drift
import QuerySyntax
import Scanning
import TraceModel

/// `within`, `with`, `paired by` and `stratify by`.
extension Binder {
  /// What the options of a comparison say.
  struct BoundComparisonOptions {
    var statistics = ComparisonOptions()
    var cluster: ComparedCluster?
  }

  func comparisonOptions(
    _ options: [ComparisonOption]
  ) throws(Diagnostic) -> BoundComparisonOptions {
    var bound = BoundComparisonOptions()
    for (index, option) in options.enumerated() {
      guard !options[..<index].contains(where: { $0.name == option.name }) else {
        throw Diagnostic("\(option.name) is written twice", at: option.range)
      }
      try apply(option, to: &bound)
    }
    return bound
  }

  private func apply(
    _ option: ComparisonOption, to bound: inout BoundComparisonOptions
  ) throws(Diagnostic) {
    switch option.name {
    case "alpha":
      bound.statistics.alpha = try share(option, within: 1e-6...0.5, example: "alpha=0.01")
    case "confidence":
      bound.statistics.confidence = try share(
        option, within: 0.5...0.9999, example: "confidence=0.99")
    case "resamples":
      bound.statistics.resamples = Int(
        try whole(option, within: 100...100_000, example: "resamples=5000"))
    case "seed":
      bound.statistics.seed = UInt64(try whole(option, within: 0...Int64.max, example: "seed=7"))
    case "cluster":
      let name = try constant(option.value)?.text.lowercased() ?? ""
      guard let cluster = ComparedCluster(rawValue: name) else {
        throw Diagnostic(
          "cluster is what spans that belong together have in common", at: option.value.range,
          hint: "write cluster=trace, cluster=session or cluster=user")
      }
      bound.cluster = cluster
    default:
      let near = nearest(option.name, among: Self.optionNames).map { "did you mean \($0)? " } ?? ""
      throw Diagnostic(
        "a comparison has no option \(option.name)", at: option.range,
        hint: near + "there are \(Self.optionNames.joined(separator: ", "))")
    }
  }

  private static let optionNames = ["alpha", "confidence", "resamples", "seed", "cluster"]

  private func share(
    _ option: ComparisonOption, within range: ClosedRange<Double>, example: String
  ) throws(Diagnostic) -> Double {
    guard case .literal(let literal) = try constant(option.value), let number = literal.share,
      range.contains(number)
    else {
      throw Diagnostic(
        "\(option.name) is a share from \(range.lowerBound) to \(range.upperBound)",
        at: option.value.range, hint: "write with \(example)")
    }
    return number
  }

  private func whole(
    _ option: ComparisonOption, within range: ClosedRange<Int64>, example: String
  ) throws(Diagnostic) -> Int64 {
    guard case .literal(let literal) = try constant(option.value),
      case .integer(let number) = literal.value, range.contains(number)
    else {
      throw Diagnostic(
        "\(option.name) is a whole number from \(range.lowerBound) to \(range.upperBound)",
        at: option.value.range, hint: "write with \(example)")
    }
    return number
  }

  /// How far apart the sides may be: a share of the baseline's value, or so much in the metric's
  /// unit.
  func tolerance(
    _ expression: Expression, of metric: MetricPlan
  ) throws(Diagnostic) -> MetricInput.Tolerance {
    guard case .literal(let literal) = try constant(expression),
      let tolerance = literal.tolerance(in: metric.kind == .categories ? .share : metric.unit)
    else {
      let example =
        switch metric.unit {
        case .nanoseconds: "within 200ms or within 5%"
        case .nanodollars: "within $0.01 or within 5%"
        case .bytes: "within 10KB or within 5%"
        case .share: "within 1%, which is one point, or within 0.01"
        case .number:
          metric.kind == .categories ? "within 5% or within 0.05" : "within 0.02 or within 5%"
        }
      throw Diagnostic(
        "this is no tolerance for \(metric.name)", at: expression.range, hint: "write \(example)")
    }
    return tolerance
  }

  mutating func pairingKey(_ key: Expression) throws(Diagnostic) -> Scalar {
    // Runs with the same input: whatever the input is, it is compared, not shown.
    if key.soleName == "input_hash", catalogue.columns(of: "input_hash", in: .span).isEmpty {
      guard level == .spans else {
        throw Diagnostic("traces have no input of their own", at: key.range)
      }
      return .column(ColumnReference(.input))
    }
    return try scalar(key)
  }

  mutating func strata(_ comparison: ComparisonStage) throws(Diagnostic) -> [OutputColumn<Scalar>] {
    var strata: [OutputColumn<Scalar>] = []
    for expression in comparison.strata {
      let value = try scalar(expression)
      guard value.type != .list else {
        throw Diagnostic("lists make no strata", at: expression.range)
      }
      strata.append(OutputColumn(name: source(of: expression.range), expression: value))
    }
    return strata
  }
}

extension Literal {
  fileprivate var share: Double? {
    switch value {
    case .double(let number), .percent(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  /// Not below zero; nil where the unit is another.
  fileprivate func tolerance(in unit: MetricComparison.Unit) -> MetricInput.Tolerance? {
    let tolerance: MetricInput.Tolerance? =
      switch (value, unit) {
      case (.percent(let share), .share): .absolute(share)
      case (.percent(let share), _): .relative(share)
      case (.duration(let number), .nanoseconds), (.money(let number), .nanodollars),
        (.bytes(let number), .bytes):
        .absolute(Double(number))
      case (.integer(let number), .number), (.integer(let number), .share):
        .absolute(Double(number))
      case (.double(let number), .number), (.double(let number), .share): .absolute(number)
      case (.integer(0), _): .absolute(0)
      default: nil
      }
    switch tolerance {
    case .relative(let number), .absolute(let number): return number >= 0 ? tolerance : nil
    case nil: return nil
    }
  }
}
