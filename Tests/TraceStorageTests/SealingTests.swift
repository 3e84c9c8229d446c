import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

/// Sealing beside other writes: a seal is prepared, something happens, it is stored.
@Suite struct SealingTests {
  private let fixture = StoreFixture()

  @Test func `a seal is due once the batches are as many as a segment takes`() throws {
    let store = try fixture.open(hotRowCount: 20)
    #expect(try store.append(spans(1...19)).isSealDue == false)
    #expect(try store.prepareSeal() == nil)
    #expect(try store.append(spans(20...20)).isSealDue)
    let seal = try #require(try store.prepareSeal())
    #expect(try store.commit(seal))
    #expect(try store.statistics().hotSpanCount == 0)
    #expect(try store.statistics().segmentCount == 1)
    try expectAll(1...20, in: store)
  }

  @Test func `whoever appends is told when so much is hot that it should wait`() throws {
    let store = try fixture.open(hotRowCount: 20)
    #expect(try store.append(spans(1...24)).isOverfull == false)
    #expect(try store.append(spans(25...25)).isOverfull)
  }

  @Test func `batches that come while a seal is prepared stay hot`() throws {
    let store = try fixture.open(hotRowCount: 20)
    _ = try store.append(spans(1...20))
    let seal = try #require(try store.prepareSeal())
    _ = try store.append(spans(21...24))
    #expect(try store.commit(seal))
    #expect(try store.snapshot().state.hotSpanCount == 4)
    #expect(try store.statistics().hotSpanCount == 4)
    try expectAll(1...24, in: store)
  }

  @Test func `spans that are replaced while a seal is prepared become dead rows`() throws {
    let store = try fixture.open(hotRowCount: 20)
    _ = try store.append(spans(1...20))
    let seal = try #require(try store.prepareSeal())
    _ = try store.append(spans(5...6, end: 9_000))
    _ = try store.append(spans(5...5, end: 9_500))
    #expect(try store.commit(seal))
    #expect(try store.statistics().deadRowCount == 2)
    #expect(try store.statistics().hotSpanCount == 2)
    try expectAll(1...20, in: store)
    #expect(try store.snapshot().spans(of: try trace(5)).map(\.end) == [9_500])
    try store.seal()
    try expectAll(1...20, in: store)
  }

  @Test func `spans that were replaced before a seal is prepared are not sealed`() throws {
    let store = try fixture.open(hotRowCount: 20)
    _ = try store.append(spans(1...20))
    _ = try store.append(spans(5...6, end: 9_000))
    let seal = try #require(try store.prepareSeal())
    _ = try store.append(spans(7...7, end: 9_000))
    #expect(try store.commit(seal))
    #expect(try store.statistics().deadRowCount == 1)
    #expect(try store.snapshot().headers.map(\.rowCount) == [18])
    try expectAll(1...20, in: store)
    #expect(try store.snapshot().spans(of: try trace(7)).map(\.end) == [9_000])
  }

  @Test func `batches of which every span is replaced leave no segment`() throws {
    let store = try fixture.open(hotRowCount: 20)
    _ = try store.append(spans(1...20))
    _ = try store.append(spans(1...20, end: 9_000))
    let seal = try #require(try store.prepareSeal())
    #expect(try store.commit(seal))
    #expect(try store.statistics().segmentCount == 0)
    try expectAll(1...20, in: store)
  }

  @Test func `a seal whose batches another writer sealed is given up`() throws {
    let store = try fixture.open(hotRowCount: 20)
    _ = try store.append(spans(1...20))
    let seal = try #require(try store.prepareSeal())
    try store.seal()
    #expect(try store.commit(seal) == false)
    _ = try store.append(spans(21...40))
    #expect(try store.commit(seal) == false)
    try expectAll(1...40, in: store)
  }

  @Test func `a seal is given up where old spans were removed meanwhile`() throws {
    let store = try fixture.open(hotRowCount: 20)
    _ = try store.load(spans(101...105, start: -50_000))
    _ = try store.append(spans(1...20))
    let seal = try #require(try store.prepareSeal())
    // Retention seals first what is hot.
    var limits = RetentionLimits()
    limits.oldestStart = -1_000
    #expect(try store.retain(limits).spanCount == 5)
    #expect(try store.commit(seal) == false)
    try expectAll(1...20, in: store)
  }

  @Test func `a seal gets other numbers where segments were stored meanwhile`() throws {
    let store = try fixture.open(hotRowCount: 20)
    _ = try store.append(spans(1...20))
    let seal = try #require(try store.prepareSeal())
    _ = try store.load(spans(21...30))
    _ = try store.load(spans(3...3, end: 9_000) + spans(31...40))
    _ = try store.load(spans(41...50))
    #expect(try store.compact(.thorough).removedSegmentCount == 3)
    _ = try store.load(spans(51...60))
    #expect(try store.commit(seal))
    try expectAll(1...60, in: store)
    #expect(try store.snapshot().spans(of: try trace(3)).map(\.end) == [9_000])
  }

  @Test func `a whole seal takes what is hot when it begins, in its parts`() throws {
    let store = try fixture.open(hotRowCount: 20)
    for first in stride(from: 1, to: 50, by: 7) { _ = try store.append(spans(first...first + 6)) }
    try store.seal()
    #expect(try store.statistics().hotSpanCount == 0)
    #expect(try store.snapshot().headers.map(\.rowCount).sorted() == [7, 14, 14, 14])
    try expectAll(1...49, in: store)
  }

  @Test func `a process reads on where another sealed other batches than it would have`() throws {
    let store = try fixture.open(hotRowCount: 20)
    let snapshot = try store.snapshot()
    for number in 1...30 { _ = try store.append(spans(number...number)) }
    var other = HotSpans(limits: HotLimits(rowCount: 7))
    try other.refresh(try store.snapshot().transaction, store.databases.hot)
    #expect(other.parts.count == 5)
    #expect(try store.commit(try #require(try store.prepareSeal())))
    try other.refresh(try store.snapshot().transaction, store.databases.hot)
    #expect(other.count == 10)
    #expect(try snapshot.spans(of: try trace(1)).isEmpty)
  }

  // MARK: -

  private func trace(_ number: Int) throws -> TraceID {
    try #require(TraceID(high: 1, low: UInt64(number)))
  }

  private func spans(
    _ numbers: ClosedRange<Int>, start: Int64 = 0, end: Int64 = 8_000
  ) throws -> [SpanData] {
    try numbers.map { number in
      SpanData(
        traceID: try trace(number), spanID: try #require(SpanID(rawValue: UInt64(number))),
        name: "span \(number)", start: start + Int64(number), end: end,
        attributes: [Attribute(key: "number", value: .integer(Int64(number)))])
    }
  }

  /// Each span is there once, and nothing else is amiss.
  private func expectAll(_ numbers: ClosedRange<Int>, in store: TraceDatabase) throws {
    let snapshot = try store.snapshot()
    for number in numbers {
      #expect(try snapshot.spans(of: try trace(number)).map(\.name) == ["span \(number)"])
    }
    #expect(try store.statistics().spanCount == numbers.count)
    let report = try store.check()
    #expect(report.problems == [])
    #expect(report.spanCount == numbers.count)
  }
}
