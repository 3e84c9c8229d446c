import ArgumentParser
import Foundation
import Spoor

/// Bounds that a measurement must keep, as stored beside this package.
struct Thresholds: Decodable {
  var spanCount: Int
  var leastSpansPerSecond: Double
  var greatestBytesPerSpan: Int
  /// Milliseconds by query.
  var greatestMilliseconds: [String: Double]
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure, and fail when a threshold is passed.")

  @Option(help: "The file of thresholds.") var thresholds = "Thresholds/6.3/store.json"
  @Option(help: "How often to ask each query.") var rounds = 7

  func run() throws {
    let bounds = try JSONDecoder().decode(
      Thresholds.self, from: Data(contentsOf: URL(fileURLWithPath: thresholds)))
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("spoor-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("traces.spoor").path

    var failures = 0
    func report(_ name: String, _ value: Double, _ unit: String, isKept: Bool, bound: Double) {
      print("\(isKept ? "ok  " : "FAIL") \(name): \(value) \(unit) (bound \(bound))")
      if !isKept { failures += 1 }
    }
    let filled = try FillMeasurement.run(path: path, spanCount: bounds.spanCount)
    report(
      "ingest", filled.spansPerSecond.rounded(), "spans/s",
      isKept: filled.spansPerSecond >= bounds.leastSpansPerSecond,
      bound: bounds.leastSpansPerSecond)
    report(
      "size", Double(filled.bytesPerSpan), "bytes/span",
      isKept: filled.bytesPerSpan <= bounds.greatestBytesPerSpan,
      bound: Double(bounds.greatestBytesPerSpan))
    let store = try Store.open(path, for: .reading)
    for (name, query) in workloadQueries {
      let time = try QueryMeasurement.run(query, on: store, rounds: rounds)
      let bound = bounds.greatestMilliseconds[name] ?? 0
      report(name, time.least, "ms", isKept: time.least <= bound, bound: bound)
    }
    if failures > 0 { throw ExitCode(1) }
  }
}
