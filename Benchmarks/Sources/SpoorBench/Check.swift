import ArgumentParser
import Foundation
import Spoor
import Workload

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure, and fail when a threshold is passed.")

  @Option(help: "The folder of thresholds.") var thresholds = "Thresholds/6.3"
  @Option(help: "How often to ask each query.") var rounds = 7

  func run() throws {
    let bounds = try StoreThresholds(readingJSON: "\(thresholds)/store.json")
    let kernels = try KernelThresholds(readingJSON: "\(thresholds)/kernels.json")
    let spans = try SpanThresholds(readingJSON: "\(thresholds)/spans.json")
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("spoor-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("traces.spoor").path

    var report = Report()
    for shape in WorkloadOptions.Shape.allCases {
      report.add("the same seed makes the same \(shape) spans", isKept: isReproducible(shape))
    }
    let workload = PipelineWorkload(WorkloadOptions(spanCount: bounds.spanCount))
    let filled = try FillMeasurement.run(path: path, workload)
    report.add(
      "ingest", filled.spansPerSecond.rounded(), "spans/s", atLeast: bounds.leastSpansPerSecond)
    report.add(
      "size", Double(filled.bytesPerSpan), "bytes/span",
      atMost: Double(bounds.greatestBytesPerSpan))
    let store = try Store.open(path, for: .reading)
    let traces = try TraceMeasurement.run(workload, on: store, traceCount: 5_000)
    report.add(
      "trace", traces.percentile(50), "µs", atMost: bounds.greatestTraceMicroseconds)
    try measureRecording(bounds, &report)
    for (name, query) in workloadQueries {
      let time = try QueryMeasurement.run(query, on: store, rounds: rounds)
      report.add(name, time.least, "ms", atMost: bounds.greatestMilliseconds[name])
    }
    for (name, query) in kernelQueries {
      let time = try QueryMeasurement.run(query, on: store, rounds: rounds)
      report.add(
        name, time.least * 1e6 / Double(filled.spanCount), "ns/row",
        atMost: kernels.greatestNanosecondsPerRow[name])
    }
    for shape in SpanShape.allCases {
      let measured = try SpanMeasurement.ofRecordedSpans(shape, rounds: rounds)
      report.add(
        "to end a span, \(shape.rawValue)", measured.end(percentile: 50), "ns",
        atMost: spans.greatestEndNanoseconds[shape.rawValue])
    }
    if report.failureCount > 0 { throw ExitCode(1) }
  }
}

private func measureRecording(_ bounds: StoreThresholds, _ report: inout Report) throws {
  for kind in RecordMeasurement.Kind.allCases {
    let measured = try RecordMeasurement.run(kind, count: 100_000)
    report.add(
      "record_\(kind)", Double(measured.percentile(50)), "ns",
      atMost: bounds.greatestRecordNanoseconds[kind.rawValue])
  }
  let stalled = try RecordMeasurement.run(.typical, count: 100_000, isStalled: true)
  report.add(
    "record_stalled", Double(stalled.percentile(50)), "ns",
    atMost: bounds.greatestStalledRecordNanoseconds)
}

/// Whether the seed decides what the spans are, and payloads change nothing else about them.
private func isReproducible(_ shape: WorkloadOptions.Shape) -> Bool {
  var options = WorkloadOptions(spanCount: 1_000_000)
  options.shape = shape
  func digest() -> WorkloadDigest {
    WorkloadDigest(PipelineWorkload(options), traceCount: 500)
  }
  let first = digest()
  let again = digest()
  options.hasPayloads = true
  let withPayloads = digest()
  options.seed += 1
  return first == again && first == withPayloads && first != digest()
}

/// Prints measurements beside their bounds, and counts those that pass them.
private struct Report {
  private(set) var failureCount = 0

  mutating func add(_ name: String, isKept: Bool) {
    print("\(isKept ? "ok  " : "FAIL") \(name)")
    if !isKept { failureCount += 1 }
  }

  mutating func add(_ name: String, _ value: Double, _ unit: String, atLeast bound: Double) {
    add(name, value, unit, isKept: value >= bound, bound)
  }

  /// A measurement without a bound fails: it was forgotten.
  mutating func add(_ name: String, _ value: Double, _ unit: String, atMost bound: Double?) {
    add(name, value, unit, isKept: value <= bound ?? -.infinity, bound ?? 0)
  }

  private mutating func add(
    _ name: String, _ value: Double, _ unit: String, isKept: Bool, _ bound: Double
  ) {
    print("\(isKept ? "ok  " : "FAIL") \(name): \(value) \(unit) (bound \(bound))")
    if !isKept { failureCount += 1 }
  }
}
