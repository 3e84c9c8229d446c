import ByteCoding
import Columns
import Scanning
import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

/// Lists, maps and the values of events, where they are long: stored once, and read as if they lay
/// in their columns.
@Suite struct PayloadValueTests {
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `long values come back from a store as they were sent`(seed: UInt64) throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    let spans = spans(seed: seed, count: 45)
    _ = try store.load(Array(spans[..<30]))
    _ = try store.append(Array(spans[30...]))
    try expect(store, holds: spans)
    try expectColumns(of: store, toHold: spans)
    try store.seal()
    try expect(store, holds: spans)
    try expectColumns(of: store, toHold: spans)
    #expect(try store.check().problems == [])
  }

  @Test(arguments: [false, true])
  func `a list that grows stores only what is new in it`(isInMap: Bool) {
    var packer = TextPacker(isCutting: true)
    var longest = 0
    let messages = (0..<100).map { number in
      AttributeValue.map([
        Attribute(key: "role", value: .string("user")),
        Attribute(key: "content", value: .string("message number \(number)")),
      ])
    }
    for count in 1...100 {
      let list = AttributeValue.array(Array(messages[..<count]))
      var value = ByteWriter()
      ValueCodec.write(
        isInMap ? .map([Attribute(key: "messages", value: list)]) : list, to: &value)
      var writer = ByteWriter()
      packer.write(encoded: value.bytes, to: &writer)
      longest = max(longest, writer.byteCount)
    }
    #expect(packer.pieces.count == 100)
    #expect(longest < 30)
  }

  @Test func `events that are sent again take their time and a place in a list`() {
    var packer = TextPacker(isCutting: true)
    let events = (0..<50).map { number in
      SpanEvent(
        time: 0, name: "gen_ai.user.message",
        attributes: [
          Attribute(key: "content", value: .string("message number \(number), and what it says"))
        ])
    }
    var byteCount = 0
    for turn in 1...50 {
      var details = RowDetails()
      details.events = events[..<turn].map { event in
        var event = event
        event.time = 1_700_000_000_000_000_000 + Int64(turn)
        return event
      }
      var writer = ByteWriter()
      details.write(to: &writer, &packer)
      byteCount += writer.byteCount
    }
    #expect(packer.pieces.count == 50)
    // 9 bytes of time and its length, 2 or 3 bytes of list for each of 1,275 events.
    #expect(byteCount < 1_275 * 14)
  }

  @Test func `columns of events whose values are long are not stored again`() throws {
    let encoded = encode(
      events: [["short": "a", "long": String(repeating: "b", count: 1_100)], ["short": "c"]])
    let forms = Dictionary(
      uniqueKeysWithValues: try directory(of: encoded).entries.compactMap { entry in
        encoded.catalogue[entry.column].map { ($0.key, entry) }
      })
    #expect(forms["long"]?.payload == .events)
    #expect(forms["short"]?.payload == nil)
    #expect(forms["short"]?.summary.form == .codes)
    #expect(forms["name"]?.payload == nil)
    let column = try #require(forms["long"]?.column.rawValue)
    #expect(!encoded.chunks.contains { $0.key.column == column && $0.key.kind == .dictionary })
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `cuts lie within a value, ascend and do not overlap`(seed: UInt64) throws {
    var values = ValueGenerator(seed: seed)
    for _ in 0..<200 {
      var writer = ByteWriter()
      ValueCodec.write(values.value(), to: &writer)
      var reader = ByteReader(writer.bytes.span)
      var cuts = ValueCuts()
      try cuts.readValue(from: &reader)
      let isAtEnd = reader.isAtEnd
      #expect(isAtEnd)
      var end = 0
      for range in cuts.ranges {
        #expect(range.lowerBound >= end)
        end = range.upperBound
      }
      #expect(end <= writer.byteCount)
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `bytes that are no value are cut somewhere or refused, without a trap`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var values = ValueGenerator(seed: seed)
    for _ in 0..<300 {
      var writer = ByteWriter()
      ValueCodec.write(values.value(), to: &writer)
      var bytes = writer.bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      var reader = ByteReader(bytes.span)
      var cuts = ValueCuts()
      let isCut = (try? cuts.readValue(from: &reader)) != nil
      var other = ByteReader(bytes.span)
      // The walk and the codec agree on what is a value, but for texts that are not UTF-8.
      if (try? ValueCodec.readValue(from: &other)) != nil { #expect(isCut) }
      #expect((cuts.ranges.last?.upperBound ?? 0) <= bytes.count)
    }
  }

  private func encode(events: [[String: String]]) -> EncodedSegment {
    let spans = events.enumerated().map { number, attributes in
      var span = span(1, UInt64(number + 1))
      span.events = [
        SpanEvent(
          time: 1, name: "e",
          attributes: attributes.map { Attribute(key: $0.key, value: .string($0.value)) })
      ]
      return span
    }
    var catalogue = AttributeCatalogue()
    catalogue.add(attributesOf: spans)
    return SegmentEncoder.encode(
      SpanChunks(spans[...]), segment: 1, catalogue: catalogue, compressionLevel: 3,
      isConcurrent: false)
  }

  private func directory(of encoded: EncodedSegment) throws -> ColumnDirectory {
    let chunk = try #require(encoded.chunks.first { $0.key.kind == .columnDirectory })
    var reader = ByteReader(chunk.bytes.span)
    try reader.skip(ChunkHeader.byteCount)
    return try ColumnDirectory(reading: &reader)
  }
}

extension PayloadValueTests {
  /// Spans with values of every shape, in attributes, events and links.
  private func spans(seed: UInt64, count: Int) -> [SpanData] {
    var values = ValueGenerator(seed: seed)
    return (0..<count).map { number in
      var span = span(UInt64(number / 10 + 1), UInt64(number + 1), start: Int64(number))
      for key in ["gen_ai.input.messages", "list", "short"] where values.chance(70) {
        span.attributes.append(
          Attribute(key: key, value: key == "short" ? .array([.integer(1)]) : values.value()))
      }
      if values.chance(40) { span.events = values.events() }
      if values.chance(20) {
        span.links = [
          SpanLink(
            traceID: span.traceID, spanID: span.spanID, traceState: "", flags: 0,
            attributes: [Attribute(key: "content", value: values.value())])
        ]
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

  /// Compares the columns of events and of `input`, row by row, with the spans.
  private func expectColumns(of store: TraceDatabase, toHold spans: [SpanData]) throws {
    let snapshot = try store.snapshot()
    let byID = Dictionary(uniqueKeysWithValues: spans.map { ($0.spanID.rawValue, $0) })
    for index in 0..<snapshot.segmentCount {
      let segment = try snapshot.segment(at: index)
      let ids = try segment.values(of: ColumnID(.spanID)).allIntegers()
      for row in 0..<segment.rowCount {
        let span = try #require(byID[UInt64(bitPattern: ids[row])])
        for key in ["name", "content", "parts"] {
          let sent =
            key == "name"
            ? span.events.map { .string($0.name) }
            : span.events.flatMap { $0.attributes.filter { $0.key == key }.map(\.value) }
          let column = snapshot.catalogue.columns(of: key, in: .event).first?.id
          let found = try column.flatMap { try value(of: $0, row: row, segment) }
          #expect(found == (sent.isEmpty ? nil : .array(sent)))
        }
        let input = try value(of: ColumnID(.input), row: row, segment)
        switch span.attributes.value(of: "gen_ai.input.messages") {
        case nil, .empty: #expect(input == nil)
        case .string(let text): #expect(input == .string(text))
        case .some(let other): #expect(input == .string(other.json))
        }
      }
    }
  }

  private func value(
    of column: ColumnID, row: Int, _ segment: any ScanSegment
  ) throws -> AttributeValue? {
    guard let summary = segment.summary(of: column) else { return nil }
    if let validity = try segment.validity(of: column),
      validity[row / 64] >> UInt64(row % 64) & 1 == 0
    {
      return nil
    }
    guard summary.form == .codes else { return try segment.value(of: column, row: row) }
    let code = try segment.values(of: column).allIntegers()[row]
    return try segment.dictionaryValue(UInt32(code), in: column)
  }
}

/// Makes attribute values that repeat what others had, from a seed.
private struct ValueGenerator {
  private var texts: TextGenerator
  private var messages: [AttributeValue] = []

  init(seed: UInt64) {
    texts = TextGenerator(seed: seed)
  }

  mutating func chance(_ percent: Int) -> Bool { texts.chance(percent) }

  mutating func value() -> AttributeValue {
    switch texts.number(in: 0..<9) {
    case 0: .string(texts.text())
    case 1: .map([Attribute(key: "messages", value: history()), Attribute(key: "", value: .empty)])
    case 2: .array([history(), history(), .string(texts.text())])
    case 3: scalar()
    case 4: .array((0..<texts.number(in: 0..<600)).map { .integer(Int64($0)) })
    case 5:
      .map([Attribute(key: texts.text(), value: .map([])), Attribute(key: "", value: scalar())])
    default: history()
    }
  }

  mutating func events() -> [SpanEvent] {
    (0..<texts.number(in: 1..<7)).map { number in
      var event = SpanEvent(time: Int64(number), name: "gen_ai.user.message")
      for key in ["content", "parts", "content", "name"] where texts.chance(60) {
        event.attributes.append(
          Attribute(key: key, value: texts.chance(50) ? .string(texts.text()) : value()))
      }
      return event
    }
  }

  private mutating func history() -> AttributeValue {
    while messages.count < 6 || texts.chance(30) { messages.append(message()) }
    return .array(Array(messages[..<texts.number(in: 0..<messages.count)]))
  }

  private mutating func message() -> AttributeValue {
    switch texts.number(in: 0..<4) {
    case 0: .string(texts.text())
    case 1: scalar()
    default:
      .map([
        Attribute(key: "role", value: .string("user")),
        Attribute(key: "content", value: .array([.string(texts.text()), scalar()])),
      ])
    }
  }

  private mutating func scalar() -> AttributeValue {
    texts.pick([
      .empty, .integer(-1), .double(-0.0), .boolean(true), .bytes([]), .bytes([9, 9, 9]),
      .array([]), .map([]), .string(""),
    ])
  }
}
