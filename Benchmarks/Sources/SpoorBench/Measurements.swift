import Spoor
import Workload

/// What filling a store took.
struct FillMeasurement {
  var spanCount: Int
  var seconds: Double
  var bytesPerSpan: Int

  var spansPerSecond: Double { Double(spanCount) / seconds }

  /// Loads made spans in bulk, durable segment by segment.
  static func run(path: String, _ workload: PipelineWorkload) throws -> FillMeasurement {
    var workload = workload
    let store = try Store.open(path)
    let started = ContinuousClock().now
    var loader = store.makeBulkLoader()
    while let trace = workload.nextTrace() {
      for span in trace { try loader.add(span) }
    }
    _ = try loader.finish()
    return try FillMeasurement(store, since: started)
  }

  /// Appends made spans, durable batch by batch; segments are sealed as they fill.
  static func append(
    path: String, _ workload: PipelineWorkload, batchSize: Int
  ) throws -> FillMeasurement {
    var workload = workload
    let store = try Store.open(path)
    let started = ContinuousClock().now
    var batch: [SpanData] = []
    while let trace = workload.nextTrace() {
      batch += trace
      guard batch.count >= batchSize else { continue }
      try store.append(batch)
      batch.removeAll(keepingCapacity: true)
    }
    try store.append(batch)
    return try FillMeasurement(store, since: started)
  }

  /// Closing the store, which seals what is hot, counts.
  private init(_ store: Store, since started: ContinuousClock.Instant) throws {
    try store.close()
    seconds = (ContinuousClock().now - started) / .seconds(1)
    let statistics = try store.statistics()
    spanCount = statistics.spanCount
    bytesPerSpan = statistics.usedByteCount / max(1, statistics.spanCount)
  }
}

/// What asking a query took.
struct QueryMeasurement {
  /// Milliseconds of the first time: pages and checksums are touched then.
  var first: Double
  /// The least of all times, in milliseconds.
  var least: Double

  static func run(
    _ query: String, on store: Store, rounds: Int, threads: Int? = nil, usesCache: Bool = false
  ) throws -> QueryMeasurement {
    var settings = QuerySettings()
    settings.threadCount = threads
    settings.usesCache = usesCache
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<max(1, rounds) {
      let started = clock.now
      _ = try store.query(query, settings)
      times.append((clock.now - started) / .milliseconds(1))
    }
    return QueryMeasurement(first: times[0], least: times.min() ?? times[0])
  }
}

/// What looking up a trace by its id took.
struct TraceMeasurement {
  /// Microseconds, ascending; those of the first look-up of each trace are not among them.
  private let sorted: [Double]

  /// The time within which so many of a hundred look-ups were done.
  func percentile(_ percent: Int) -> Double { sorted[(sorted.count - 1) * percent / 100] }

  /// Looks up so many traces spread over the workload, each twice, and times the second.
  static func run(
    _ workload: PipelineWorkload, on store: Store, traceCount: Int
  ) throws -> TraceMeasurement {
    let ids = traceIDs(of: workload, count: traceCount)
    for id in ids { _ = try store.trace(id) }
    let clock = ContinuousClock()
    let times = try ids.map { id in
      let started = clock.now
      let spans = try store.trace(id)
      let time = (clock.now - started) / .microseconds(1)
      guard !spans.isEmpty else { throw MeasurementError(description: "no trace \(id)") }
      return time
    }
    return TraceMeasurement(sorted: times.sorted())
  }

  /// Every so many-th trace, in an order that leads from segment to segment.
  private static func traceIDs(of workload: PipelineWorkload, count: Int) -> [TraceID] {
    var workload = workload
    var all: [TraceID] = []
    while let trace = workload.nextTrace() {
      if let span = trace.first { all.append(span.traceID) }
    }
    let step = max(1, all.count / max(1, count))
    return stride(from: 0, to: all.count, by: step).map { all[$0] }.sorted()
  }
}

/// A measurement that measured something else.
struct MeasurementError: Error, CustomStringConvertible {
  var description: String
}

/// The queries of the workload, by the names that the thresholds use.
let workloadQueries: [(name: String, query: String)] = [
  (
    "signature",
    "stage=generation and latency>2s group by prompt_version select count()"
  ),
  (
    "filtered_percentiles",
    """
    stage=generation and latency>2s group by prompt_version \
    select count(), error_rate(), sum(cost), p50(latency), p95(latency), p99(latency)
    """
  ),
  (
    "all_percentiles",
    """
    stage=generation group by prompt_version \
    select count(), error_rate(), sum(cost), p50(latency), p95(latency), p99(latency)
    """
  ),
  ("by_stage", "group by stage select count(), error_rate(), p95(latency)"),
  (
    "distinct_users",
    "stage=generation group by prompt_version select count_distinct(user_id)"
  ),
  ("one_hour", "during 2026-10-15T10 group by stage"),
  (
    "slowest",
    """
    stage=generation select trace_id, start, latency, name, status, model, prompt_version, \
    user_id, input_tokens, output_tokens order by latency desc limit 20
    """
  ),
  ("newest_errors", "status=error order by start desc limit 20"),
  ("compare_halves", "compare {start < 2026-10-16} vs {not start < 2026-10-16}"),
  ("compare_versions", "stage=generation compare prompt_version v1 vs v2"),
]
