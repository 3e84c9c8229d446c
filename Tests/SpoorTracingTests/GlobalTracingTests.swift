import Spoor
import SpoorTracing
import TestSupport
import Testing
import TraceModel
import Tracing

@Suite struct GlobalTracingTests {
  /// In a process of its own, since an instrument is made global once.
  @Test func `bootstrap makes the tracer that of the process`() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      var configuration = TracingConfiguration.fromEnvironment(
        EnvironmentVariables(["OTEL_SERVICE_NAME": "rag"]))
      configuration.storePath = folder.appending("traces.spoor")
      let tracing = try SpoorTracing.bootstrap(configuration)
      let store = try #require(tracing.store)
      withSpan("outer") { _ in withSpan("inner") { $0.attributes["x"] = 1 } }
      try await store.flush()
      let rows = try await store.query("service=rag group by name select count()").rows
      try #require(rows == [[.string("inner"), .integer(1)], [.string("outer"), .integer(1)]])
    }
  }

  @Test func `bootstrap throws what opening the store throws`() {
    let folder = TemporaryFolder()
    writeFile(folder.appending("file"), [1, 2, 3])
    var configuration = TracingConfiguration()
    configuration.storePath = folder.appending("file/traces.spoor")
    #expect(throws: StoreError.self) { try SpoorTracing.bootstrap(configuration) }
  }

  @Test func `withTracer records what instrumented code does`() async throws {
    let traced = try TracedStore()
    await withTracer(traced.tracer) {
      await withSpan("outer") { _ in
        await withTaskGroup(of: Void.self) { group in
          group.addTask { withSpan("inner") { _ in } }
        }
      }
    }
    let spans = try await traced.spans()
    #expect(spans.map(\.name) == ["outer", "inner"])
    #expect(spans.last?.parentID == spans.first?.spanID)
  }

  @Test func `forceFlush stores what has ended`() throws {
    var recording = RecordingSettings()
    recording.commitWindow = .seconds(60)
    let traced = try TracedStore(recording: recording)
    traced.tracer.withSpan("answer") { _ in }
    traced.tracer.forceFlush()
    #expect(try traced.store.query("select count()").rows == [[.integer(1)]])
  }

  @Test func `a span that is open for long is stored as running, with what it was told`()
    async throws
  {
    var recording = RecordingSettings()
    recording.runningAfter = .milliseconds(20)
    recording.commitWindow = .milliseconds(5)
    let traced = try TracedStore(recording: recording)
    let span = traced.tracer.startSpan("answer")
    span.attributes["user.id"] = "mia"
    let query = "name=answer select status, user_id"
    var rows: [[Value]] = []
    for _ in 0..<400 where rows.isEmpty {
      try await Task.sleep(for: .milliseconds(10))
      rows = try await traced.store.query(query).rows
    }
    #expect(rows == [[.string("running"), .string("mia")]])
    span.end()
    try await traced.store.flush()
    #expect(try await traced.store.query(query).rows == [[.string("unset"), .string("mia")]])
  }
}
