import LMDB
import Scanning
import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

/// What is remembered of segments changes no answer.
@Suite struct RowMemoryTests {
  let fixture = StoreFixture()

  /// The spans of each trace, by (start, id), each span as canonical bytes.
  private func traces(of spans: [SpanData]) -> [TraceID: [[UInt8]]] {
    Dictionary(grouping: spans, by: \.traceID).mapValues { spans in
      spans.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }.map(\.canonicalBytes)
    }
  }

  private func expect(_ traces: [TraceID: [[UInt8]]], in store: TraceDatabase) throws {
    for (id, spans) in traces {
      let found = try store.snapshot().spans(of: id).map(\.canonicalBytes)
      #expect(found == spans, "trace \(id)")
    }
  }

  /// Spans of distinct identities.
  private func spans(seed: UInt64, count: Int) -> [SpanData] {
    var generator = SpanGenerator(seed: seed, traceCount: 40)
    var seen: Set<String> = []
    return generator.spans(count).filter { seen.insert("\($0.traceID) \($0.spanID)").inserted }
  }

  @Test func `a trace is the same each time it is read, also after commits`() throws {
    let store = try fixture.open()
    let first = spans(seed: 1, count: 900)
    _ = try store.load(first)
    for _ in 0..<3 { try expect(traces(of: first), in: store) }
    let old = try store.snapshot()
    var all = first
    for seed in 2...4 as ClosedRange<UInt64> {
      let known = Set(all.map { "\($0.traceID) \($0.spanID)" })
      let more = spans(seed: seed, count: 300).filter {
        !known.contains("\($0.traceID) \($0.spanID)")
      }
      _ = try store.load(more)
      all += more
      try expect(traces(of: all), in: store)
    }
    // An older snapshot beside newer ones.
    for (id, expected) in traces(of: first) {
      #expect(try old.spans(of: id).map(\.canonicalBytes) == expected)
      #expect(try store.snapshot().spans(of: id).map(\.canonicalBytes) == traces(of: all)[id])
    }
  }

  @Test func `rows that were replaced are not read from memory`() throws {
    let store = try fixture.open()
    _ = try store.load([span(1, 1, name: "a"), span(1, 2, name: "b"), span(1, 3, name: "c")])
    #expect(try store.names(ofTrace: 1) == ["a", "b", "c"])
    _ = try store.load([span(1, 2, name: "new", end: 5)])
    #expect(try store.names(ofTrace: 1) == ["a", "new", "c"])
    _ = try store.compact(.thorough)
    #expect(try store.names(ofTrace: 1) == ["a", "new", "c"])
  }

  @Test func `a chunk that was damaged after it was read is refused`() throws {
    let store = try fixture.open()
    // Names of so many bytes that their dictionary has pages of its own: what is shorter is
    // remembered as a copy.
    func name(_ number: UInt64) -> String { String(number &* 0x9E37_79B9_7F4A_7C15) }
    _ = try store.load((1...900).map { span($0, $0, name: name($0), start: Int64($0)) })
    #expect(try store.names(ofTrace: 7) == [name(7)])
    let column = ChunkKey(.dictionary, column: ColumnID(.name).rawValue)
    let segment = try #require(try store.snapshot().headers.first).segment
    try store.environment.write { transaction throws(LMDBError) in
      let key = KeyLayout.chunk(column, segment: segment)
      let bytes = try transaction.value(for: key, in: store.databases.segments) ?? []
      try transaction.put(
        Array(bytes.dropLast(1)), for: key, in: store.databases.segments)
    }
    let id = try #require(TraceID(high: 0, low: 8))
    #expect(throws: StorageError.self) { try store.snapshot().spans(of: id) }
    #expect(try !store.check().problems.isEmpty)
  }

  @Test func `memory is bounded, and the segments read last are kept`() throws {
    let store = try fixture.open()
    for number in 1...6 as ClosedRange<UInt64> {
      _ = try store.load([span(number, 1, name: "n", start: Int64(number))])
    }
    let snapshot = try store.snapshot()
    let known = RowMemories(byteLimit: 1)
    var sizes: [Int] = []
    for header in snapshot.headers {
      let segment = try snapshot.sealedSegment(header)
      let memory = RowMemory(try SpanPlan(segment, snapshot.catalogue))
      known.keep(memory, of: header.segment)
      sizes.append(memory.byteCount)
      #expect(known.byteCount == memory.byteCount)
    }
    let numbers = snapshot.headers.map(\.segment)
    #expect(numbers.map { known[$0] != nil } == [false, false, false, false, false, true])

    let two = RowMemories(byteLimit: 2 * (sizes.max() ?? 0))
    for header in snapshot.headers.prefix(3) {
      let segment = try snapshot.sealedSegment(header)
      two.keep(RowMemory(try SpanPlan(segment, snapshot.catalogue)), of: header.segment)
      _ = two[numbers[0]]
    }
    #expect(numbers.prefix(3).map { two[$0] != nil } == [true, false, true])
  }
}
