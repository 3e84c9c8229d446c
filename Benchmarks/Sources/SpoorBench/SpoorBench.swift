import ArgumentParser
import Spoor
import Workload

/// `spoor-bench`: fills a store with made traces and times what the README promises.
@main
struct SpoorBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spoor-bench",
    abstract: "Fill a store with made traces, and time queries on it.",
    subcommands: [Fill.self, Ask.self])
}

struct Fill: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a store of many spans, and say how fast that was.")

  @Option(help: "The store's folder; must not exist.") var store: String
  @Option(help: "How many spans, about.") var spans = 1_000_000

  func run() throws {
    var workload = PipelineWorkload(spanCount: spans)
    let store = try Store.open(store)
    let clock = ContinuousClock()
    let started = clock.now
    var loader = store.makeBulkLoader()
    while let trace = workload.nextTrace() {
      for span in trace { try loader.add(span) }
    }
    let summary = try loader.finish()
    let elapsed = (clock.now - started) / .seconds(1)
    let statistics = try store.statistics()
    print(
      """
      spans \(summary.spanCount) · seconds \(elapsed) · \
      spans/s \(Int(Double(summary.spanCount) / elapsed)) · \
      bytes/span \(statistics.usedByteCount / max(1, statistics.spanCount))
      """)
  }
}

struct Ask: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the queries of the workload on a store.")

  @Option(help: "The store's folder.") var store: String
  @Option(help: "How often to ask each.") var rounds = 5

  private static let queries = [
    "stage=generation and latency>2s group by prompt_version select count()",
    """
    stage=generation and latency>2s group by prompt_version \
    select count(), error_rate(), sum(cost), p50(latency), p95(latency), p99(latency)
    """,
    """
    stage=generation group by prompt_version \
    select count(), error_rate(), sum(cost), p50(latency), p95(latency), p99(latency)
    """,
    "group by stage select count(), error_rate(), p95(latency)",
    "stage=generation group by prompt_version select count_distinct(user_id)",
    "during 2026-10-15T10 group by stage",
  ]

  func run() throws {
    let clock = ContinuousClock()
    var started = clock.now
    let store = try Store.open(store, for: .reading)
    print("open \((clock.now - started) / .milliseconds(1)) ms")
    for query in Self.queries {
      var times: [Double] = []
      for _ in 0..<rounds {
        started = clock.now
        _ = try store.query(query)
        times.append((clock.now - started) / .milliseconds(1))
      }
      let least = times.min() ?? 0
      print("first \(times[0]) ms · least \(least) ms · \(query)")
    }
  }
}
