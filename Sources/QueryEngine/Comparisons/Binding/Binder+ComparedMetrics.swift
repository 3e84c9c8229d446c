import Drift
import QuerySyntax
import Scanning
import Statistics
import TraceModel

/// What `on` lists.
extension Binder {
  mutating func metric(_ written: ComparedMetric) throws(Diagnostic) -> MetricPlan {
    let expression = written.item.expression
    var metric = try metricValue(of: expression)
    metric.name = header(of: written.item)
    if let tolerance = written.tolerance {
      metric.tolerance = try self.tolerance(tolerance, of: metric)
    }
    switch written.better {
    case .higher: metric.better = .higher
    case .lower: metric.better = .lower
    case nil: break
    }
    guard metric.kind != .categories || written.better == nil else {
      throw Diagnostic(
        "\(metric.name) has categories, of which none is higher", at: expression.range,
        hint: "compare a share: (\(metric.name) = …) lower is better")
    }
    return metric
  }

  func refuseRepeated(
    _ metrics: [MetricPlan], _ comparison: ComparisonStage
  ) throws(Diagnostic) {
    for index in metrics.indices {
      guard metrics[..<index].contains(where: { $0.name == metrics[index].name }) else { continue }
      throw Diagnostic(
        "\(metrics[index].name) is compared twice",
        at: comparison.metrics[index].item.expression.range,
        hint: "give one of them another name: as …")
    }
  }

  private mutating func metricValue(of expression: Expression) throws(Diagnostic) -> MetricPlan {
    if let condition = shareOfCounts(expression) {
      return try share(of: condition, condition.range)
    }
    guard expression.hasAggregate else { return try bareMetric(expression) }
    guard case .call(let call) = expression.kind, let name = AggregateName(rawValue: call.name)
    else { throw unknownMetric(expression) }
    let aggregate = try aggregate(name, call, expression)
    let metric = try metric(of: aggregate, expression)
    guard let condition = call.condition else { return metric }
    return try metric.where(ExactPredicate(predicate(condition, negated: false)))
  }

  /// A field, a computed value or a condition.
  private mutating func bareMetric(_ expression: Expression) throws(Diagnostic) -> MetricPlan {
    if expression.isCondition {
      let condition = try condition(expression)
      return MetricPlan(.share, condition, better: .neither)
    }
    let value = try scalar(expression)
    switch value.type {
    case .string, .boolean: return MetricPlan(.categories, value, better: .neither)
    case .instant:
      throw Diagnostic(
        "instants are not compared", at: expression.range,
        hint: "compare a duration, as in latency")
    case .list: throw unknownMetric(expression)
    case .mixed:
      if case .column(let reference) = value, let columns = reference.attributeColumns,
        !columns.contains(where: { $0.type == .integer || $0.type == .double }),
        columns.contains(where: { $0.type == .string || $0.type == .boolean })
      {
        return MetricPlan(.categories, value, better: .neither)
      }
      fallthrough
    default:
      let number = try number(value, expression.range, "a comparison")
      return MetricPlan(.distribution, number, better: number.usualDirection)
    }
  }

  private func metric(
    of aggregate: Aggregate, _ expression: Expression
  ) throws(Diagnostic) -> MetricPlan {
    let one = Scalar.constant(.integer(1))
    switch aggregate {
    case .count: return MetricPlan(.meanOfSums, one, better: .neither)
    case .countPresent(let value):
      let present = ExactPredicate(.missing(value, negated: true))
      return MetricPlan(
        .meanOfSums, .choice(present, one, .constant(.integer(0))), better: .neither)
    case .sum(let value, _): return MetricPlan(.meanOfSums, value, better: value.usualDirection)
    case .average(let value):
      try refuseInstant(value, expression)
      return MetricPlan(.mean, value, better: value.usualDirection)
    case .quantile(let value, let fraction):
      try refuseInstant(value, expression)
      guard fraction.numerator > 0, fraction.numerator < fraction.denominator else {
        throw Diagnostic(
          "the least and the greatest value are not compared", at: expression.range,
          hint: "compare a quantile between them, as in p95(latency)")
      }
      return MetricPlan(
        .quantile(Int64(fraction.numerator), over: Int64(fraction.denominator)), value,
        better: value.usualDirection)
    case .errorRate:
      let flag = Scalar.choice(
        ExactPredicate(Self.isError), one, .constant(.integer(0)))
      return MetricPlan(.share, flag, better: .lower)
    default: throw unknownMetric(expression)
    }
  }

  private func refuseInstant(_ value: Scalar, _ expression: Expression) throws(Diagnostic) {
    guard value.type == .instant else { return }
    throw Diagnostic(
      "instants are not compared", at: expression.range, hint: "compare a duration, as in latency")
  }

  private mutating func share(
    of condition: Expression, _ range: SourceRange
  ) throws(Diagnostic) -> MetricPlan {
    // Of all spans: where the condition is unknown, it is not met.
    let predicate = try predicate(condition, negated: false)
    let flag = Scalar.choice(
      ExactPredicate(predicate), .constant(.integer(1)), .constant(.integer(0)))
    return MetricPlan(.share, flag, better: predicate == Self.isError ? .lower : .neither)
  }

  /// The condition of `count() if (condition) / count()`.
  private func shareOfCounts(_ expression: Expression) -> Expression? {
    guard case .arithmetic(.divide, let part, let whole) = expression.kind,
      case .call(let counted) = part.kind, counted.isCountOfSpans,
      case .call(let all) = whole.kind, all.isCountOfSpans, all.condition == nil
    else { return nil }
    return counted.condition
  }

  private func unknownMetric(_ expression: Expression) -> Diagnostic {
    Diagnostic(
      "\(source(of: expression.range)) cannot be compared", at: expression.range,
      hint: "a metric is a field, as latency or finish_reason; p95(x), quantile(x, 0.9), avg(x), "
        + "sum(x), count(), error_rate(); a condition in parentheses, as (status=error); or "
        + "count() if (…) / count()")
  }

  fileprivate static let isError = Predicate.column(
    .status, ValueTest(text: TextTest(.equal, "error")), negated: false)
}

extension MetricPlan {
  /// A metric with the tolerance that is usual for it.
  init(_ kind: Kind, _ value: Scalar, better: MetricComparison.Direction) {
    let unit: MetricComparison.Unit =
      switch (kind, value.type) {
      case (.share, _): .share
      case (_, .duration): .nanoseconds
      case (_, .bytes): .bytes
      case (_, .money): .nanodollars
      default: .number
      }
    let tolerance: MetricInput.Tolerance =
      switch kind {
      case .share: .absolute(0.005)
      case .categories: .absolute(0.05)
      default: value.isScore ? .absolute(0.02) : .relative(0.05)
      }
    self.init(
      name: "", kind: kind, value: value, unit: unit, better: better, tolerance: tolerance)
  }

  /// The same of the spans of which a condition is true.
  func `where`(_ condition: ExactPredicate) -> MetricPlan {
    var metric = self
    metric.value = .choice(condition, value, .constant(.null))
    return metric
  }
}

extension Call {
  fileprivate var isCountOfSpans: Bool {
    name == "count" && (arguments.isEmpty || arguments == [.everything])
  }
}

extension Expression {
  /// Whether it says something that is true or not, rather than names a value.
  fileprivate var isCondition: Bool {
    switch kind {
    case .not, .and, .or, .comparison, .membership, .between, .missing, .spans, .arrow, .both,
      .either:
      true
    case .relatives(let relatives): relatives.field == nil
    default: false
    }
  }
}

extension Scalar {
  /// Which way is better of what is computed from some columns, by what they are.
  var usualDirection: MetricComparison.Direction {
    if isScore { return .higher }
    if type == .duration || type == .money { return .lower }
    let names = columns.map(\.name)
    let isSpent = names.contains { $0.hasSuffix("_tokens") || $0.contains("error_count") }
    let isRetried = names.contains {
      let last = $0.split(separator: ".").last ?? ""
      return last.contains("retries") || last.contains("retry")
    }
    return isSpent || isRetried ? .lower : .neither
  }

  /// Whether it is a score, as it was given.
  var isScore: Bool {
    columns.contains { $0.attributeColumns?.first?.scope == .score }
  }
}
