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
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("spoor-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("traces.spoor").path

    var report = Report()
    let filled = try FillMeasurement.run(
      path: path, PipelineWorkload(WorkloadOptions(spanCount: bounds.spanCount)))
    report.add(
      "ingest", filled.spansPerSecond.rounded(), "spans/s", atLeast: bounds.leastSpansPerSecond)
    report.add(
      "size", Double(filled.bytesPerSpan), "bytes/span",
      atMost: Double(bounds.greatestBytesPerSpan))
    let store = try Store.open(path, for: .reading)
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
    if report.failureCount > 0 { throw ExitCode(1) }
  }
}

/// Prints measurements beside their bounds, and counts those that pass them.
private struct Report {
  private(set) var failureCount = 0

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
