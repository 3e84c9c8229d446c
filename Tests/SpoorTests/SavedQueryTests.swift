import Spoor
import TestSupport
import Testing

/// Queries kept in a store under a name.
@Suite struct SavedQueryTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("traces.spoor") }

  @Test func `a saved query is asked by its name, and stages go on from it`() throws {
    let store = try filledStore()
    try store.save(SavedQuery(name: "versions", text: "name=$name group by prompt_version"))
    let written = "name=chat group by prompt_version order by prompt_version limit 1"
    #expect(
      try store.query("@versions name=chat order by prompt_version limit 1").rows
        == store.query(written).rows)
    #expect(
      try store.query("explain @versions name=chat").rows
        == store.query("explain name=chat group by prompt_version").rows)
  }

  @Test func `another process sees it, and a copy of the store has it`() throws {
    let store = try filledStore()
    try store.save(SavedQuery(name: "all", text: "select count()"))
    try store.close()
    let copy = folder.appending("copy.spoor")
    try store.backup(to: copy)
    for path in [path, copy] {
      let reader = try Store.open(path, for: .reading)
      #expect(try reader.savedQueries() == [SavedQuery(name: "all", text: "select count()")])
      #expect(try reader.query("@all").rows == [[.integer(4)]])
    }
  }

  @Test func `a value goes in as a literal, whatever it holds`() throws {
    let store = try filledStore()
    try store.save(SavedQuery(name: "named", text: "name=$name select count() -- how many"))
    func count(_ argument: String) throws -> [[Value]] {
      try store.query("@named name=\(argument)").rows
    }
    #expect(try count("chat") == [[.integer(4)]])
    #expect(try count(#""chat\" or name != \"""#) == [[.integer(0)]])
    #expect(try count(#"'chat -- or'"#) == [[.integer(0)]])
    #expect(try count("12") == [[.integer(0)]])
    // Without a value the parameter is that of the query.
    var settings = QuerySettings()
    settings.parameters = ["name": "chat"]
    #expect(try store.query("@named", settings).rows == [[.integer(4)]])
  }

  @Test func `a value may stand in arithmetic, a bare word there is a text`() throws {
    let store = try filledStore()
    try store.save(SavedQuery(name: "slower", text: "latency > (latency - $by) select count()"))
    #expect(try store.query("@slower by=1s").rows == [[.integer(4)]])
    #expect(try store.query("@slower by=-1s").rows == [[.integer(0)]])
    #expect(throws: StoreError.self) { try store.query("@slower by=latency") }
    try store.save(SavedQuery(name: "close", text: "latency > (latency -$by) select count()"))
    #expect(try store.query("@close by=-1s").rows == [[.integer(0)]])
  }

  @Test func `one saved query may go on from another, not from itself`() throws {
    let store = try filledStore()
    try store.save(SavedQuery(name: "chats", text: "name=chat"))
    try store.save(SavedQuery(name: "late", text: "@chats where latency > $limit"))
    #expect(try store.query("@late limit=2s select count()").rows == [[.integer(2)]])
    let refused = #expect(throws: StoreError.self) {
      try store.save(SavedQuery(name: "chats", text: "@late"))
    }
    #expect(
      refused?.description.contains("go on from each other more than 8 deep") ?? false)
    #expect(try store.query("@chats select count()").rows == [[.integer(4)]])
  }

  @Test func `what cannot be asked is not saved`() throws {
    let store = try filledStore()
    for (name, text) in [
      ("a", "latency >"), ("a", "explain name=chat"), ("a", "@missing"), ("no name", "name=chat"),
      ("../a", "name=chat"), ("", "name=chat"), ("1a", "name=chat"),
      (String(repeating: "a", count: 200), "name=chat"),
      ("a", "name=\"" + String(repeating: "a", count: 1 << 20) + "\""),
    ] {
      #expect(throws: StoreError.self) { try store.save(SavedQuery(name: name, text: text)) }
    }
    #expect(try store.savedQueries() == [])
  }

  @Test func `a mistake in a name or a value says what there is`() throws {
    let store = try filledStore()
    try store.save(SavedQuery(name: "versions", text: "name=$name group by prompt_version"))
    #expect(message(of: "@version", in: store).contains("did you mean @versions?"))
    #expect(
      message(of: "@versions nome=chat", in: store).contains("has no parameter $nome"))
    #expect(message(of: "@versions model", in: store).contains("write where"))
  }

  @Test func `a removed query is gone`() throws {
    let store = try filledStore()
    try store.save(SavedQuery(name: "all", text: "select count()"))
    try store.save(SavedQuery(name: "all", text: "select count() as n"))
    #expect(try store.savedQueries().map(\.text) == ["select count() as n"])
    #expect(try store.removeSavedQuery(named: "all"))
    #expect(try !store.removeSavedQuery(named: "all"))
    #expect(try !store.removeSavedQuery(named: "../traces"))
    #expect(try store.savedQueries() == [])
  }

  private func message(of query: String, in store: Store) -> String {
    do throws(StoreError) {
      _ = try store.query(query)
      return ""
    } catch {
      return error.description
    }
  }

  private func filledStore() throws -> Store {
    let store = try Store.open(path)
    try store.append(
      try (1...4).map { number in
        SpanData(
          traceID: try #require(TraceID(high: 1, low: number)),
          spanID: try #require(SpanID(rawValue: number)), name: "chat", start: 0,
          end: Int64(number) * 1_000_000_000,
          attributes: [
            Attribute(key: "gen_ai.prompt.version", value: .string("v\(number % 2)"))
          ])
      })
    return store
  }
}
