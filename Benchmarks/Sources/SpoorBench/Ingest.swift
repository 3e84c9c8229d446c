import ArgumentParser
import Spoor
import Workload

struct Ingest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Append batches, each on disk when it is acknowledged, and say how fast that was.",
    discussion: """
      The spans are made before the clock starts, a few batches at a time. Sealing counts, on the
      way and at the end.
      """)

  @Option(help: "The store's folder; must not exist.") var store: String
  @OptionGroup var made: WorkloadArguments
  @Option(help: "Spans of a batch.") var batch = 8_192

  func run() throws {
    var workload = made.workload
    let store = try Store.open(store)
    let clock = ContinuousClock()
    var spent = Duration.zero
    var processorSpent = 0.0
    var times: [Double] = []
    var spanCount = 0
    var pending: [SpanData] = []
    func measure(_ body: () throws -> Void) throws -> Duration {
      let processorStarted = processorMilliseconds()
      let time = try clock.measure(body)
      processorSpent += processorMilliseconds() - processorStarted
      spent += time
      return time
    }
    func append() throws {
      let time = try measure { try store.append(pending) }
      times.append(time / .milliseconds(1))
      spanCount += pending.count
      pending.removeAll(keepingCapacity: true)
    }
    while let trace = workload.nextTrace() {
      pending += trace
      if pending.count >= batch { try append() }
    }
    if !pending.isEmpty { try append() }
    _ = try measure { try store.close() }
    times.sort()
    print(
      JSONText.object([
        "spans": String(spanCount), "seconds": String(spent / .seconds(1)),
        "processor_seconds": String(processorSpent / 1_000),
        "batch_p50_milliseconds": String(times[times.count / 2]),
        "batch_max_milliseconds": String(times[times.count - 1]),
      ]))
  }
}
