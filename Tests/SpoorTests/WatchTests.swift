import Drift
import Spoor
import TestSupport
import Testing

/// Watching a store while spans come in.
@Suite struct WatchTests {
  private let folder = TemporaryFolder()
  private static let second: Int64 = 1_000_000_000
  private static let query =
    "stage=generation compare prompt_version v3 vs v4 on latency, error_rate()"

  private func store() throws -> Store {
    try Store.open(folder.appending("traces.spoor"), compactsInBackground: false)
  }

  private func looks(
    _ store: Store, _ query: String = Self.query, longest: Int64 = 0
  ) throws -> ComparisonLooks {
    try ComparisonLooks(query, at: store, delay: .seconds(30), longest: .seconds(longest))
  }

  /// A root of a trace, which began some seconds in and took some milliseconds; nil while it runs.
  private func root(
    _ trace: UInt64, start: Int64, milliseconds: Int64?, session: String? = nil
  ) throws -> SpanData {
    try span(
      trace, 1, parent: nil, start: start, milliseconds: milliseconds,
      [Attribute(key: "gen_ai.operation.name", value: .string("invoke_agent"))]
        + (session.map { [Attribute(key: "session.id", value: .string($0))] } ?? []))
  }

  private func generation(
    _ trace: UInt64, start: Int64, milliseconds: Int64, version: String, number: UInt64 = 2
  ) throws -> SpanData {
    try span(
      trace, number, parent: 1, start: start, milliseconds: milliseconds,
      [
        Attribute(key: "gen_ai.operation.name", value: .string("chat")),
        Attribute(key: "gen_ai.prompt.version", value: .string(version)),
      ])
  }

  private func span(
    _ trace: UInt64, _ number: UInt64, parent: UInt64?, start: Int64, milliseconds: Int64?,
    _ attributes: [Attribute]
  ) throws -> SpanData {
    SpanData(
      traceID: try #require(TraceID(high: 9, low: trace)),
      spanID: try #require(SpanID(rawValue: trace * 100 + number)),
      parentID: parent.flatMap { SpanID(rawValue: trace * 100 + $0) }, name: "step",
      start: start * Self.second,
      end: milliseconds.map { start * Self.second + $0 * 1_000_000 }, attributes: attributes)
  }

  /// A trace of two spans that begins every second, v3 and v4 in turn; v4 may take longer.
  private func traces(_ range: Range<UInt64>, slower: Double = 1) throws -> [SpanData] {
    var generator = SeededGenerator(seed: range.lowerBound)
    return try range.flatMap { trace in
      let isCandidate = trace % 2 == 1
      let latency = Double(Int.random(in: 500...1_500, using: &generator))
      let milliseconds = Int64(latency * (isCandidate ? slower : 1))
      return [
        try root(trace, start: Int64(trace), milliseconds: milliseconds + 10),
        try generation(
          trace, start: Int64(trace), milliseconds: milliseconds,
          version: isCandidate ? "v4" : "v3"),
      ]
    }
  }

  private func counted(_ state: WatchState) -> [Int] {
    [state.baseline.traces, state.candidates[0].traces]
  }

  @Test func `a regression is found while traces come in, and looking again does not change it`()
    throws
  {
    let store = try store()
    var looks = try looks(store, longest: 5)
    var first: WatchState.Metric?
    for look in 0..<20 as Range<UInt64> {
      try store.append(traces(1 + look * 40..<1 + (look + 1) * 40, slower: 1.4))
      let state = try looks.look(at: (Int64(look + 1) * 40 + 35) * Self.second)
      let latency = state.metrics[0]
      if let first {
        #expect(latency.verdict == .regressed && latency.decidedAt == first.decidedAt)
      } else if latency.verdict == .regressed {
        first = latency
      }
      #expect(state.metrics[1].verdict == .insufficient)
    }
    #expect(first != nil)
    let again = try looks.look(at: 840 * Self.second)
    #expect(counted(again) == [400, 400])
    // Whoever begins now knows the same.
    var other = try self.looks(store, longest: 5)
    #expect(try other.look(at: 840 * Self.second) == again)
    try store.close()
    var sealed = try self.looks(store, longest: 5)
    #expect(try sealed.look(at: 840 * Self.second) == again)
  }

  @Test func `a trace counts once, when its root ended long enough ago`() throws {
    let store = try store()
    var looks = try looks(store)
    try store.append([
      root(1, start: 10, milliseconds: 5_000),
      generation(1, start: 11, milliseconds: 1_000, version: "v3"),
    ])
    #expect(try counted(looks.look(at: 44 * Self.second)) == [0, 0])
    #expect(try looks.look(at: 44 * Self.second).baseline.waiting == 1)
    #expect(try counted(looks.look(at: 45 * Self.second)) == [1, 0])
    // It grows: what it was counted with stays.
    try store.append([
      generation(1, start: 12, milliseconds: 60_000, version: "v3", number: 3)
    ])
    let grown = try looks.look(at: 200 * Self.second)
    #expect(counted(grown) == [1, 0] && grown.baseline.waiting == 0)
    #expect(try #require(grown.metrics[0].baseline).rounded() == 1e9)
  }

  @Test func `a root that runs is waited for, and one that never comes for ten delays`() throws {
    let store = try store()
    var looks = try looks(store)
    try store.append([
      root(1, start: 10, milliseconds: nil),
      generation(1, start: 11, milliseconds: 1_000, version: "v3"),
      // Its root is not there.
      generation(2, start: 11, milliseconds: 1_000, version: "v4"),
    ])
    let early = try looks.look(at: 300 * Self.second)
    #expect(counted(early) == [0, 0])
    #expect(early.baseline.waiting == 1 && early.candidates[0].waiting == 1)
    #expect(try counted(looks.look(at: 312 * Self.second)) == [0, 1])
    // An hour and more later, the root ends.
    try store.append([root(1, start: 10, milliseconds: 9_000_000)])
    #expect(try counted(looks.look(at: 9_040 * Self.second)) == [1, 1])
    // The root that was not there comes: its trace was counted.
    try store.append([root(2, start: 10, milliseconds: 9_040_000)])
    #expect(try counted(looks.look(at: 20_000 * Self.second)) == [1, 1])
  }

  @Test func `a trace that was long under way is read from its beginning`() throws {
    let store = try store()
    var looks = try looks(store)
    try store.append(traces(20_000..<20_010))
    _ = try looks.look(at: 20_100 * Self.second)
    // It began four hours before it came, and a part of it within the last hour.
    try store.append([
      root(1, start: 5_000, milliseconds: 15_200_000),
      generation(1, start: 5_001, milliseconds: 3_000, version: "v3", number: 2),
      generation(1, start: 20_150, milliseconds: 1_000, version: "v3", number: 3),
    ])
    let state = try looks.look(at: 20_300 * Self.second)
    #expect(counted(state) == [6, 5])
    var other = try self.looks(store)
    let whole = try other.look(at: 20_300 * Self.second)
    #expect(counted(whole) == [6, 5])
    let (seen, all) = (state.metrics[0].baseline ?? 0, whole.metrics[0].baseline ?? 1)
    #expect(abs(seen - all) < 1e-9 * all)
  }

  @Test func `the first traces to end are not the first to count`() throws {
    let store = try store()
    var looks = try looks(store, longest: 60)
    // The candidate begins to be used now: its short traces end first.
    try store.append([
      root(1, start: 100, milliseconds: 2_000),
      generation(1, start: 100, milliseconds: 1_000, version: "v4"),
    ])
    #expect(try counted(looks.look(at: 140 * Self.second)) == [0, 0])
    try store.append([
      root(2, start: 99, milliseconds: 50_000),
      generation(2, start: 99, milliseconds: 49_000, version: "v4"),
    ])
    let state = try looks.look(at: 190 * Self.second)
    #expect(counted(state) == [0, 2] && state.late == 0)
    #expect(state.countedUntil == 100 * Self.second)
  }

  @Test func `what is imported later is counted, however old it is`() throws {
    let store = try store()
    var looks = try looks(store)
    for batch in [90_000..<90_010, 10..<30, 200_000..<200_004] as [Range<UInt64>] {
      try store.append(traces(batch))
      _ = try looks.look(at: 300_000 * Self.second)
    }
    #expect(try counted(looks.look(at: 300_000 * Self.second)) == [17, 17])
    try store.close()
    try store.compact()
    #expect(try counted(looks.look(at: 300_000 * Self.second)) == [17, 17])
    var loader = store.makeBulkLoader()
    for span in try traces(50..<60) { try loader.add(span) }
    _ = try loader.finish()
    #expect(try counted(looks.look(at: 300_000 * Self.second)) == [22, 22])
  }

  @Test func `what came late is counted once, and told`() throws {
    let store = try store()
    var looks = try looks(store)
    try store.append(traces(100..<110))
    #expect(try looks.look(at: 200 * Self.second).late == 0)
    try store.append(traces(50..<52))
    let state = try looks.look(at: 210 * Self.second)
    #expect(counted(state) == [6, 6] && state.late == 2)
    #expect(state.notes.contains { $0.hasPrefix("2 traces took longer or came later") })
  }

  @Test func `traces of one session are one observation, unless the query says otherwise`() throws {
    let store = try store()
    for trace in 1...8 as ClosedRange<UInt64> {
      try store.append([
        root(trace, start: Int64(trace), milliseconds: 900, session: "s\(trace / 4)"),
        generation(trace, start: Int64(trace), milliseconds: 800, version: "v3"),
      ])
    }
    var looks = try looks(store)
    let state = try looks.look(at: 100 * Self.second)
    #expect(state.baseline.traces == 8 && state.metrics[0].baselineCount == 3)
    #expect(state.method.unit == "session")
    var apart = try self.looks(store, Self.query + " with cluster=trace")
    #expect(try apart.look(at: 100 * Self.second).metrics[0].baselineCount == 8)
  }

  @Test func `many looks take in what one does`() throws {
    let store = try store()
    var generator = SeededGenerator(seed: 5)
    // Spans come apart, up to twenty seconds after they ended.
    let spans = try traces(1..<200, slower: 1.1).map { span in
      (span, (span.end ?? 0) + Int64.random(in: 0...20, using: &generator) * Self.second)
    }.sorted { $0.1 < $1.1 }
    var looks = try looks(store, longest: 5)
    var seen = 0
    for time in stride(from: 10, through: 240, by: 7) {
      let until = Int64(time) * Self.second
      let next = spans[seen...].prefix { $0.1 <= until }
      try store.append(next.map(\.0))
      seen += next.count
      _ = try looks.look(at: until)
    }
    #expect(seen == spans.count)
    let state = try looks.look(at: 400 * Self.second)
    var once = try self.looks(store, longest: 5)
    #expect(try once.look(at: 400 * Self.second) == state)
    #expect(counted(state) == [99, 100] && state.late == 0)
  }

  @Test(arguments: [
    ("select count()", "only a comparison can be watched"),
    ("compare prompt_version v3 vs v4", "it is not said what is watched"),
    ("compare prompt_version v3 vs v4 on p95(latency)", "is a quantile"),
    ("compare prompt_version v3 vs v4 on name", "has categories"),
    ("drift prompt_version on latency", "drift cannot be watched"),
    ("compare prompt_version v3 vs v4 on latency paired by input_hash", "pairs and strata"),
    ("explain compare prompt_version v3 vs v4 on latency", "only a comparison"),
    ("compare prompt_version v3 vs v4 on latencyy", "latencyy"),
  ]) func `what cannot be watched is refused at once`(query: String, reason: String) throws {
    let store = try store()
    let error = #expect(throws: StoreError.self) {
      try store.watch(query, every: .seconds(1))
    }
    #expect("\(try #require(error))".contains(reason))
  }

  @Test func `a candidate without spans is waited for`() throws {
    let store = try store()
    var looks = try looks(store)
    let empty = try looks.look(at: 100 * Self.second)
    #expect(counted(empty) == [0, 0] && empty.metrics[0].verdict == .insufficient)
    #expect(empty.metrics[0].needed == 30)
  }

  @Test func `spans that are on both sides are refused`() throws {
    let store = try store()
    try store.append(traces(1..<5))
    var looks = try looks(store, "compare {stage=generation} vs {latency > 1ms} on latency")
    let error = #expect(throws: StoreError.self) { try looks.look(at: 100 * Self.second) }
    #expect("\(try #require(error))".contains("in common"))
  }

  @Test func `memory is bounded`() throws {
    let store = try store()
    try store.append(traces(1..<400))
    var settings = QuerySettings()
    settings.memoryByteLimit = 10_000
    var looks = try ComparisonLooks(
      Self.query, at: store, delay: .seconds(30), longest: .zero, settings)
    let error = #expect(throws: StoreError.self) { try looks.look() }
    guard case .resourceExhausted = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `states come one after another, and end with the task`() async throws {
    let store = try store()
    try await store.append(traces(1..<9))
    let watch = try store.watch(
      .where(\.stage == "generation").compare(
        \.promptVersion, "v3", vs: "v4", on: [QueryMetric(field(\.latency))]),
      every: .milliseconds(5), delay: .seconds(1))
    var counts: [Int] = []
    for try await state in watch {
      counts.append(state.baseline.traces + state.candidates[0].traces)
      if counts.count == 1 { try await store.append(traces(9..<11)) }
      if counts.count == 3 { break }
    }
    #expect(counts == [8, 10, 10])
    let task = Task {
      var count = 0
      for try await _ in watch { count += 1 }
      return count
    }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    #expect(try await task.value > 0)
  }
}
