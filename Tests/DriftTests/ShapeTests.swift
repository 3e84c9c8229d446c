import Drift
import Testing

/// What is said of the shapes of traces.
struct ShapeTests {
  private static let labels = ["agent", "generation", "tool:search", "tool:lookup"]

  private func form(
    _ nodes: [(label: Int32, depth: Int32)], _ baseline: Int, _ candidate: Int,
    errors: Set<Int> = [], exemplar: String? = nil
  ) -> ShapeInput.Form {
    .init(
      nodes: nodes.enumerated().map { index, node in
        .init(label: node.label, depth: node.depth, isError: errors.contains(index))
      }, baselineCount: baseline, candidateCount: candidate, exemplar: exemplar)
  }

  private func shape(_ forms: [ShapeInput.Form]) throws -> ComparisonReport.Shape {
    var input = ComparisonInput(
      baseline: .init(name: "v3", spans: 0, traces: 0),
      candidate: .init(name: "v4", spans: 0, traces: 0), metrics: [])
    input.shape = ShapeInput(labels: Self.labels, forms: forms)
    return try #require(ComparisonReport(input).shape)
  }

  private func test(
    _ feature: String, in shape: ComparisonReport.Shape
  ) throws -> ComparisonReport.Shape.ShapeTest {
    try #require(shape.tests.first { $0.feature == feature }, "no test of \(feature)")
  }

  @Test func `repeats are drawn together, of whole subtrees, too`() throws {
    let shape = try shape([
      form([(0, 0), (1, 1), (2, 1), (2, 1), (2, 1), (1, 1)], 0, 100, exemplar: "t1"),
      form([(0, 0), (1, 1), (2, 2), (1, 1), (2, 2), (2, 2)], 100, 0),
      form([(0, 0), (1, 1), (2, 1), (2, 1), (1, 1)], 0, 100, exemplar: "t2"),
      form([(1, 0), (1, 0), (3, 0)], 100, 0, exemplar: "t3"),
      form([(0, 0), (1, 1), (2, 2), (1, 1), (2, 2)], 0, 50),
    ])
    let movers = Dictionary(
      uniqueKeysWithValues: shape.movers.map { ($0.shape, $0) })
    let new = try #require(movers["agent(generation, tool:search+, generation)"])
    #expect(new.kind == .new && new.baseline == 0 && new.candidate == 200)
    #expect(new.exemplar == "t1")
    let gone = try #require(movers["generation+, tool:lookup"])
    #expect(gone.kind == .vanished && gone.exemplar == "t3")
    #expect(movers["agent(generation(tool:search), generation(tool:search+))"]?.kind == .vanished)
    #expect(movers["agent(generation(tool:search)+)"]?.kind == .new)
    #expect(movers.count == 4)
  }

  @Test func `a retry follows a failed sibling of the same label`() throws {
    let shape = try shape([
      // Retried twice.
      form([(0, 0), (2, 1), (2, 1), (2, 1)], 0, 50, errors: [1, 2]),
      // Failed, but what follows is another, or a child.
      form([(0, 0), (2, 1), (3, 1)], 50, 0, errors: [1]),
      form([(0, 0), (2, 1), (2, 2)], 50, 0, errors: [1]),
      // Repeated without a failure.
      form([(0, 0), (2, 1), (2, 1)], 50, 100),
      // Failed last.
      form([(0, 0), (2, 1), (2, 1)], 50, 50, errors: [2]),
    ])
    let retries = try test("retries", in: shape)
    #expect(retries.baseline == 0)
    #expect(retries.candidate == 0.5)
    #expect(retries.differs)
  }

  @Test func `counts, depth and fan-out are those of the traces`() throws {
    let shape = try shape([
      form([(0, 0), (1, 1), (2, 2), (3, 3)], 40, 60), form([(0, 0), (1, 1), (1, 1)], 60, 40),
    ])
    #expect(try test("spans", in: shape).baseline == 3.4)
    #expect(try test("depth", in: shape).candidate == 3.2)
    #expect(try test("fan-out", in: shape).baseline == 1.6)
    #expect(try test("tool calls", in: shape).candidate == 1.2)
    #expect(try test("generation", in: shape).baseline == 1.6)
    #expect(try test("has tool:search", in: shape).baseline == 0.4)
    // Every trace has an agent, and just one.
    #expect(!shape.tests.contains { $0.feature.contains("agent") })
    // 0.4 and 0.6: z = 2.828, as of the pooled share of one half.
    let presence = try test("has tool:search", in: shape)
    #expect(abs(try #require(presence.p) - 0.004_677_734_981_047_266) < 1e-12)
  }

  @Test func `another order of the same spans shows in transitions and shapes alone`() throws {
    let shape = try shape([
      form([(0, 0), (2, 1), (3, 1)], 100, 40), form([(0, 0), (3, 1), (2, 1)], 0, 60),
    ])
    #expect(try test("transitions", in: shape).differs)
    #expect(try test("shapes", in: shape).differs)
    #expect(shape.tests.count == 2)
    // Of four kinds of transitions with three a trace, 0.6 of one in three moved.
    #expect(abs(try test("transitions", in: shape).effect.value - 0.2) < 1e-12)
  }

  @Test func `few traces say nothing`() throws {
    let shape = try shape([
      form([(0, 0), (2, 1), (3, 1)], 20, 0), form([(0, 0), (3, 1), (2, 1)], 0, 20),
    ])
    #expect(shape.tests.allSatisfy { $0.p == nil && !$0.differs })
    #expect(shape.movers.isEmpty)
  }

  @Test func `deep traces and crooked depths are no trouble`() throws {
    let chain = (0..<20_000).map { (label: Int32($0 % 2), depth: Int32($0)) }
    let shape = try shape([
      form(chain, 60, 0), form([(0, 3), (1, 9), (2, 1), (3, -4)], 0, 60),
    ])
    #expect(shape.movers.contains { $0.shape == "agent(generation, tool:search), tool:lookup" })
    #expect(try test("depth", in: shape).baseline == 20_000)
  }
}
