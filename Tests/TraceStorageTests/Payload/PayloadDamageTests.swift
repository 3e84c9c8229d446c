import ByteCoding
import Scanning
import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

/// Payloads whose checksums hold and whose bytes do not: made by a defect, or by an enemy.
@Suite struct PayloadDamageTests {
  @Test func `undamaged payloads read and check without a word`() throws {
    let payloads = try LaidOpenPayloads(spans())
    #expect(payloads.frames.count > 3)
    #expect(try problems(of: payloads) == [])
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `any byte of a frame may be any other without a trap`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let whole = try LaidOpenPayloads(spans())
    for _ in 0..<60 {
      var damaged = whole
      // Details and the lengths of pieces, which steer the reading, more often than the texts.
      let isPieces = random.chance(30)
      let candidates = damaged.frames.indices.filter { damaged.frames[$0].isPieces == isPieces }
      guard let number = candidates.randomElement(using: &random) else { continue }
      let count = damaged.frames[number].bytes.count
      let place = Int.random(in: 0..<(isPieces ? min(count, 200) : count), using: &random)
      damaged.frames[number].bytes[place] = UInt8.random(in: 0...255, using: &random)
      let segment = try damaged.segment()
      for row in 0..<segment.rowCount {
        do throws(ScanError) {
          for entry in segment.directory.entries {
            guard let content = entry.payload, content == .texts || row % 9 == 0 else { continue }
            let value = try segment.value(of: entry.column, row: row)
            if case .string(let text)? = value { #expect(text.utf8.count <= 1 << 20) }
          }
          _ = try segment.payloads.parts(ofRow: row)
        } catch {
          guard case .damaged = error else { Issue.record("\(error)"); continue }
        }
      }
    }
  }

  @Test func `a text that its pieces do not fill is found`() throws {
    var payloads = try LaidOpenPayloads(spans())
    let number = try #require(payloads.frames.firstIndex { $0.isPieces })
    var pieces = try #require(payloads.frames.first { $0.isPieces }).entries
    pieces[0].append(65)
    payloads.frames[number].entries = pieces
    let problems = try problems(of: payloads)
    #expect(problems.contains { $0.contains("a text of another length than its pieces") })
  }

  @Test func `pieces of no text are found`() throws {
    var payloads = try LaidOpenPayloads(spans())
    let number = try #require(payloads.frames.lastIndex { $0.isPieces })
    payloads.frames[number].entries += [[65, 66]]
    #expect(try problems(of: payloads) == ["1 pieces belong to no text"])
  }

  @Test func `rows that lost their texts are found`() throws {
    var payloads = try LaidOpenPayloads(spans())
    let number = try #require(payloads.frames.lastIndex { !$0.isPieces })
    payloads.frames[number].entries[0] = []
    #expect(try problems(of: payloads).contains { $0.contains("payloads, not") })
  }

  @Test func `rows that lost their events are found by the columns that are read from them`() throws
  {
    var payloads = try LaidOpenPayloads(spans())
    let segment = try payloads.segment()
    let column = try #require(segment.directory.entries.first { $0.payload == .events })
    let number = try #require(payloads.frames.firstIndex { !$0.isPieces })
    // Row 0 has events; a row of texts alone is what row 1 is.
    payloads.frames[number].entries[0] = payloads.frames[number].entries[1]
    let problems = try problems(of: payloads)
    let expected = segment.rowCount - column.summary.nullCount
    #expect(
      problems.contains(
        "column \(column.column.rawValue) has \(expected - 1) payloads, not \(expected)"))
  }

  @Test func `an encoded value that goes on behind its end is damage`() throws {
    let stored = encodedSegment(of: spans())
    let segment = try segment(stored)
    let column = try #require(segment.directory.entries.first { $0.payload == .values }).column
    var payloads = try LaidOpenPayloads(spans())
    for number in payloads.frames.indices where !payloads.frames[number].isPieces {
      payloads.frames[number].entries = payloads.frames[number].entries.map { _ in
        var writer = ByteWriter()
        writer.writeVarint(1)
        writer.writeVarint(UInt64(column.rawValue))
        // Two bytes as they are: an empty value, and one more.
        writer.writeVarint(4)
        writer.write([0, 0])
        return writer.bytes
      }
    }
    let damaged = try payloads.segment()
    #expect {
      try damaged.value(of: column, row: 0)
    } throws: { error in
      (error as? ScanError).map { "\($0)".contains("a value of another length") } ?? false
    }
  }

  @Test func `empty pieces and frames of other entries are refused`() throws {
    let whole = try LaidOpenPayloads(spans())
    var damaged = whole
    damaged.frames[0].entries[1] = []
    #expect(try problems(of: damaged).contains { $0.contains("an empty piece") })
    damaged = whole
    damaged.frames[0].bytes[0] ^= 1
    #expect(try problems(of: damaged).contains { $0.contains("a frame of other entries") })
    damaged = whole
    damaged.frames[0].bytes.removeLast()
    #expect(try problems(of: damaged).contains { $0.contains("of another length") })
  }

  @Test func `blocks that are missing, swapped or cut are damage`() throws {
    let encoded = encodedSegment(of: spans())
    var short = encoded
    short.payloads.removeLast()
    var cut = encoded
    let header = ChunkHeader(
      kind: .payload, encoding: .frames, owner: 1, column: 0, entryCount: 1, base: 0)
    cut.payloads[0] = header.sealing([1, 2, 3])
    var other = encoded
    other.payloads[0] = header.sealing(
      [UInt8](repeating: 7, count: encoded.payloads[0].count - ChunkHeader.byteCount))
    for damaged in [short, cut, other] {
      let segment = try segment(damaged)
      #expect(throws: ScanError.self) {
        for row in 0..<segment.rowCount { _ = try segment.payloads.parts(ofRow: row) }
        for row in 0..<segment.rowCount { _ = try segment.text(of: ColumnID(.input), row: row) }
      }
    }
  }

  @Test func `threads that read one segment get the same texts`() async throws {
    let encoded = encodedSegment(of: spans())
    let segment = try segment(encoded)
    let expected = try (0..<segment.rowCount).map {
      try segment.text(of: ColumnID(.input), row: $0)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for reader in 0..<8 {
        group.addTask {
          for step in 0..<segment.rowCount {
            let row = (step * 7 + reader * 13) % segment.rowCount
            let text = try segment.text(of: ColumnID(.input), row: row)
            #expect(text == expected[row])
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Conversations of prose that hardly compresses, so that there are several frames.
  private func spans() -> [SpanData] {
    var random = SeededGenerator(seed: 11)
    var history: [String] = []
    return (0..<90).map { number in
      let words = (0..<250).map { _ in String(random.next(), radix: 36) }.joined(separator: " ")
      history.append(#"{"role": "user", "content": "\#(words)"}"#)
      if history.count > 20 { history.removeFirst(10) }
      var span = span(UInt64(number / 30 + 1), UInt64(number + 1), start: Int64(number))
      span.attributes = [
        Attribute(
          key: "gen_ai.input.messages",
          value: .string("[\(history.joined(separator: ", "))]")),
        Attribute(key: "gen_ai.output.messages", value: .string("[\(history[0])]")),
        Attribute(key: "list", value: .array(history.map { .string($0) })),
      ]
      if number % 9 == 0 {
        span.events = [
          SpanEvent(
            time: 1, name: "e", attributes: [Attribute(key: "c", value: .string(history[0]))])
        ]
      }
      return span
    }
  }

  private func problems(of payloads: LaidOpenPayloads) throws -> [String] {
    var problems: [String] = []
    var check = PayloadCheck(try payloads.segment())
    try check.run { problems.append($0) }
    return problems
  }

  private func segment(_ encoded: EncodedSegment) throws(ScanError) -> StoredSegment {
    let chunks = Dictionary(
      uniqueKeysWithValues: encoded.chunks.map { ($0.key, AlignedBytes($0.bytes)) })
    return try StoredSegment(
      header: encoded.header,
      chunks: SegmentChunks(
        segment: encoded.header.segment,
        source: .owned(chunks, payloads: encoded.payloads.map { AlignedBytes($0) }),
        memory: SegmentMemory()), catalogue: encoded.catalogue)
  }
}

/// A segment whose payload frames lie open, to be changed at will and put under good checksums.
private struct LaidOpenPayloads {
  struct Frame {
    var isPieces: Bool
    var bytes: [UInt8]
    var entryCount: Int

    /// The entries; setting them makes the frame anew.
    var entries: [[UInt8]] {
      get {
        guard let frame = try? PayloadFrame(bytes, entryCount: entryCount, admitsEmptyEntries: true)
        else { return [] }
        return (0..<entryCount).map { Array(bytes[frame.range(of: $0..<$0 + 1)]) }
      }
      set {
        var builder = PayloadFrameBuilder()
        for entry in newValue {
          let reader = ByteReader(entry.span)
          builder.append(reader.bytes)
        }
        let made = builder.finish()
        (bytes, entryCount) = (made.bytes, made.entryCount)
      }
    }
  }

  private var encoded: EncodedSegment
  var frames: [Frame] = []

  init(_ spans: [SpanData]) throws {
    encoded = encodedSegment(of: spans)
    let segment = try segment()
    let directory = try #require(try segment.payloads.directory())
    for (number, frame) in directory.frames.enumerated() {
      let opened = try segment.payloads.frame(number, of: directory)
      let content = opened.content
      frames.append(
        Frame(
          isPieces: number < directory.pieceFrameCount, bytes: content.copied(),
          entryCount: frame.entryCount))
    }
  }

  /// The segment, its frames as they are now, not compressed, in one block.
  func segment() throws(ScanError) -> StoredSegment {
    var chunks: [ChunkKey: AlignedBytes] = [:]
    for chunk in encoded.chunks { chunks[chunk.key] = AlignedBytes(chunk.bytes) }
    var header = encoded.header
    var blocks = encoded.payloads
    if !frames.isEmpty {
      var directory = PayloadDirectory()
      for (number, frame) in frames.enumerated() {
        directory.append(
          PayloadDirectory.Frame(
            entryCount: frame.entryCount, byteCount: frame.bytes.count,
            storedByteCount: frame.bytes.count),
          isPieces: frame.isPieces, beginsBlock: number == 0)
      }
      let key = ChunkKey(.payloadDirectory)
      chunks[key] = AlignedBytes(
        ChunkHeader(
          kind: key.kind, encoding: .bytes, owner: 1, column: 0, entryCount: frames.count, base: 0
        ).sealing(directory.stored))
      let block = ChunkHeader(
        kind: .payload, encoding: .bytes, owner: 1, column: 0, entryCount: frames.count, base: 0)
      blocks = [block.sealing(frames.flatMap(\.bytes))]
      header.payloadBlockCount = 1
    }
    return try StoredSegment(
      header: header,
      chunks: SegmentChunks(
        segment: 1, source: .owned(chunks, payloads: blocks.map { AlignedBytes($0) }),
        memory: SegmentMemory()), catalogue: encoded.catalogue)
  }
}

private func encodedSegment(of spans: [SpanData]) -> EncodedSegment {
  var catalogue = AttributeCatalogue()
  catalogue.add(attributesOf: spans, inOrder: RowOrder(SpanChunks(spans[...])).spanIndexes)
  return SegmentEncoder.encode(
    SpanChunks(spans[...]), segment: 1, catalogue: catalogue, compressionLevel: 3,
    isConcurrent: false)
}
