import Spoor
import SpoorTracing
import Testing
import TraceModel
import Tracing

private let prompt = Prompt(name: "answer", version: "v1")

@Suite struct StreamingTests {
  private let traced: TracedStore

  init() throws {
    traced = try TracedStore()
  }

  /// Parts that come one by one, and an error behind them.
  private func stream(
    _ parts: [String], failingWith error: Mishap? = nil
  ) -> AsyncThrowingStream<String, any Error> {
    AsyncThrowingStream { continuation in
      for part in parts { continuation.yield(part) }
      continuation.finish(throwing: error)
    }
  }

  @Test func `a stream tells its span when it began, how often it came, and what it said`()
    async throws
  {
    let parts = ["", "be", "cause"]
    try await withTracer(traced.tracer) {
      try await withGeneration(prompt: prompt, model: "gpt-4o") { generation in
        var read: [String] = []
        for try await part in generation.trace(stream(parts), text: { $0 }) { read.append(part) }
        #expect(read == parts)
        generation.setUsage(TokenUsage(output: 2))
      }
    }
    let span = try await traced.span()
    #expect(span.attributes.value(of: "output.value") == .string("because"))
    #expect(span.attributes.value(of: "spoor.stream.chunk_count") == .integer(3))
    #expect(span.attributes.value(of: "gen_ai.request.stream") == .boolean(true))
    #expect(span.attributes.value(of: "spoor.stream.uncollected_bytes") == nil)
    let rows = try await traced.store.query("ttft<1h select output, output_tokens").rows
    #expect(rows == [[.string("because"), .integer(2)]])
  }

  @Test func `a stream may outlive the function that asks for it, and ends its span`()
    async throws
  {
    let generation = withTracer(traced.tracer) {
      startGeneration(prompt: prompt, model: "gpt-4o")
    }
    let chunks = generation.trace(stream(["a", "b"]), endsSpan: true, text: { $0 })
    #expect(generation.span.isRecording)
    var read = ""
    for try await part in chunks { read += part }
    #expect(read == "ab")
    let span = try await traced.span()
    #expect(span.attributes.value(of: "output.value") == .string("ab"))
    #expect(span.status.code == .unset)
  }

  @Test func `a stream that fails tells what came before`() async throws {
    let generation = withTracer(traced.tracer) {
      startGeneration(prompt: prompt, model: "gpt-4o")
    }
    await #expect(throws: Mishap.self) {
      let chunks = generation.trace(
        stream(["a"], failingWith: Mishap()), endsSpan: true, text: { $0 })
      for try await _ in chunks {}
    }
    let span = try await traced.span()
    #expect(span.status.code == .error)
    #expect(span.events.map(\.name) == ["exception"])
    #expect(span.attributes.value(of: "output.value") == .string("a"))
  }

  @Test func `an error of a stream in a closure is recorded once`() async throws {
    await withTracer(traced.tracer) {
      _ = await #expect(throws: Mishap.self) {
        try await withGeneration(prompt: prompt, model: "gpt-4o") { generation in
          let chunks = generation.trace(stream(["a"], failingWith: Mishap()), text: { $0 })
          for try await _ in chunks {}
        }
      }
    }
    #expect(try await traced.span().events.count == 1)
  }

  @Test func `a stream that its reader gives up ends its span`() async throws {
    func readOne() async throws {
      let generation = withTracer(traced.tracer) {
        startGeneration(prompt: prompt, model: "gpt-4o")
      }
      let chunks = generation.trace(stream(["a", "b", "c"]), endsSpan: true, text: { $0 })
      for try await _ in chunks { break }
    }
    try await readOne()
    let span = try await traced.span()
    #expect(span.attributes.value(of: "output.value") == .string("a"))
    #expect(span.attributes.value(of: "spoor.stream.chunk_count") == .integer(1))
  }

  @Test func `an answer beyond all measure is kept in part, and the rest counted`() async throws {
    let part = String(repeating: "x", count: 400_000)
    try await withTracer(traced.tracer) {
      try await withGeneration(prompt: prompt, model: "gpt-4o") { generation in
        let chunks = generation.trace(stream([part, part, part, "y"]), text: { $0 })
        for try await _ in chunks {}
      }
    }
    let span = try await traced.span()
    #expect(span.attributes.value(of: "output.value") == .string(part + part))
    #expect(span.attributes.value(of: "spoor.stream.uncollected_bytes") == .integer(400_001))
  }
}
