import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// Aggregates of sampled spans; `RandomQueryTests` asks more of them.
struct WeightingTests {
  private static let query =
    "group by model select count(), sum(latency), avg(attr.score), p95(latency), error_rate(), "
    + "stddev(latency), histogram(latency, 500ms), count(ttft), sum(attr.score), rate()"

  private func segments(seed: UInt64) throws -> [[TestSpan]] {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    return random.sampled(segments)
  }

  @Test(arguments: 1..<9)
  func `answers do not depend on threads or what is remembered`(_ seed: UInt64) throws {
    let source = MemorySource(try segments(seed: seed), seed: seed)
    let expected = try run(Self.query, over: source)
    for threadCount in [2, 7] {
      let shared = try run(Self.query, over: source, threadCount: threadCount)
      #expect(shared.rows == expected.rows && shared.notes == expected.notes)
    }
    let plain = try run("unweighted " + Self.query, over: source)
    let cache = PartialCache()
    for _ in 0..<2 {
      #expect(try run(Self.query, over: source, cache: cache).rows == expected.rows)
      #expect(
        try run("unweighted " + Self.query, over: source, cache: cache).rows == plain.rows)
    }
  }

  @Test func `spans of one segment are remembered apart, weighted and not`() throws {
    var span = try testSpan(1, latency: 1_000)
    span.samplingProbability = 0.1
    let source = MemorySource([[span]], identities: [SegmentIdentity(number: 1, generation: 0)])
    let cache = PartialCache()
    for _ in 0..<2 {
      #expect(
        try run("select count()", over: source, cache: cache).rows == [[.integer(10)]])
      #expect(
        try run("select count() unweighted", over: source, cache: cache).rows == [[.integer(1)]])
    }
  }

  @Test func `nothing sampled is nothing weighted`() throws {
    var random = RandomStore(generator: SeededGenerator(seed: 5))
    let segments = try random.segments()
    let weighted = try run(Self.query, over: MemorySource(segments))
    let plain = try run("unweighted " + Self.query, over: MemorySource(segments))
    #expect(weighted.rows == plain.rows && weighted.notes == plain.notes)
    #expect(weighted.statistics.peakByteCount == plain.statistics.peakByteCount)
  }

  /// What probabilities of one everywhere come to is what there is without.
  @Test func `certain spans count as one`() throws {
    var random = RandomStore(generator: SeededGenerator(seed: 6))
    let plain = try random.segments()
    var certain = plain
    for segment in certain.indices {
      for place in certain[segment].indices { certain[segment][place].samplingProbability = 1 }
    }
    let expected = try run(Self.query, over: MemorySource(plain))
    let found = try run(Self.query, over: MemorySource(certain))
    #expect(found.rows == expected.rows)
    #expect(found.notes == expected.notes)
  }

  @Test func `percentiles beyond the memory are a typed error`() throws {
    let spans = try (0..<20_000).map { number in
      var span = try testSpan(number, latency: Int64(number))
      span.samplingProbability = 0.5
      return span
    }
    let source = MemorySource([spans])
    let query = "select p95(latency)"
    #expect(try run(query, over: source).rows == [[.duration(18_999)]])
    #expect {
      try run(query, over: source, memoryByteLimit: 300_000)
    } throws: { error in
      guard case .resourceExhausted(_, let work)? = error as? QueryError else { return false }
      return work.contains("as unweighted does not")
    }
    let plain = try run(query + " unweighted", over: source, memoryByteLimit: 300_000)
    #expect(plain.rows == [[.duration(18_999)]])
  }

  @Test func `a count past 64 bits is a typed error`() throws {
    let spans = try (0..<200).map { number in
      var span = try testSpan(number, latency: 1)
      span.samplingProbability = 0x1p-56
      return span
    }
    let source = MemorySource([spans])
    #expect {
      try run("select count()", over: source)
    } throws: { error in
      if case .overflow? = error as? QueryError { true } else { false }
    }
    #expect(try run("select avg(latency)", over: source).rows == [[.duration(1)]])
    #expect(try run("select count() unweighted", over: source).rows == [[.integer(200)]])
  }
}
