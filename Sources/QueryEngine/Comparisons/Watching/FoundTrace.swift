import Drift
import QuerySyntax
import Scanning
import TraceModel

/// A trace of one side, as a look found it.
struct FoundTrace: Sendable {
  var key: Key
  var start: Int64
  /// When its root ended; nil while it has not.
  var end: Int64?
  var cluster: String?
  var values: [WatchedTrace.Values]

  /// What is counted once.
  struct Key: Hashable, Sendable {
    var id: TraceID
    var side: Int
  }

  /// Memory that one of them takes, with so many metrics.
  static func byteCount(metricCount: Int) -> Int {
    MemoryLayout<Self>.stride + 32 + metricCount * MemoryLayout<WatchedTrace.Values>.stride
  }
}

extension ComparisonRunner {
  /// The traces of all sides, with what is known of them by now.
  func watchedTraces(
    _ watch: WatchPlan, rootlessPatience: Int64, _ scan: inout SegmentScan,
    _ memory: inout MemoryShare
  ) throws(QueryError) -> [FoundTrace] {
    let program = SampleProgram(watch.populations.map(\.condition), watch.values)
    let samples = try collect(watch.populations, program, &scan, &memory)
    if samples.sharedCount > 0 { throw inCommon(samples.sharedCount) }
    let reading = WatchReading(watch, samples, rootlessPatience)
    var found: [FoundTrace] = []
    for side in samples.sides.indices {
      let ids = try scan.traceIDs(at: samples.sides[side].tracePlaces)
      found += try reading.traces(of: side, ids)
      let each = FoundTrace.byteCount(metricCount: watch.metrics.count)
      try memory.hold(
        samples.byteCount + found.count * each, doing: "holding the traces that are watched")
    }
    return found
  }

  private func inCommon(_ count: Int) -> QueryError {
    .refused(
      Diagnostics(
        Diagnostic(
          "the populations have \(logical.level.count(count)) in common", at: plan.range,
          hint: "make the conditions exclude each other")))
  }
}

/// Makes traces of the rows that were collected.
private struct WatchReading {
  private let plan: WatchPlan
  private let samples: CollectedSamples
  private let patience: Int64
  /// Texts of sessions or users, by number.
  private let clusters: [String?]

  init(_ plan: WatchPlan, _ samples: CollectedSamples, _ patience: Int64) {
    self.plan = plan
    self.samples = samples
    self.patience = patience
    let place = plan.clusterPlace
    clusters =
      place.map { place in
        samples.categories[samples.program.places[place]].map {
          if case .string(let text) = $0 { text } else { nil }
        }
      } ?? []
  }

  func traces(of side: Int, _ ids: [TraceID]) throws(QueryError) -> [FoundTrace] {
    let rows = samples.sides[side]
    let count = plan.metrics.count
    let times = (0..<4).map { firsts(samples.program.places[count + $0], rows) }
    let blank = Array(repeating: WatchedTrace.Values(), count: count)
    var found = ids.indices.map { trace in
      FoundTrace(
        key: .init(id: ids[trace], side: side),
        start: whole(times[2][trace] ?? 0),
        end: end(
          isRooted: times[0][trace] != nil, rootEnd: times[1][trace], traceEnd: times[3][trace]),
        cluster: nil, values: blank)
    }
    for metric in 0..<count { add(metric, rows, to: &found) }
    addClusters(rows, to: &found)
    return found
  }

  /// A trace without a root counts so much later than its last span ended: the root may still run.
  private func end(isRooted: Bool, rootEnd: Double?, traceEnd: Double?) -> Int64? {
    if isRooted { return rootEnd.map(whole) }
    return traceEnd.map { whole($0).addingReportingOverflow(patience).partialValue }
  }

  private func whole(_ number: Double) -> Int64 { Int64(exactly: number.rounded()) ?? .max }

  /// Of each trace, the first value that a row of it has.
  private func firsts(_ place: Int, _ rows: SideSample) -> [Double?] {
    var firsts = [Double?](repeating: nil, count: rows.traceCount)
    let values = rows.numbers[place]
    for index in values.values.indices {
      let trace = Int(rows.traces[values.rows.map { Int($0[index]) } ?? index])
      if firsts[trace] == nil { firsts[trace] = values.values[index] }
    }
    return firsts
  }

  private func add(_ metric: Int, _ rows: SideSample, to found: inout [FoundTrace]) {
    let values = rows.numbers[samples.program.places[metric]]
    let kind = plan.values[metric].kind
    for index in values.values.indices {
      let trace = Int(rows.traces[values.rows.map { Int($0[index]) } ?? index])
      found[trace].values[metric].sum += values.values[index]
      found[trace].values[metric].count += 1
    }
    for trace in found.indices {
      switch kind {
      // A trace is one value: the mean of what it has, or its sum.
      case .distribution where found[trace].values[metric].count > 0:
        found[trace].values[metric].sum /= found[trace].values[metric].count
        found[trace].values[metric].count = 1
      case .meanOfSums: found[trace].values[metric].count = 1
      case .distribution, .mean, .share, .quantile, .categories: break
      }
    }
  }

  private func addClusters(_ rows: SideSample, to found: inout [FoundTrace]) {
    guard let place = plan.clusterPlace else { return }
    let numbers = rows.categories[samples.program.places[place]]
    for index in numbers.values.indices {
      let trace = Int(rows.traces[numbers.rows.map { Int($0[index]) } ?? index])
      if found[trace].cluster == nil {
        found[trace].cluster = clusters[Int(numbers.values[index])]
      }
    }
  }
}

extension WatchPlan {
  /// Where clusters are among the values; nil where traces are independent.
  fileprivate var clusterPlace: Int? { cluster == .trace ? nil : values.count - 1 }
}
