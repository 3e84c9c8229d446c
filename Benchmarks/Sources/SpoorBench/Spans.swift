import ArgumentParser
import InMemoryTracing
import Spoor
import SpoorTracing
import Tracing

struct Spans: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time what a span costs the thread that makes it.",
    discussion: """
      A row for each tracer and kind of span: the processor time of the thread from before a span \
      starts to after it ends, and what the call takes that ends it, the clock's own time included. \
      The store's writer works beside; the queue is emptied between rows of spans.
      """)

  @Option(help: "Rows of spans.") var rounds = 20
  @Option(name: .customLong("spans"), help: "Spans of a row.") var spansPerRound = 4_000

  func run() throws {
    print("reading the clock: \(SpanMeasurement.clockNanoseconds) ns")
    for shape in SpanShape.allCases {
      show("no-op", shape, measure(NoOpTracer(), shape) {})
      let memory = InMemoryTracer()
      show("in memory", shape, measure(memory, shape) { memory.clearAll() })
      let store = try Store.temporary()
      let unsampled = SpoorTracer(store: store, sampler: .alwaysOff)
      show("not recorded", shape, measure(unsampled, shape) {})
      let recorded = try SpanMeasurement.ofRecordedSpans(
        shape, rounds: rounds, spansPerRound: spansPerRound)
      show("recorded", shape, recorded)
    }
  }

  private func measure(
    _ tracer: some Tracer, _ shape: SpanShape, betweenRounds: () -> Void
  ) -> SpanMeasurement {
    SpanMeasurement.run(
      tracer, shape, rounds: rounds, spansPerRound: spansPerRound, betweenRounds: betweenRounds)
  }

  private func show(_ tracer: String, _ shape: SpanShape, _ measured: SpanMeasurement) {
    print(
      """
      \(shape.rawValue), \(tracer): \(Int(measured.processorTime)) ns; to end it p50 \
      \(Int(measured.end(percentile: 50))) ns, p99 \(Int(measured.end(percentile: 99))) ns
      """)
  }
}

extension SpanMeasurement {
  /// What spans cost that a store takes.
  static func ofRecordedSpans(
    _ shape: SpanShape, rounds: Int, spansPerRound: Int = 4_000
  ) throws -> SpanMeasurement {
    let store = try Store.temporary()
    let measured = try run(
      SpoorTracer(store: store), shape, rounds: rounds, spansPerRound: spansPerRound
    ) { try store.flushBlocking() }
    // What is dropped costs less than what is kept.
    let dropped = store.recordingStatistics.droppedCount
    guard dropped == 0 else {
      throw MeasurementError(description: "\(dropped) spans were dropped; make rows shorter")
    }
    return measured
  }
}
