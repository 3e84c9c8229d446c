import Spoor
import TestSupport
import Testing
import TraceModel

/// Which traces are kept once they are over.
@Suite struct TailSamplingTests {
  private func open(
    _ sampling: TailSampling, window: Duration = .milliseconds(2)
  ) throws -> Store {
    var settings = RecordingSettings()
    settings.commitWindow = window
    settings.tailSampling = sampling
    return try Store.temporary(recording: settings)
  }

  /// Nothing is kept but for a reason.
  private var nothing: TailSampling {
    var sampling = TailSampling(probability: 0)
    sampling.keptPerVersion = 0
    sampling.decisionDelay = .seconds(3_600)
    sampling.longestWait = .seconds(3_600)
    return sampling
  }

  private func child(of parent: SpanData, _ number: Int, failed: Bool = false) throws -> SpanData {
    var span = try recorded(number, status: SpanStatus(code: failed ? .error : .ok))
    span.traceID = parent.traceID
    span.parentID = parent.spanID
    return span
  }

  @Test func `a trace with an error is kept whole, others are not`() async throws {
    let store = try open(nothing)
    let roots = try (0..<3).map { try recorded($0) }
    store.record(try child(of: roots[1], 11, failed: true))
    store.record(try child(of: roots[2], 12))
    for root in roots { store.record(root) }
    try await store.flush()
    #expect(try store.numbers() == [1, 11])
    let statistics = store.recordingStatistics
    #expect(statistics.droppedCounts == [.sampledOut: 3])
    #expect(statistics.undecidedCount == 0)
    // Such a trace stands for itself alone.
    #expect(try store.count("") == .integer(2))
  }

  @Test func `slow traces and those with another reason are kept`() async throws {
    var sampling = nothing
    sampling.keepsOver = .seconds(1)
    sampling.keepsIf = { spans in spans.contains { $0.name == "odd" } }
    let store = try open(sampling)
    var slow = try recorded(1)
    slow.end = slow.start + 1_000_000_001
    var odd = try recorded(2)
    odd.name = "odd"
    for span in [try recorded(0), slow, odd] { store.record(span) }
    try await store.flush()
    #expect(try store.numbers() == [1, 2])
  }

  @Test func `the first traces of a prompt version are kept`() async throws {
    var sampling = nothing
    sampling.keptPerVersion = 2
    let store = try open(sampling)
    for number in 0..<6 {
      let version = Attribute(key: "spoor.prompt.version", value: .string("v\(number % 2)"))
      store.record(try recorded(number, attributes: [version]))
      try await store.flush()
    }
    #expect(try store.numbers() == [0, 1, 2, 3])
  }

  @Test func `of other traces a share is kept, and counts stand for all of them`() async throws {
    var sampling = nothing
    sampling.probability = 0.25
    let store = try open(sampling, window: .seconds(60))
    let total = 4_000
    var random = SeededGenerator(seed: 3)
    for number in 0..<total {
      var span = try recorded(number)
      span.traceID = try #require(
        TraceID(high: 7, low: UInt64.random(in: 1...UInt64.max, using: &random)))
      store.record(span)
    }
    try await store.flush()
    let kept = try store.numbers().count
    // Six standard deviations of a binomial count are 165.
    #expect(abs(kept - total / 4) < 165)
    #expect(try store.count("unweighted") == .integer(Int64(kept)))
    #expect(try store.count("") == .integer(Int64(kept * 4)))
    #expect(try store.count("sampling_probability != 0.25") == .integer(0))
  }

  @Test func `a span that was sampled before tells the smaller probability`() async throws {
    var sampling = nothing
    sampling.probability = 0.5
    let store = try open(sampling)
    for (number, state) in ["ot=th:c,vendor=x", "ot=th:4;rv:ffffffffffffff", ""].enumerated() {
      var span = try recorded(number)
      span.traceState = state
      span.traceID = try #require(TraceID(high: 1, low: UInt64.max - UInt64(number)))
      store.record(span)
    }
    try await store.flush()
    let rows = try await store.query("select sampling_probability order by start").rows
    #expect(rows == [[.double(0.25)], [.double(0.5)], [.double(0.5)]])
    let first = try #require(TraceID(high: 1, low: UInt64.max))
    #expect(try store.trace(first).map(\.traceState) == ["ot=th:c,vendor=x"])
  }

  @Test func `spans that come late follow what was decided`() async throws {
    let store = try open(nothing)
    let roots = try [recorded(0, status: SpanStatus(code: .error)), recorded(1)]
    for root in roots { store.record(root) }
    try await store.flush()
    store.record(try child(of: roots[0], 10))
    store.record(try child(of: roots[1], 11, failed: true))
    try await store.flush()
    #expect(try store.numbers() == [0, 10])
  }

  @Test func `a trace is decided some time after its root ended, without a flush`() async throws {
    var sampling = nothing
    sampling.decisionDelay = .milliseconds(5)
    let store = try open(sampling)
    store.record(try recorded(0, status: SpanStatus(code: .error)))
    try await eventually("it is written") { try store.numbers() == [0] }
  }

  @Test func `more undecided spans than allowed are decided early`() async throws {
    var sampling = nothing
    sampling.undecidedSpanCount = 10
    let store = try open(sampling)
    for number in 0..<100 {
      store.record(try recorded(number, status: SpanStatus(code: .error)))
    }
    try await eventually("the longest waiting are written") { try store.numbers().count >= 90 }
    #expect(store.recordingStatistics.undecidedCount <= 10)
  }

  @Test func `a trace that is seen running is kept`() async throws {
    var settings = RecordingSettings()
    settings.commitWindow = .milliseconds(2)
    settings.runningAfter = .milliseconds(5)
    settings.tailSampling = nothing
    let store = try Store.temporary(recording: settings)
    let span = try HeldSpan(1)
    store.noteStarted(span)
    try await eventually("it is seen") { try store.count("status=running") == .integer(1) }
    span.end(in: store)
    try await store.flush()
    #expect(try store.count("status=running") == .integer(0))
    #expect(try store.numbers() == [1])
  }
}
