import ArgumentParser

struct Record: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record spans one by one, and say what a call costs the thread that makes it.")

  @Option(help: "Spans of each kind.") var spans = 200_000

  func run() async throws {
    for kind in RecordMeasurement.Kind.allCases {
      try describe(kind.rawValue, RecordMeasurement.run(kind, count: spans))
    }
    try describe(
      "typical, disk stalled", RecordMeasurement.run(.typical, count: spans, isStalled: true))
    for tasks in [1, 2, 8, 64] {
      let found = try await RecordMeasurement.throughput(tasks: tasks, count: spans)
      print("\(tasks) tasks: \(Int(found.perSecond)) spans/s, \(found.droppedCount) dropped")
    }
    print("full queue: \(try RecordMeasurement.fullQueueByteCount() >> 20) MiB")
  }

  private func describe(_ name: String, _ measured: RecordMeasurement) {
    print(
      """
      \(name): p50 \(measured.percentile(50)) ns · p99 \(measured.percentile(99)) ns · \
      p99.9 \(measured.percentile(99.9)) ns · longest \(measured.percentile(100)) ns · \
      \(measured.droppedCount) dropped
      """)
  }
}
