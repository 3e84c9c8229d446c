import InMemoryLogging
import Logging
import Metrics
import MetricsTestKit
import ServiceLifecycleTestKit
import Spoor
import SpoorTracing
import Synchronization
import TestSupport
import Testing
import TraceModel
import Tracing

/// Holds up the writer until it is told to go on.
private final class Gate: SpanProcessor {
  private let isOpen = Atomic(false)

  func open() { isOpen.store(true, ordering: .sequentiallyConsistent) }

  func process(_ span: inout SpanData) throws -> SpanDecision {
    while !isOpen.load(ordering: .sequentiallyConsistent) { usleepBriefly() }
    return .keep
  }
}

private func usleepBriefly() {
  let end = ContinuousClock.now + .milliseconds(1)
  while ContinuousClock.now < end {}
}

@Suite struct ServiceTests {
  private let folder = TemporaryFolder()
  private let log = InMemoryLogHandler()

  private func makeService(
    _ change: (inout TracingConfiguration) -> Void = { _ in }
  ) throws -> TracingService {
    var configuration = TracingConfiguration()
    configuration.storePath = folder.appending("traces.spoor")
    change(&configuration)
    var logger = Logger(label: "test") { [log] _ in log }
    logger.logLevel = .debug
    return try TracingService(configuration, logger: logger)
  }

  @Test func `at shutdown what is queued is stored`() async throws {
    let service = try makeService { $0.recording.commitWindow = .seconds(60) }
    await testGracefulShutdown { trigger in
      let running = Task { await service.run() }
      for _ in 0..<100 { service.tracer.withSpan("answer") { _ in } }
      trigger.triggerGracefulShutdown()
      await running.value
    }
    let store = try #require(service.store)
    #expect(try await store.query("select count()").rows == [[.integer(100)]])
    #expect(store.recordingStatistics.writtenCount == 100)
    // Too late.
    service.tracer.withSpan("answer") { _ in }
    #expect(store.recordingStatistics.droppedCounts == [.shutDown: 1])
    #expect(log.entries.map(\.level) == [.debug])
  }

  @Test func `a task that is cancelled stores what is queued, too`() async throws {
    let service = try makeService { $0.recording.commitWindow = .seconds(60) }
    let running = Task { await service.run() }
    for _ in 0..<10 { service.tracer.withSpan("answer") { _ in } }
    running.cancel()
    await running.value
    #expect(try await service.store?.query("select count()").rows == [[.integer(10)]])
  }

  @Test func `what cannot be stored before the deadline is logged`() async throws {
    let gate = Gate()
    let service = try makeService {
      $0.recording.processors = [gate]
      $0.shutdownDeadline = .milliseconds(100)
    }
    await testGracefulShutdown { trigger in
      let running = Task { await service.run() }
      for _ in 0..<7 { service.tracer.withSpan("answer") { _ in } }
      trigger.triggerGracefulShutdown()
      await running.value
    }
    gate.open()
    let entry = try #require(log.entries.last)
    #expect(entry.level == .error)
    #expect(
      entry.message.description.hasPrefix("7 spans could not be stored within 0.1 seconds: "))
  }

  @Test func `the queue's numbers are metrics`() async throws {
    let metrics = TestMetrics()
    try await withMetricsFactory(metrics) {
      let service = try makeService { $0.metricsInterval = .milliseconds(5) }
      try await testGracefulShutdown { trigger in
        let running = Task { await service.run() }
        for _ in 0..<20 { service.tracer.withSpan("answer") { _ in } }
        try await service.store?.flush()
        try await Task.sleep(for: .milliseconds(50))
        trigger.triggerGracefulShutdown()
        await running.value
      }
      let second = try #require(service.store)
      #expect(metrics.counterTotal(label: "spoor_spans_accepted") == 20)
      #expect(metrics.counterTotal(label: "spoor_spans_written") == 20)
      let commits = second.recordingStatistics.commitCount
      #expect(metrics.counterTotal(label: "spoor_commits") == Int64(commits))
      #expect(metrics.counterTotal(label: "spoor_commits_failed") == 0)
      let dropped = metrics.counterTotal(
        label: "spoor_spans_dropped", dimensions: [("reason", "queueFull")])
      #expect(dropped == 0)
      #expect(try metrics.expectGauge("spoor_queue_spans").lastValue == 0)
      #expect(try metrics.expectGauge("spoor_queue_bytes").lastValue == 0)
      let longest = try metrics.expectGauge("spoor_commit_seconds_longest").lastValue
      #expect(longest == second.recordingStatistics.longestCommitSeconds)
    }
  }

  @Test func `dropped spans are counted by reason`() async throws {
    let metrics = TestMetrics()
    let gate = Gate()
    try await withMetricsFactory(metrics) {
      let service = try makeService {
        $0.recording.queueSpanCount = 10
        $0.recording.processors = [gate]
      }
      await testGracefulShutdown { trigger in
        let running = Task { await service.run() }
        for _ in 0..<25 { service.tracer.withSpan("answer") { _ in } }
        gate.open()
        trigger.triggerGracefulShutdown()
        await running.value
      }
      let dropped = metrics.counterTotal(
        label: "spoor_spans_dropped", dimensions: [("reason", "queueFull")])
      #expect(dropped == 15)
      #expect(metrics.counterTotal(label: "spoor_spans_written") == 10)
    }
  }

  @Test func `where tracing is switched off, headers go on as they came`() async throws {
    let service = try makeService { $0.isEnabled = false }
    #expect(service.store == nil)
    let received = [
      "traceparent": "00-12345678901234567890123456789012-1234567890123456-01",
      "tracestate": "a=1", "baggage": "b=2",
    ]
    var context = ServiceContext.topLevel
    service.tracer.extract(received, into: &context, using: HeaderCarrier())
    var sent: [String: String] = [:]
    service.tracer.withSpan("outer", context: context) { _ in
      service.tracer.withSpan("inner") { span in
        #expect(!span.isRecording)
        span.attributes["x"] = 1
        service.tracer.inject(span.context, into: &sent, using: HeaderCarrier())
      }
    }
    #expect(sent == received)
    var none: [String: String] = [:]
    service.tracer.withSpan("root") { span in
      service.tracer.inject(span.context, into: &none, using: HeaderCarrier())
    }
    #expect(none.isEmpty)
    #expect(folder.names.isEmpty)
    await testGracefulShutdown { trigger in
      let running = Task { await service.run() }
      trigger.triggerGracefulShutdown()
      await running.value
    }
  }
}
