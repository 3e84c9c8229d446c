import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Questions about traces and sessions, answered by the engine and by walks over the spans.
struct LevelTests {
  /// Segments whose traces lie in pieces, some spans with sessions and users, and the span that
  /// stands for each trace.
  private struct Scene {
    var random: RandomStore
    let source: MemorySource
    let traces: [NaiveTrace]
    let representatives: [TestSpan]

    init(seed: UInt64) throws {
      random = RandomStore(generator: SeededGenerator(seed: seed))
      random.questions = RandomStore.treeFields + RandomStore.fields
      var segments = try random.relatedSegments()
      for segment in segments.indices {
        for index in segments[segment].indices {
          let session = Int.random(in: 0..<40, using: &random.generator)
          segments[segment][index].texts[.sessionID] = session < 8 ? "s\(session)" : nil
          segments[segment][index].texts[.userID] = random.chance(20) ? "u\(session)" : nil
        }
      }
      source = MemorySource(segments, seed: seed)
      traces = Dictionary(grouping: segments.joined().filter { !$0.isDead }, by: \.traceID).values
        .map { NaiveTrace($0) }
      representatives = Dictionary(grouping: segments.withRelatives(), by: \.traceID).values
        .compactMap { spans in
          spans.compactMap { $0.relatives["root"]?.first?.spanID }.first
            .flatMap { id in spans.first { $0.spanID == id } }
            ?? spans.min { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
        }
    }
  }

  @Test(arguments: 900..<903)
  func `a trace is its root, or its first span, whatever is asked of it`(_ seed: UInt64) throws {
    var scene = try Scene(seed: seed)
    for _ in 0..<6 {
      var condition = scene.random.condition()
      while Self.namesTraceField(condition.text) { condition = scene.random.condition() }
      let expected = scene.representatives.filter { condition.holds(for: $0) == true }
        .map { Value.string($0.spanID.description) }
      let query = "from traces where \(condition.text) select span_id"
      for threadCount in [1, 7] {
        let result = try run(query, over: scene.source, threadCount: threadCount)
        #expect(Set(result.rows.map { $0[0] }) == Set(expected), "seed \(seed): \(query)")
        #expect(result.rows.count == expected.count, "seed \(seed): \(query)")
      }
    }
  }

  /// Names that mean something else of traces than of spans.
  private static func namesTraceField(_ text: String) -> Bool {
    text.contains(/(^|[^.a-z_])(latency|start|total_tokens|cost)/)
  }

  @Test(arguments: 910..<912)
  func `fields of a trace are those of all its spans together`(_ seed: UInt64) throws {
    let scene = try Scene(seed: seed)
    let names = [
      "span_count", "error_count", "latency", "start", "total_tokens", "cost", "session_id",
      "user_id",
    ]
    let expected = scene.traces.map { trace -> [Value] in
      let tree = trace.withFields().first?.tree ?? [:]
      let session = trace.inherited(.sessionID).map { Value.string($0) } ?? .null
      let user = trace.inherited(.userID).map { Value.string($0) } ?? .null
      return [.string(trace.spans[0].traceID.description)]
        + names.dropLast(2).map { tree["trace.\($0)"]?.shown ?? .null } + [session, user]
    }
    let query = "from traces select trace_id, \(names.joined(separator: ", "))"
    for threadCount in [1, 7] {
      let result = try run(query, over: scene.source, threadCount: threadCount)
      #expect(Set(result.rows) == Set(expected), "seed \(seed)")
      #expect(result.rows.count == expected.count, "seed \(seed)")
    }
    let groups = try run(
      "from traces group by session_id select count(), sum(span_count), max(latency)",
      over: scene.source, threadCount: 2, cache: PartialCache())
    let bySession = Dictionary(grouping: expected) { $0[7] }
    #expect(groups.rows.count == bySession.count)
    for row in groups.rows {
      let traces = bySession[row[0], default: []]
      #expect(row[1] == .integer(Int64(traces.count)), "seed \(seed)")
      let spans = traces.compactMap { if case .integer(let count) = $0[1] { count } else { nil } }
      #expect(row[2] == .integer(spans.reduce(0, +)), "seed \(seed)")
    }
  }

  @Test(arguments: 920..<922)
  func `a session is the traces of one id added up`(_ seed: UInt64) throws {
    let scene = try Scene(seed: seed)
    let sessions = Dictionary(grouping: scene.traces) { $0.inherited(.sessionID) }
    let expected = sessions.compactMap { id, traces -> [Value]? in
      guard let id else { return nil }
      let spans = traces.flatMap(\.spans)
      let first = spans.map(\.start).min() ?? 0
      let last = traces.flatMap { trace in trace.spans.indices.compactMap { trace.end(of: $0) } }
        .max()
      let errors = spans.count { $0.texts[.status] == "error" }
      return [
        .string(id), .integer(Int64(traces.count)), .integer(Int64(spans.count)),
        .integer(Int64(errors)), .string(errors > 0 ? "error" : "ok"), .instant(first),
        last.map { .duration($0 - first) } ?? .null,
      ]
    }
    let fields = "session_id, turn_count, span_count, error_count, status, start, latency"
    for threadCount in [1, 7] {
      let result = try run(
        "from sessions select \(fields)", over: scene.source, threadCount: threadCount)
      #expect(Set(result.rows) == Set(expected), "seed \(seed)")
      #expect(result.rows.count == expected.count, "seed \(seed)")
    }
    let counts = expected.compactMap { if case .integer(let count) = $0[1] { count } else { nil } }
    let result = try run(
      "from sessions where turn_count > 2 select count(), max(turn_count)", over: scene.source)
    #expect(result.rows[0][0] == .integer(Int64(counts.count { $0 > 2 })))
    #expect(result.rows[0][1] == counts.filter { $0 > 2 }.max().map { .integer($0) } ?? .null)
  }

  @Test func `what is put together for a level counts as the query's memory`() throws {
    let scene = try Scene(seed: 930)
    #expect(throws: QueryError.self) {
      try run("from sessions select count()", over: scene.source, memoryByteLimit: 2_000)
    }
  }
}
