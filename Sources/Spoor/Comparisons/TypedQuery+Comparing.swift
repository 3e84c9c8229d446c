import QuerySyntax

/// How populations differ.
extension TypedQuery {
  /// Each of some values of a field with one of them, the baseline.
  ///
  /// ```swift
  /// let query = TypedQuery
  ///   .where(\.stage == "generation")
  ///   .compare(\.promptVersion, "v3", vs: "v4", on: [QueryMetric(Aggregate.p95(\.latency))])
  /// ```
  public func compare<Value: QueryValue>(
    _ key: KeyPath<SpanFields, QueryExpression<Value>>, _ baseline: Value,
    vs candidates: Value..., on metrics: [QueryMetric] = []
  ) -> TypedQuery {
    comparing(
      .values(
        key: field(key).expression, baseline: baseline.queryText.expression,
        candidates: candidates.map(\.queryText.expression)), on: metrics)
  }

  /// The spans of one condition, the baseline, with those of another.
  public func compare(
    _ baseline: QueryCondition, vs candidate: QueryCondition, on metrics: [QueryMetric] = []
  ) -> TypedQuery {
    comparing(
      .populations(baseline: baseline.inBraces, candidate: candidate.inBraces), on: metrics)
  }

  /// The query's time range with the same range so much earlier; without a distance, with the one
  /// right before.
  public func comparePrevious(
    _ distance: Duration? = nil, on metrics: [QueryMetric] = []
  ) -> TypedQuery {
    comparing(.previous(distance?.queryText.expression), on: metrics)
  }

  /// Every value of a field with one of them; without a baseline, with the first that is large
  /// enough.
  public func drift<Value: QueryValue>(
    _ key: KeyPath<SpanFields, QueryExpression<Value>>, baseline: Value? = nil,
    on metrics: [QueryMetric] = []
  ) -> TypedQuery {
    comparing(
      .drift(key: field(key).expression, baseline: baseline?.queryText.expression), on: metrics)
  }

  private func comparing(
    _ sides: ComparisonStage.Sides, on metrics: [QueryMetric]
  ) -> TypedQuery {
    adding(.comparison(ComparisonStage(sides, metrics: metrics.map(\.metric))))
  }
}

/// What a comparison compares, and how far apart it may be.
public struct QueryMetric: Sendable {
  /// How far apart two sides may be and still count as the same.
  public enum Tolerance: Hashable, Sendable {
    /// A share of the baseline's value, as 0.05; of shares, so many points.
    case share(Double)
    /// A length of time.
    case duration(Duration)
    /// A number, as of scores.
    case number(Double)
  }

  /// Which way is better.
  public enum Direction: Hashable, Sendable {
    case higher
    case lower
  }

  let metric: ComparedMetric

  /// A field, an expression or an aggregate.
  public init(
    _ column: any QueryColumn, within tolerance: Tolerance? = nil, better: Direction? = nil
  ) {
    metric = Self.metric(column.column.item, tolerance, better)
  }

  /// The share of spans of which a condition is true.
  public init(
    _ condition: QueryCondition, named name: String? = nil, within tolerance: Tolerance? = nil,
    better: Direction? = nil
  ) {
    metric = Self.metric(
      Item(expression: condition.expression, alias: name), tolerance, better)
  }

  private static func metric(
    _ item: Item, _ tolerance: Tolerance?, _ better: Direction?
  ) -> ComparedMetric {
    ComparedMetric(
      item: item, tolerance: tolerance?.expression,
      better: better.map { $0 == .higher ? .higher : .lower })
  }
}

extension QueryMetric.Tolerance {
  fileprivate var expression: Expression {
    switch self {
    case .share(let share):
      let percent = share * 100
      let text = percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
      return QueryText(text, .percent(share)).expression
    case .duration(let duration): return duration.queryText.expression
    case .number(let number): return number.queryText.expression
    }
  }
}

extension Stage {
  /// Whether it compares populations.
  var isComparison: Bool { if case .comparison = kind { true } else { false } }
}
