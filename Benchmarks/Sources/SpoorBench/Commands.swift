import ArgumentParser
import Spoor

struct Fill: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a store of many spans, and say how fast that was.")

  @Option(help: "The store's folder; must not exist.") var store: String
  @Option(help: "How many spans, about.") var spans = 1_000_000
  @Option(help: "Append so many spans at once, rather than load them in bulk.") var batch: Int?

  func run() throws {
    let filled =
      try batch.map { try FillMeasurement.append(path: store, spanCount: spans, batchSize: $0) }
      ?? FillMeasurement.run(path: store, spanCount: spans)
    print(
      """
      spans \(filled.spanCount) · seconds \(filled.seconds) · \
      spans/s \(Int(filled.spansPerSecond)) · bytes/span \(filled.bytesPerSpan)
      """)
  }
}

struct Ask: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the queries of the workload on a store.")

  @Option(help: "The store's folder.") var store: String
  @Option(help: "How often to ask each.") var rounds = 5

  func run() throws {
    let clock = ContinuousClock()
    let started = clock.now
    let store = try Store.open(store, for: .reading)
    print("open \((clock.now - started) / .milliseconds(1)) ms")
    for (name, query) in workloadQueries {
      let time = try QueryMeasurement.run(query, on: store, rounds: rounds)
      print("\(name): first \(time.first) ms · least \(time.least) ms · \(query)")
    }
  }
}
