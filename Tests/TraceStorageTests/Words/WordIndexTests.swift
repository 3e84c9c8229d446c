import ByteCoding
import Scanning
import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

/// The index rules out no row that has the text, whatever the text and however it is recorded.
@Suite struct WordIndexTests {
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `no row with a needle is ruled out`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let segment = try IndexedSegment(spans(seed: seed), groupByteCount: 4_096)
    let index = try #require(try segment.segment.wordIndex())
    #expect(index.rowEnds.last == segment.segment.rowCount)
    // What a search is said to take is what the words take in full, and what they are read from.
    let words = index.text.count + MemoryLayout<Int>.stride * index.starts.count
    let byteCount = try segment.segment.textCandidatesByteCount(for: .characters("refund"))
    #expect(byteCount > words && byteCount < 3 * words + 10_000)
    #expect(try segment.segment.textCandidatesByteCount(for: .anything) == 0)
    let texts = try segment.texts()
    for _ in 0..<60 {
      let needle = needle(of: texts, &random)
      let candidates = try segment.segment.textCandidates(for: .characters(needle))
      guard let candidates else { continue }
      for (row, texts) in texts.enumerated()
      where !candidates.rows.contains(where: { $0.contains(row) }) {
        #expect(
          !texts.contains { folded($0).contains(folded(needle)) },
          "seed \(seed), row \(row): \(needle.debugDescription)")
      }
    }
    #expect(try segment.problems() == [])
  }

  @Test func `only the groups that have a word are left`() throws {
    let segment = try IndexedSegment(
      (0..<40).map { number in
        textSpan(
          number, "common words and item \(number) " + pad(number) + (number == 23 ? " Zebra" : ""))
      }, groupByteCount: 2_000)
    let groups = try #require(try segment.segment.wordIndex()).groupCount
    #expect(groups > 8)
    func rows(_ need: TextNeed) throws -> [Range<Int>]? {
      try segment.segment.textCandidates(for: need)?.rows
    }
    let found = try #require(try rows(.characters("zebra")))
    #expect(found.count == 1 && found[0].contains(23) && found[0].count <= 40 / 8)
    for needle in ["ZEBRA", "ebr", "zebr", " Zebra", "x zebra"] {
      #expect(try rows(.characters(needle)) == found, "\(needle)")
    }
    #expect(try rows(.characters("zebras")) == [])
    #expect(try rows(.characters("common words")) == [0..<40])
    // Too short, or no words at all: every row may have it.
    for needle in ["", "ze", "?!", "4 2"] { #expect(try rows(.characters(needle)) == nil) }
    #expect(try rows(.all([.characters("common"), .characters("zebra")])) == found)
    #expect(try rows(.some([.characters("nowhere"), .characters("zebra")])) == found)
    #expect(try rows(.some([.characters("?"), .characters("zebra")])) == nil)
    #expect(try rows(.some([])) == [])
  }

  @Test func `texts of chance are not listed, and always read`() throws {
    var random = SeededGenerator(seed: 3)
    let base64 = String(
      decoding: (0..<400_000).map { _ in UInt8.random(in: 97...122, using: &random) }
        .map { $0 % 7 == 0 ? 43 : $0 }, as: UTF8.self)
    let numbers = (0..<40_000).map { _ in
      String(UInt32.random(in: 100_000...9_999_999, using: &random))
    }.joined(separator: " ")
    let spans = [
      textSpan(0, "plain words"), textSpan(1, base64), textSpan(2, "other words"),
      textSpan(3, numbers), textSpan(4, "last words"),
    ]
    let segment = try IndexedSegment(spans, groupByteCount: 1)
    let stored = segment.encoded.chunks.filter { $0.key.kind == .words }
    #expect(stored.reduce(0) { $0 + $1.bytes.count } < 60_000)
    func rows(_ needle: String) throws -> [Range<Int>]? {
      try segment.segment.textCandidates(for: .characters(needle))?.rows
    }
    #expect(try rows("plain") == [0..<2])
    #expect(try rows("other") == [1..<3])
    #expect(try rows("1234567") == [3..<4])
    #expect(try segment.problems() == [])
  }

  @Test func `a word that is too long is looked for in the texts`() throws {
    let long = String(repeating: "abcdefghij", count: 20)
    let segment = try IndexedSegment(
      [textSpan(0, "x \(long) y"), textSpan(1, "short ones")], groupByteCount: 1)
    let rows = try segment.segment.textCandidates(for: .characters("jabc"))?.rows
    #expect(rows == [0..<1])
  }

  @Test func `an index that lacks a word is found by the check`() throws {
    var whole = try IndexedSegment(
      [textSpan(0, "first words"), textSpan(1, "second thing")], groupByteCount: 1)
    let other = try IndexedSegment(
      [textSpan(0, "first words"), textSpan(1, "second")], groupByteCount: 1)
    try whole.replaceWords(by: other)
    // The field and the attribute that it names have the same text.
    #expect(Set(try whole.problems()) == ["row 1: the index of words lacks thing"])
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `bytes of an index may be any others without a trap`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let whole = try IndexedSegment(spans(seed: 1).prefix(40).map { $0 }, groupByteCount: 4_096)
    let key = ChunkKey(.words)
    let bytes = try #require(whole.encoded.chunks.first { $0.key == key }).bytes
    for _ in 0..<150 {
      var body = Array(bytes.dropFirst(ChunkHeader.byteCount))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(
          in: 0..<(random.chance(50) ? min(60, body.count) : body.count), using: &random)
        body[place] = .random(in: 0...255, using: &random)
      }
      var damaged = whole
      try damaged.setWords(body)
      do throws(ScanError) {
        _ = try damaged.segment.textCandidates(for: .characters("refund"))
      } catch {
        guard case .damaged = error else { Issue.record("\(error)"); continue }
      }
      _ = try damaged.problems()
    }
  }

  private func textSpan(_ number: Int, _ text: String) -> SpanData {
    var span = span(1, UInt64(number + 1), start: Int64(number))
    span.attributes = [Attribute(key: "input.value", value: .string(text))]
    return span
  }

  /// Text of its own for each number, of words that all have.
  private func pad(_ number: Int) -> String {
    (0..<80).map { $0 % (number + 2) == 0 ? "common" : "words" }.joined(separator: " ")
  }

  /// Texts in every shape that is indexed: fields, attributes, lists, maps, events.
  private func spans(seed: UInt64) -> [SpanData] {
    var texts = TextGenerator(seed: seed)
    return (0..<60).map { number in
      var span = span(UInt64(number / 10 + 1), UInt64(number + 1), start: Int64(number))
      let odd = texts.pick([
        "İstanbul", "Kelvin K", "ſharp ıi", "tab\tnl\nx\u{8}b\u{c}f\u{1}one", "größer",
      ])
      let text = String(texts.text().prefix(6_000))
      span.attributes = [
        Attribute(key: "input.value", value: .string("\(text) \(odd) number \(number)")),
        Attribute(
          key: "gen_ai.output.messages",
          value: .array([
            .map([
              Attribute(key: "role", value: .string(odd)),
              Attribute(key: "content", value: .string(String(text.prefix(2_000)))),
              Attribute(key: "score", value: .double(number % 3 == 0 ? .nan : Double(number) / 7)),
            ]), .string("element \(number) of \(odd)"), .integer(Int64(number) * 1_000_003),
          ])),
      ]
      if number % 4 == 0 {
        span.events = [
          SpanEvent(
            time: Int64(number), name: "event of \(odd)",
            attributes: [
              Attribute(key: "content", value: .string(text + odd)),
              Attribute(key: "raw", value: .bytes([1, 2, UInt8(number)])),
            ])
        ]
      }
      return span
    }
  }

  /// A stretch of one of the texts, or something near.
  private func needle(of texts: [[String]], _ random: inout SeededGenerator) -> String {
    let row = texts[Int.random(in: 0..<texts.count, using: &random)]
    guard let text = row.randomElement(using: &random), !text.isEmpty else { return "" }
    let scalars = Array(text.unicodeScalars)
    let start = Int.random(in: 0..<scalars.count, using: &random)
    let count = [1, 2, 3, 5, 8, 13, 40, 200].randomElement(using: &random) ?? 1
    var needle = ""
    needle.unicodeScalars.append(contentsOf: scalars[start..<min(start + count, scalars.count)])
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return needle.uppercased()
    case 1: return needle.lowercased()
    case 2: return needle + "q"
    default: return needle
    }
  }
}

/// Case as the index overlooks it, written down a second time.
private func folded(_ text: String) -> String {
  var folded = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\u{212A}": folded += "k"
    case "İ": folded += "i\u{307}"
    case "ı": folded += "i"
    case "ſ": folded += "s"
    case _ where scalar.isASCII: folded += scalar.properties.lowercaseMapping
    default: folded.unicodeScalars.append(scalar)
    }
  }
  return folded
}

/// A segment with an index of small groups.
private struct IndexedSegment {
  private(set) var encoded: EncodedSegment
  private(set) var segment: StoredSegment

  init(_ spans: [SpanData], groupByteCount: Int) throws {
    var catalogue = AttributeCatalogue()
    catalogue.add(attributesOf: spans, inOrder: RowOrder(SpanChunks(spans[...])).spanIndexes)
    encoded = SegmentEncoder.encode(
      SpanChunks(spans[...]), segment: 1, catalogue: catalogue, compressionLevel: 3,
      wordGroupByteCount: groupByteCount, isConcurrent: false)
    segment = try Self.segment(encoded)
  }

  private static func segment(_ encoded: EncodedSegment) throws -> StoredSegment {
    let chunks = Dictionary(
      uniqueKeysWithValues: encoded.chunks.map { ($0.key, AlignedBytes($0.bytes)) })
    return try StoredSegment(
      header: encoded.header,
      chunks: SegmentChunks(
        segment: 1,
        source: .owned(chunks, payloads: encoded.payloads.map { AlignedBytes($0) }),
        memory: SegmentMemory()), catalogue: encoded.catalogue)
  }

  /// Of each row, all texts that a condition may be asked of.
  func texts() throws -> [[String]] {
    try (0..<segment.rowCount).map { row in
      try segment.directory.entries.filter { $0.payload != nil }.flatMap { entry in
        try segment.value(of: entry.column, row: row).map { texts(of: $0) } ?? []
      }
    }
  }

  private func texts(of value: AttributeValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap { texts(of: $0) } + [value.json]
    case .map, .bytes: [value.json]
    case .boolean, .integer, .double, .empty: []
    }
  }

  func problems() throws -> [String] {
    var problems: [String] = []
    var check = PayloadCheck(segment)
    try check.run { problems.append($0) }
    return problems
  }

  mutating func setWords(_ body: [UInt8]) throws {
    guard let place = encoded.chunks.firstIndex(where: { $0.key.kind == .words }) else { return }
    encoded.chunks[place].bytes = ChunkHeader(
      kind: .words, encoding: .bytes, owner: 1, column: 0, entryCount: 1, base: 0
    ).sealing(body)
    segment = try Self.segment(encoded)
  }

  mutating func replaceWords(by other: IndexedSegment) throws {
    guard let chunk = other.encoded.chunks.first(where: { $0.key.kind == .words }) else { return }
    try setWords(Array(chunk.bytes.dropFirst(ChunkHeader.byteCount)))
  }
}
