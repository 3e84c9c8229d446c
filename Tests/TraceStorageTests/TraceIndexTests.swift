import ByteCoding
import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

@Suite struct TraceIndexTests {
  @Test func `traces are found while runs merge from level to level`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    for segment in 0..<70 as Range<UInt64> {
      // Every segment has traces of its own and a span of trace 1, whose fragments spread.
      _ = try store.load([
        span(segment * 10 + 2, 1, name: "own \(segment)"), span(1, segment + 1, name: "shared"),
      ])
    }
    #expect(try store.names(ofTrace: 1).count == 70)
    for segment in 0..<70 as Range<UInt64> {
      #expect(try store.names(ofTrace: segment * 10 + 2) == ["own \(segment)"])
    }
    #expect(try store.names(ofTrace: 3).isEmpty)
    let report = try store.check()
    #expect(report.problems == [])
    #expect(report.traceFragmentCount == 140)
  }

  @Test func `a trace may have fragments in more segments than a part of a run can name`() throws {
    let count = 70_000
    let postings = (0..<UInt32(count)).map { TracePosting(hash: 7, segment: $0, firstRow: $0 % 9) }
    let others = [
      TracePosting(hash: 6, segment: 3, firstRow: 1),
      TracePosting(hash: 8, segment: 4, firstRow: 2),
    ]
    let bytes = TraceIndexPart.encode([others[0]] + postings + [others[1]], run: 1)
    #expect(bytes.count > 2)
    var run = TraceIndexDirectory.Run(level: 0, number: 1)
    var open: [OpenTraceIndexPart] = []
    for (number, part) in bytes.enumerated() {
      let chunk = try LoadedChunk(
        AlignedBytes(part), key: ChunkKey(.traceIndex, column: UInt32(number)), owner: 1)
      open.append(try OpenTraceIndexPart(chunk))
      let key = KeyLayout.traceIndex(level: 0, run: 1, part: UInt16(number))
      run.parts.append(
        TraceIndexDirectory.Part(
          ordinal: number, key: try TraceIndexKey(key),
          leastHash: UInt32(truncatingIfNeeded: chunk.header.base),
          entryCount: chunk.header.entryCount))
    }
    func found(_ hash: UInt32) throws -> [TracePosting] {
      try run.parts(of: hash).flatMap { try open[$0.ordinal].postings(of: hash) }
    }
    #expect(try found(7) == postings)
    #expect(try found(6) == [others[0]])
    #expect(try found(8) == [others[1]])
    #expect(try found(5).isEmpty)
    #expect(try found(9).isEmpty)
  }

  @Test func `what is no hexadecimal digit begins no trace`() throws {
    let store = try StoreFixture().open()
    _ = try store.load([span(0xA1, 1)])
    for digits in ["g", "00 ", "０", String(repeating: "0", count: 33)] {
      #expect(try store.snapshot().traces(startingWith: digits, limit: 9).isEmpty, "\(digits)")
    }
    let whole = String(repeating: "0", count: 30) + "a1"
    #expect(try store.snapshot().traces(startingWith: whole, limit: 9).map(\.low) == [0xA1])
    #expect(try store.snapshot().traces(startingWith: "", limit: 9).count == 1)
  }

  @Test func `traces are found by the first digits of their ids`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    _ = try store.load([span(0xA1, 1), span(0xA2, 1)])
    _ = try store.append([span(0xB1, 1)])
    let zeros = String(repeating: "0", count: 30)
    let found = try store.snapshot().traces(startingWith: zeros + "a", limit: 10)
    #expect(found.map(\.low) == [0xA1, 0xA2])
    #expect(try store.snapshot().traces(startingWith: zeros + "B", limit: 10).map(\.low) == [0xB1])
    #expect(try store.snapshot().traces(startingWith: zeros, limit: 2).count == 2)
  }
}
