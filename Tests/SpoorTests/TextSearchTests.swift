import Spoor
import TestSupport
import Testing

/// Searches in long texts answer what plain loops over the texts find, wherever the spans lie: in
/// several segments, not sealed yet, and merged.
@Suite struct TextSearchTests {
  private let folder = TemporaryFolder()

  private struct Conversation {
    var span: SpanData
    var input: String
  }

  /// Agents' turns, each with all before it, of words that are common, rare or nowhere else.
  private func conversations(_ random: inout SeededGenerator) throws -> [Conversation] {
    var turns: [Conversation] = []
    for trace in 1...24 as ClosedRange<UInt64> {
      var history: [String] = [#"{"role": "system", "content": "You book flights."}"#]
      for turn in 1...8 as ClosedRange<UInt64> {
        let words = (0..<400).map { _ in
          ["flight", "refund", "Seat", "the", "Wörter", "gate 42"].randomElement(using: &random)
            ?? ""
        }
        let own =
          "word\(random.next() % 1_000) \(String(random.next(), radix: 36)) trace\(trace)x \(mark(trace))"
        history.append(#"{"role": "user", "content": "\#(words.joined(separator: " ")) \#(own)"}"#)
        let input = "[\(history.joined(separator: ", "))]"
        let span = SpanData(
          traceID: try #require(TraceID(high: 1, low: trace)),
          spanID: try #require(SpanID(rawValue: trace * 100 + turn)), name: "chat",
          start: Int64(trace * 100 + turn), end: Int64(trace * 100 + turn) + 1,
          attributes: [Attribute(key: "gen_ai.input.messages", value: .string(input))])
        turns.append(Conversation(span: span, input: input))
      }
    }
    return turns
  }

  /// A word that a trace alone has; digits would not belong to it.
  private func mark(_ trace: UInt64) -> String {
    "mark"
      + String(trace).map {
        ["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"][$0.wholeNumberValue ?? 0]
      }
      .joined() + "end"
  }

  @Test func `the index of words counts as the memory of a query`() throws {
    var random = SeededGenerator(seed: 5)
    let store = try Store.open(folder.appending("metered.spoor"))
    var loader = store.makeBulkLoader()
    for turn in try conversations(&random) { try loader.add(turn.span) }
    _ = try loader.finish()
    let query = "input contains refund select count()"
    #expect(try store.query(query).statistics.peakByteCount > 1_000)
    var settings = QuerySettings()
    settings.memoryByteLimit = 1_000
    settings.usesCache = false
    let error = #expect(throws: StoreError.self) { try store.query(query, settings) }
    guard case .resourceExhausted(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("index of the words"))
    try store.close()
  }

  private func check(
    _ store: Store, _ turns: [Conversation], _ needles: [String]
  ) throws {
    for needle in needles {
      for (filter, holds) in [
        ("input contains", { (text: String) in text.contains(needle) }),
        ("input icontains", { $0.lowercased().contains(needle.lowercased()) }),
        ("input not contains", { !$0.contains(needle) }),
      ] as [(String, (String) -> Bool)] {
        let query = "\(filter) '\(needle)' select count()"
        let expected = turns.count { holds($0.input) }
        #expect(try store.query(query).rows == [[.integer(Int64(expected))]], "\(query)")
      }
    }
  }

  @Test func `a search finds the same wherever the spans lie, and reads less`() throws {
    var random = SeededGenerator(seed: 5)
    let turns = try conversations(&random)
    let needles =
      ["trace7x", "race1", "TRACE24X", "gate 42 gate", "?"]
      + (0..<3).map { _ in
        let text = turns.randomElement(using: &random)?.input ?? ""
        let start = text.index(
          text.startIndex, offsetBy: Int.random(in: 0..<text.count - 30, using: &random))
        return String(text[start...].prefix(Int.random(in: 1...30, using: &random)))
          .replacing("\\", with: "").replacing("'", with: "")
      }
    let store = try Store.open(folder.appending("traces"), compactsInBackground: false)
    for range in [0..<96, 96..<144] {
      var loader = store.makeBulkLoader()
      for turn in turns[range] { try loader.add(turn.span) }
      _ = try loader.finish()
    }
    try store.append(turns[144...].map(\.span))
    #expect(try store.statistics().hotSpanCount == 48)
    try check(store, turns, needles)
    try store.close()
    #expect(try store.statistics().segmentCount == 3)
    try check(store, turns, needles)
    _ = try store.compact()
    #expect(try store.statistics().segmentCount == 1)
    try check(store, turns, needles)
    // Asked for the first time: what is remembered reads nothing.
    let statistics = try store.query("input contains '\(mark(8))' select count()").statistics
    #expect(statistics.textGroupsPruned > 0)
    #expect(statistics.payloadFramesRead < statistics.payloadFrameCount)
    #expect(try store.verify().problems == [])
  }
}
