import ArgumentParser
import Spoor
import Workload

struct Fill: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a store of many spans, and say how fast that was.")

  @Option(help: "The store's folder; must not exist.") var store: String
  @OptionGroup var made: WorkloadArguments
  @Option(help: "Append so many spans at once, rather than load them in bulk.") var batch: Int?

  func run() throws {
    let filled =
      try batch.map {
        try FillMeasurement.append(path: store, made.workload, batchSize: $0)
      } ?? FillMeasurement.run(path: store, made.workload)
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
  @Option(help: "Threads that share a query; all processors when left out.") var threads: Int?
  @Flag(help: "Let the store remember what it found; else every round reads all.") var cache = false
  @Option(help: "A query to ask instead of the workload's.") var query: [String] = []

  func run() throws {
    let clock = ContinuousClock()
    let started = clock.now
    let store = try Store.open(store, for: .reading)
    print("open \((clock.now - started) / .milliseconds(1)) ms")
    let queries = query.isEmpty ? workloadQueries : query.map { ("query", $0) }
    for (name, query) in queries {
      let time = try QueryMeasurement.run(
        query, on: store, rounds: rounds, threads: threads, usesCache: cache)
      print("\(name): first \(time.first) ms · least \(time.least) ms · \(query)")
    }
  }
}
