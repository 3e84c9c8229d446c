import QueryEngine
import Testing
import TraceModel

/// What an answer without rows says of texts that nothing has.
struct AbsentTextTests {
  private static func notes(_ query: String) throws -> [String] {
    let source = MemorySource([
      [
        try testSpan(0, [.stage: "generation", .model: "gpt-4o"]),
        try testSpan(1, [.stage: "tool"]),
      ],
      [try testSpan(2, [.stage: "retrieval"])],
    ])
    return try run(query, over: source).notes.filter { $0.contains(" = ") }
  }

  @Test func `a text of no span is told with the nearest that there is`() throws {
    #expect(
      try Self.notes("stage = Generation")
        == ["no span has `stage` = Generation; did you mean generation?"])
    #expect(
      try Self.notes("stage in (toll)") == ["no span has `stage` = toll; did you mean tool?"])
  }

  @Test func `without a near one few values are listed`() throws {
    #expect(
      try Self.notes("stage = xyz")
        == ["no span has `stage` = xyz; there is generation, retrieval, tool"])
  }

  @Test func `a text that other spans have is not told of`() throws {
    #expect(try Self.notes("stage = tool and model = gpt-4o").isEmpty)
    #expect(
      try Self.notes("stage = tool and model = gpt4o")
        == ["no span has `model` = gpt4o; did you mean gpt-4o?"])
  }

  @Test func `an answer with rows says nothing of it`() throws {
    #expect(try Self.notes("stage in (tool, xyz)").isEmpty)
    #expect(try Self.notes("stage != xyz").isEmpty)
    #expect(try Self.notes("not stage = xyz").isEmpty)
  }
}
