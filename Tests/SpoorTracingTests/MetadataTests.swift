import InMemoryLogging
import Logging
import SpoorTracing
import Testing
import TraceModel
import Tracing

@Suite struct MetadataTests {
  /// The metadata of a line that is logged by a closure.
  private func metadata(_ body: (Logger) -> Void) throws -> Logger.Metadata {
    var log = InMemoryLogHandler()
    log.metadataProvider = .traceContext
    body(Logger(label: "test") { [log] _ in log })
    return try #require(log.entries.first).metadata
  }

  @Test func `a line of a log carries the ids of the span that it was written in`() async throws {
    let traced = try TracedStore()
    let metadata = try metadata { logger in
      traced.tracer.withSpan("answer") { _ in logger.info("asked") }
    }
    let span = try await traced.span()
    let expected: Logger.Metadata = [
      "trace_id": "\(span.traceID)", "span_id": "\(span.spanID)", "trace_flags": "03",
    ]
    #expect(metadata == expected)
  }

  @Test func `a line says where the span is not recorded`() throws {
    let traced = try TracedStore(sampler: .alwaysOff)
    let metadata = try metadata { logger in
      traced.tracer.withSpan("answer") { _ in logger.info("asked") }
    }
    #expect(metadata["trace_flags"] == "02")
  }

  @Test func `outside of spans a line is as it was`() throws {
    #expect(try metadata { $0.info("asked") }.isEmpty)
  }
}
