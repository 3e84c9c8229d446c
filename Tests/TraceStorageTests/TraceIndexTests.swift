import TestSupport
import Testing
import TraceModel
import TraceStorage

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
