import TestSupport
import Testing
import TraceModel
import TraceStorage

@Suite struct DeduplicationTests {
  /// Two ways to store a span, so that a copy meets every place where the first one may be.
  enum Way: CaseIterable, Sendable {
    case append, load, appendAndSeal

    func store(_ spans: [SpanData], in store: TraceDatabase) throws -> WriteSummary {
      switch self {
      case .append: return try store.append(spans)
      case .load: return try store.load(spans)
      case .appendAndSeal:
        let summary = try store.append(spans)
        try store.seal()
        return summary
      }
    }
  }

  @Test(arguments: Way.allCases, Way.allCases)
  func `a later copy of a span replaces the earlier one`(first: Way, second: Way) throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    _ = try first.store([span(1, 1, name: "old"), span(1, 2, name: "other")], in: store)
    let summary = try second.store([span(1, 1, name: "new")], in: store)
    #expect(summary.storedCount == 0)
    #expect(summary.duplicateCount == 1)
    #expect(try store.names(ofTrace: 1) == ["new", "other"])
    #expect(try store.statistics().spanCount == 2)
    #expect(try store.check().problems == [])
  }

  @Test(arguments: Way.allCases, Way.allCases)
  func `the copy that ended last counts, in whatever order they come`(
    first: Way, second: Way
  ) throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    _ = try first.store([span(1, 1, name: "late", end: 9)], in: store)
    _ = try second.store([span(1, 1, name: "early", end: 5)], in: store)
    _ = try second.store([span(1, 1, name: "running", end: nil)], in: store)
    #expect(try store.names(ofTrace: 1) == ["late"])
    #expect(try store.check().problems == [])
  }

  @Test(arguments: Way.allCases, Way.allCases)
  func `a finished copy replaces a running one`(first: Way, second: Way) throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    _ = try first.store([span(1, 1, name: "running", end: nil)], in: store)
    _ = try second.store([span(1, 1, name: "finished", end: 0)], in: store)
    #expect(try store.names(ofTrace: 1) == ["finished"])
  }

  @Test func `copies within one call are one span`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    let summary = try store.load([
      span(1, 1, name: "a", end: 4), span(1, 1, name: "b", end: 9), span(1, 1, name: "c", end: 2),
    ])
    #expect(summary.storedCount == 1)
    #expect(summary.duplicateCount == 2)
    #expect(try store.names(ofTrace: 1) == ["b"])
  }

  @Test func `the same spans again change nothing and write no row`() throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    var generator = SpanGenerator(seed: 11)
    let spans = generator.spans(300)
    _ = try store.load(spans)
    let before = try store.statistics()
    let summary = try store.load(spans)
    #expect(summary.duplicateCount == 300)
    #expect(try store.statistics().deadRowCount == before.deadRowCount)
    #expect(try store.statistics().segmentCount == before.segmentCount)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `random copies in random ways agree with a dictionary`(seed: UInt64) throws {
    let fixture = StoreFixture()
    let store = try fixture.open()
    var random = SeededGenerator(seed: seed)
    var expected: [SpanID: SpanData] = [:]
    for round in 0..<40 {
      let spans = (0..<8).map { _ in
        span(
          1, .random(in: 1...20, using: &random), name: "\(round)",
          start: 0, end: .random(in: 1...9, using: &random))
      }
      for span in spans where span.end ?? 0 >= expected[span.spanID]?.end ?? 0 {
        expected[span.spanID] = span
      }
      _ = try (Way.allCases.randomElement(using: &random) ?? .load).store(spans, in: store)
    }
    let names = expected.sorted { $0.key < $1.key }.map(\.value.name)
    #expect(try store.names(ofTrace: 1) == names, "seed \(seed)")
    #expect(try store.check().problems == [], "seed \(seed)")
  }
}
