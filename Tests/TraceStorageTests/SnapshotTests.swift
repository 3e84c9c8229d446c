import Scanning
import TestSupport
import Testing
import TraceModel
import TraceStorage

@Suite struct SnapshotTests {
  @Test func `a snapshot does not see later writes`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    _ = try store.load([span(1, 1, name: "first")])
    let before = try store.snapshot()
    _ = try store.load([span(1, 1, name: "second"), span(2, 1)])
    _ = try store.append([span(3, 1)])
    try store.seal()
    let one = try #require(TraceID(high: 0, low: 1))
    let two = try #require(TraceID(high: 0, low: 2))
    #expect(try before.spans(of: one).map(\.name) == ["first"])
    #expect(try before.spans(of: two).isEmpty)
    #expect(before.segmentCount == 1)
    #expect(try store.snapshot().spans(of: one).map(\.name) == ["second"])
  }

  @Test func `rows that were replaced are not live`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    _ = try store.load([span(1, 1), span(1, 2), span(1, 3)])
    _ = try store.load([span(1, 2, name: "new")])
    let snapshot = try store.snapshot()
    let segment = try snapshot.segment(at: 0)
    let live = try liveWords(of: segment)
    #expect(live == [0b101])
  }

  @Test func `threads that write at the same time lose nothing`() async throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 1...4 as ClosedRange<UInt64> {
        group.addTask {
          for number in 1...25 as ClosedRange<UInt64> {
            if number % 5 == 0 {
              _ = try store.load([span(writer, number)])
            } else {
              _ = try store.append([span(writer, number)])
            }
          }
        }
      }
      try await group.waitForAll()
    }
    for writer in 1...4 as ClosedRange<UInt64> {
      #expect(try store.names(ofTrace: writer).count == 25)
    }
    #expect(try store.check().problems == [])
  }
}

private func liveWords(of segment: any ScanSegment) throws -> [UInt64] {
  guard let live = try segment.liveRows() else { return [] }
  var words: [UInt64] = []
  for index in live.indices { words.append(live[index]) }
  return words
}
