import Drift
import QuerySyntax
import Scanning
import TraceModel

/// A comparison as it is watched while traces come in.
struct WatchPlan: Sendable {
  var logical: LogicalPlan
  var populations: [ComparedPopulation]
  /// Those of the query, then what tells when a trace ended.
  var values: [MetricPlan]
  var metrics: [WatchedMetric]
  /// What is taken as independent, beside traces that are of none.
  var cluster: ComparedCluster
  var alpha: Double

  /// Binds a query, and refuses what cannot be watched.
  init(
    _ query: Query, text: String, over source: any ScanSource, options: QueryOptions
  ) throws(QueryError) {
    do throws(Diagnostics) {
      logical = try Binder.bind(
        query, text: text, catalogue: Catalogue(of: source), options: options)
    } catch {
      throw .refused(error)
    }
    guard query.explanation == nil, case .comparison(let plan) = logical.output else {
      throw Self.refused(
        "only a comparison can be watched", SourceRange(0, text.utf8.count),
        hint: "write compare prompt_version v3 vs v4 on latency behind the filter")
    }
    populations = try Self.populations(of: plan)
    metrics = []
    for metric in plan.metrics { metrics.append(try Self.watched(metric, plan.range)) }
    cluster = plan.cluster ?? .session
    alpha = plan.options.alpha
    values = plan.metrics + Self.times
    if let field = cluster.treeField {
      values.append(
        MetricPlan(.categories, .column(ColumnReference(field)), better: .neither))
    }
  }

  /// When the root began and ended, and when the trace did.
  private static let times: [MetricPlan] =
    [
      ColumnReference(source: .related(.root, .field(.start)), name: "root.start"),
      ColumnReference(source: .related(.root, .field(.end)), name: "root.end"),
      ColumnReference(.traceStart), ColumnReference(.traceEnd),
    ].map { MetricPlan(.mean, .column($0), better: .neither) }

  private static func populations(
    of plan: ComparisonPlan
  ) throws(QueryError) -> [ComparedPopulation] {
    guard case .populations(let populations, _) = plan.sides else {
      throw refused(
        "drift cannot be watched: values that come later would be tests more", plan.range,
        hint: "say which values are compared: compare prompt_version v3 vs v4")
    }
    guard plan.pairing == nil, plan.strata.isEmpty else {
      throw refused(
        "pairs and strata cannot be watched", plan.range,
        hint: "leave out paired by and stratify by, and ask for them in a report")
    }
    guard !plan.choosesMetrics else {
      throw refused(
        "it is not said what is watched", plan.range,
        hint: "write on latency, error_rate(), avg(cost); each metric more takes more traces")
    }
    return populations
  }

  private static func watched(
    _ metric: MetricPlan, _ range: SourceRange
  ) throws(QueryError) -> WatchedMetric {
    let measure: WatchState.Measure
    switch metric.kind {
    case .distribution: measure = metric.unit == .nanoseconds ? .typical : .mean
    case .mean, .meanOfSums: measure = .mean
    case .share: measure = .share
    case .quantile:
      throw refused(
        "\(metric.name) is a quantile, which cannot be watched", range,
        hint: "watch a share, as (latency > 3s) lower is better, or latency itself")
    case .categories:
      throw refused(
        "\(metric.name) has categories, which cannot be watched", range,
        hint: "watch a share: (\(metric.name) = …) lower is better")
    }
    return WatchedMetric(
      name: metric.name, measure: measure, unit: metric.unit, better: metric.better,
      tolerance: metric.tolerance)
  }

  private static func refused(
    _ message: String, _ range: SourceRange, hint: String
  ) -> QueryError {
    .refused(Diagnostics(Diagnostic(message, at: range, hint: hint)))
  }
}

extension ComparedCluster {
  /// What a trace has of the cluster.
  fileprivate var treeField: TreeField? {
    switch self {
    case .trace: nil
    case .session: .traceSession
    case .user: .traceUser
    }
  }
}

extension ColumnReference {
  fileprivate init(_ field: TreeField) {
    self.init(source: .tree(field), name: field.name)
  }
}
