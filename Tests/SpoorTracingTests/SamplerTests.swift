import Spoor
import SpoorTracing
import TestSupport
import Testing
import TraceModel
import Tracing

@Suite struct SamplerTests {
  private func candidate(
    _ low: UInt64, parent: SpanContext? = nil
  ) throws -> SamplingCandidate {
    SamplingCandidate(
      parent: parent, traceID: try #require(TraceID(high: 1, low: low)), name: "answer")
  }

  private func parent(
    isSampled: Bool, isRemote: Bool, state: String = ""
  ) throws -> SpanContext {
    SpanContext(
      traceID: try #require(TraceID(high: 1, low: 2)), spanID: try #require(SpanID(rawValue: 3)),
      flags: isSampled ? .sampled : [], traceState: try #require(TraceState(state)),
      isRemote: isRemote)
  }

  @Test(arguments: [
    (1.0, "th:0"), (0.75, "th:4"), (0.5, "th:8"), (0.25, "th:c"), (0.1, "th:e6666666666666"),
    (1.0 / 65_536, "th:ffff"), (0x1p-56, "th:ffffffffffffff"),
  ])
  func `the trace state says the share that is kept`(_ ratio: Double, _ member: String) throws {
    // The greatest of all random numbers is kept by every share.
    let decision = RatioSampler(ratio).decide(on: try candidate(.max))
    #expect(decision.isRecorded)
    #expect(decision.traceState.header == "ot=\(member)")
  }

  @Test func `a share is kept from its threshold on, of the last 56 bits`() throws {
    let half: UInt64 = 1 << 55
    for (low, isKept) in [(half, true), (half - 1, false), (half | 0xFF << 56, true), (1, false)] {
      #expect(RatioSampler(0.5).decide(on: try candidate(low)).isRecorded == isKept)
    }
  }

  @Test func `nothing is kept of a share of nothing`() throws {
    for ratio in [0, -1, 0x1p-58] {
      let decision = RatioSampler(ratio).decide(on: try candidate(.max))
      #expect(!decision.isRecorded)
      #expect(decision.traceState.isEmpty)
    }
  }

  @Test func `a greater share keeps what a smaller one keeps`() throws {
    var source = SeededGenerator(seed: 7)
    var keptCounts = [0, 0, 0]
    for _ in 0..<10_000 {
      let candidate = try candidate(source.next() | 1)
      let kept = [0.1, 0.3, 0.9].map { RatioSampler($0).decide(on: candidate).isRecorded }
      for (index, isKept) in kept.enumerated() where isKept { keptCounts[index] += 1 }
      #expect(!kept[0] || kept[1])
      #expect(!kept[1] || kept[2])
    }
    // Five standard deviations of a binomial distribution.
    for (count, share) in zip(keptCounts, [0.1, 0.3, 0.9]) {
      let deviation = (10_000 * share * (1 - share)).squareRoot()
      #expect(abs(Double(count) - 10_000 * share) < 5 * deviation)
    }
  }

  @Test func `a random number in the trace state counts before the trace id`() throws {
    let state = "ot=rv:80000000000000;x:1,other=2"
    let parent = try parent(isSampled: true, isRemote: true, state: state)
    let kept = RatioSampler(0.5).decide(on: try candidate(1, parent: parent))
    #expect(kept.isRecorded)
    #expect(kept.traceState.header == "ot=th:8;rv:80000000000000;x:1,other=2")
    // Too short for one.
    let wrong = try self.parent(isSampled: true, isRemote: true, state: "ot=rv:8000")
    #expect(!RatioSampler(0.5).decide(on: try candidate(1, parent: wrong)).isRecorded)
  }

  @Test func `what is not kept says no share`() throws {
    let parent = try parent(isSampled: true, isRemote: true, state: "ot=th:8,other=2")
    let decision = RatioSampler(0.5).decide(on: try candidate(1, parent: parent))
    #expect(!decision.isRecorded)
    #expect(decision.traceState.header == "other=2")
  }

  @Test func `a trace state has room for the share, whatever it says`() throws {
    let members = (1...32).map { "m\($0)=1" }.joined(separator: ",")
    let full = try parent(isSampled: true, isRemote: true, state: members)
    let among = RatioSampler(0.5).decide(on: try candidate(.max, parent: full)).traceState
    #expect(among.memberCount == 32)
    #expect(among.header.hasPrefix("ot=th:8,m1=1,"))
    let words = "ot=x:" + String(repeating: "y", count: 254)
    let long = try parent(isSampled: true, isRemote: true, state: words)
    let alone = RatioSampler(0.5).decide(on: try candidate(.max, parent: long)).traceState
    #expect(alone.header == "ot=th:8")
  }

  @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
  func `a child does as its parent`(_ isSampled: Bool, _ isRemote: Bool) throws {
    let parent = try parent(isSampled: isSampled, isRemote: isRemote, state: "ot=th:8")
    let sampler = ParentBasedSampler(root: .alwaysOn)
    let decision = sampler.decide(on: try candidate(1, parent: parent))
    #expect(decision == SamplingDecision(isRecorded: isSampled, traceState: parent.traceState))
  }

  @Test func `each kind of parent has its own sampler`() throws {
    let kinds = [(true, true), (true, false), (false, true), (false, false)]
    let delegates: [WritableKeyPath<ParentBasedSampler, any SpanSampler>] = [
      \.remoteParentSampled, \.localParentSampled, \.remoteParentNotSampled,
      \.localParentNotSampled,
    ]
    for (kind, delegate) in zip(kinds, delegates) {
      var sampler = ParentBasedSampler(root: .alwaysOff)
      let usual = kind.0
      sampler[keyPath: delegate] = usual ? AlwaysOffSampler() : AlwaysOnSampler()
      for other in kinds {
        let parent = try parent(isSampled: other.0, isRemote: other.1)
        let decision = sampler.decide(on: try candidate(1, parent: parent))
        #expect(decision.isRecorded == (other == kind ? !other.0 : other.0))
      }
      #expect(!sampler.decide(on: try candidate(1)).isRecorded)
    }
  }

  @Test func `counts are weighted by the share that was kept`() async throws {
    let traced = try TracedStore(sampler: .parentBased(root: .ratio(0.25)))
    for _ in 0..<2_000 {
      traced.tracer.withSpan("outer") { _ in
        traced.tracer.withSpan("inner") { _ in }
      }
    }
    let spans = try await traced.spans()
    #expect(Set(spans.map(\.traceState)) == ["ot=th:c"])
    let outer = spans.filter { $0.name == "outer" }.count
    // Five standard deviations around a quarter of 2,000.
    #expect(abs(outer - 500) < 97)
    #expect(spans.count == 2 * outer)
    let answer = try await traced.store.query(
      "name=inner select count(), min(sampling_probability)")
    #expect(answer.rows == [[.integer(4 * Int64(outer)), .double(0.25)]])
  }
}
