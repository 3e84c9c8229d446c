import ByteCoding
import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

/// Texts come back byte for byte, and each message is stored once.
@Suite struct PayloadRoundTripTests {
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `payloads come back from a store as they were sent`(seed: UInt64) throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    let spans = spans(seed: seed, count: 120)
    _ = try store.load(Array(spans[..<80]))
    _ = try store.append(Array(spans[80...]))
    try expect(store, holds: spans)
    try store.seal()
    try expect(store, holds: spans)
    #expect(try store.check().problems == [])
  }

  @Test func `rows without payloads between and behind those with some stay apart`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    var spans = (1...9_000 as ClosedRange<UInt64>).map { span($0, 1, start: Int64($0)) }
    for index in [0, 3_777, 7_000] {
      spans[index].attributes = [
        Attribute(key: "input.value", value: .string("text of row \(index)"))
      ]
    }
    _ = try store.load(spans)
    try expect(store, holds: Array(spans[3_770..<3_780] + spans[6_990...]))
    #expect(try store.check().problems == [])
  }

  @Test func `a text of many frames comes back`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    var random = SeededGenerator(seed: 1)
    // Letters at random: nothing to share, and hardly to compress.
    let long = String(
      decoding: (0..<3 << 20).map { _ in UInt8.random(in: 97...122, using: &random) },
      as: UTF8.self)
    var spans = [span(1, 1, start: 1), span(1, 2, start: 2), span(1, 3, start: 3)]
    spans[0].attributes = [Attribute(key: "input.value", value: .string(long))]
    spans[1].attributes = [Attribute(key: "output.value", value: .string(long))]
    spans[2].events = [
      SpanEvent(time: 1, name: "e", attributes: [Attribute(key: "k", value: .string(long))])
    ]
    _ = try store.load(spans)
    try expect(store, holds: spans)
    // The pieces are shared, and the column of the event's values has none of its own.
    #expect(try store.statistics().payloadByteCount < 3 << 20)
    #expect(try store.statistics().columnByteCount < 64 << 10)
    #expect(try store.check().problems == [])
  }

  @Test func `each turn of a conversation stores only what is new in it`() {
    var packer = TextPacker(isCutting: true)
    var longest = 0
    let messages = (0..<100).map { #"{"role": "user", "content": "message number \#($0)"}"# }
    for count in 1...100 {
      var writer = ByteWriter()
      packer.write("[\(messages[..<count].joined(separator: ", "))]", of: 7, to: &writer)
      longest = max(longest, writer.byteCount)
    }
    #expect(packer.pieces.count == 100)
    #expect(packer.pieces.content == Array(messages.joined().utf8))
    // The mark, the length, `[`, the run and `]`.
    #expect(longest < 20)
  }

  @Test func `a transcript that grows stores only what is new in it`() {
    var packer = TextPacker(isCutting: true)
    var longest = 0
    let turn = String(repeating: "Is there an earlier flight, and what would it cost? ", count: 3)
    let turns = (0..<200).map { "user \($0): \(turn)\n" }
    for count in 1...200 {
      var writer = ByteWriter()
      packer.write(turns[..<count].joined(), of: 7, to: &writer)
      longest = max(longest, writer.byteCount)
    }
    #expect(packer.pieces.content == Array(turns.joined().utf8))
    #expect(longest < 20)
  }

  @Test func `short additions are gathered until they make a piece`() {
    var packer = TextPacker(isCutting: true)
    let words = (0..<500).map { "word \($0) " }
    for count in 1...500 {
      var writer = ByteWriter()
      packer.write(words[..<count].joined(), of: 7, to: &writer)
    }
    // Each piece of 64 bytes was stored once for each of the words that it grew by.
    #expect(packer.pieces.content.count < words.joined().utf8.count * 8)
    #expect(packer.pieces.count < 600)
  }

  @Test func `messages are shared by columns, places and wrappings`() {
    var packer = TextPacker(isCutting: true)
    var writer = ByteWriter()
    let message = #"{"role": "user", "content": "where is my luggage?"}"#
    packer.write(message, of: 1, to: &writer)
    let count = packer.pieces.count
    packer.write("[\(message)]", of: 2, to: &writer)
    packer.write("=[1, \(message),\(message)]", of: 3, to: &writer)
    packer.write(#"{"messages": [[\#(message)]], "n": 1}"#, of: 4, to: &writer)
    #expect(packer.pieces.count == max(count, 1))
  }

  /// Traces of texts, in columns and events.
  private func spans(seed: UInt64, count: Int) -> [SpanData] {
    var texts = TextGenerator(seed: seed)
    let keys = [
      "gen_ai.input.messages", "output.value", "llm.input_messages.0.message.content", "n",
    ]
    return (0..<count).map { number in
      var span = span(UInt64(number / 10 + 1), UInt64(number + 1), start: Int64(number))
      for key in keys where texts.chance(60) {
        span.attributes.append(Attribute(key: key, value: .string(texts.text())))
      }
      if texts.chance(20) {
        span.events = (0..<texts.number(in: 1..<5)).map { event in
          SpanEvent(
            time: Int64(event), name: "gen_ai.user.message",
            attributes: [
              Attribute(key: "content", value: .string(texts.text())),
              Attribute(key: "index", value: .integer(Int64(event))),
            ])
        }
      }
      return span
    }
  }

  private func expect(_ store: TraceDatabase, holds spans: [SpanData]) throws {
    let snapshot = try store.snapshot()
    for (trace, sent) in Dictionary(grouping: spans, by: \.traceID) {
      #expect(
        try snapshot.spans(of: trace).map(\.canonicalBytes)
          == sent.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }.map(\.canonicalBytes))
    }
  }
}

extension PieceTable {
  /// All pieces, in order.
  fileprivate var content: [UInt8] { frames.flatMap(\.entryBytes) }
}
