import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// Whole random queries over random traces, answered by the engine and by plain loops.
///
/// An ordinary run asks a thousand; `SPOOR_QUERIES` says how many else, and `SPOOR_SEED` from
/// which seed on.
struct RandomQueryTests {
  private static let queriesPerStore = 100

  @Test func `random queries have the answers of plain loops`() throws {
    let count = Soak.queryCount ?? 1_000
    let firstSeed = Soak.queryCount == nil ? 1_000 : Soak.seed()
    let clock = ContinuousClock.now
    var differenceCount = 0
    for store in 0..<(count + Self.queriesPerStore - 1) / Self.queriesPerStore {
      let seed = firstSeed &+ UInt64(store)
      differenceCount += try differences(seed: seed)
      if Soak.queryCount != nil && (store % 50 == 49 || store == 0) {
        let asked = (store + 1) * Self.queriesPerStore
        print(
          "\(asked) queries, seeds \(firstSeed) to \(seed), \(differenceCount) differences, "
            + "\((ContinuousClock.now - clock).components.seconds) s")
      }
    }
    #expect(differenceCount == 0)
  }

  /// Asks many queries of one store; returns how many answers differ.
  private func differences(seed: UInt64) throws -> Int {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    // Seconds apart, or so far that calendars matter.
    random.secondsPerTick = random.choose([1, 1, 40_000, 800_000])
    let segments = try random.sceneSegments()
    var scene = RandomScene(seed % 2 == 0 ? random.sampled(segments) : segments, seed: seed)
    scene.now = random.now
    let cache = PartialCache()
    var count = 0
    for number in 0..<Self.queriesPerStore {
      var levels = [NaiveLevel.spans, .spans, .spans, .traces, .sessions]
      // Lengths of months, times what is asked of them, are soon too much for 64 bits.
      if random.secondsPerTick > 1 { levels.removeLast() }
      let level = random.choose(levels)
      var query = random.query(of: level)
      // Whether a score would be a number is unknown of a store that has none.
      if !scene.hasScores, query.interval?.fill != nil { query.interval?.fill = "null" }
      let threadCount = random.choose([1, 1, 3])
      let ownCache = random.chance(50) ? cache : nil
      let memory =
        random.chance(10) ? 1 << Int.random(in: 8...15, using: &random.generator) : nil
      let difference = scene.difference(
        query, memoryByteLimit: memory ?? QueryOptions.defaultMemoryByteLimit,
        threadCount: threadCount, cache: ownCache)
      guard let difference else { continue }
      count += 1
      let smallest = scene.smallest(for: query, seed: seed)
      Issue.record(
        """
        seed \(seed), query \(number), \(threadCount) threads\(ownCache == nil ? "" : ", cached")\
        \(memory.map { ", \($0) bytes" } ?? ""): \(query.text)\
        \(query.parameters.isEmpty ? "" : " with \(query.parameters)")
        \(difference)
        \(smallest)
        """)
    }
    return count
  }
}

extension RandomScene {
  fileprivate var hasScores: Bool {
    segments.joined().contains {
      $0.attributes[AttributeName(scope: .span, key: "score")] != nil
    }
  }

  /// What the engine answers otherwise than loops do; nil when the answers are one.
  ///
  /// With little memory an error is an answer, too.
  func difference(
    _ query: NaiveQuery, memoryByteLimit: Int = QueryOptions.defaultMemoryByteLimit,
    threadCount: Int, cache: PartialCache?
  ) -> String? {
    let own = rows[query.level] ?? []
    // Of traces, every span's start is one of the store's.
    let starts = (query.level == .traces ? rows[.spans] ?? [] : own).map(\.start)
    let expected = query.answer(of: own, starts: starts, now: now)
    do {
      let result = try run(
        query.text, over: source, now: now, parameters: query.parameters,
        memoryByteLimit: memoryByteLimit, threadCount: threadCount, cache: cache)
      return query.difference(of: result, expected)
    } catch QueryError.resourceExhausted where memoryByteLimit < QueryOptions.defaultMemoryByteLimit
    {
      return nil
    } catch {
      return "refused: \(error)"
    }
  }

  /// The fewest spans found of which the answers still differ.
  func smallest(for query: NaiveQuery, seed: UInt64) -> String {
    var kept = segments
    var step = max(1, kept.joined().count / 2)
    while true {
      var place = 0
      while place < kept.joined().count {
        let fewer = kept.removing(place..<place + step)
        var scene = RandomScene(fewer, seed: seed)
        scene.now = now
        if scene.difference(query, threadCount: 1, cache: nil) != nil {
          kept = fewer
        } else {
          place += step
        }
      }
      guard step > 1 else { break }
      step /= 2
    }
    var scene = RandomScene(kept, seed: seed)
    scene.now = now
    let difference = scene.difference(query, threadCount: 1, cache: nil)
    guard let difference else { return "of all its spans only, or with its threads and cache" }
    let spans = kept.enumerated().flatMap { segment, spans in
      spans.map { "  segment \(segment): \($0.summary)" }
    }
    return "of these spans:\n\(spans.joined(separator: "\n"))\n\(difference)"
  }
}

extension [[TestSpan]] {
  /// The same without the spans at some places, counted through all segments.
  fileprivate func removing(_ places: Range<Int>) -> [[TestSpan]] {
    var place = 0
    return map { spans in
      spans.filter { _ in
        defer { place += 1 }
        return !places.contains(place)
      }
    }
  }
}

extension TestSpan {
  fileprivate var summary: String {
    let texts = self.texts.map { "\($0.key.name)=\($0.value)" }
    let numbers = self.numbers.map { "\($0.key.name)=\($0.value)" }
    let attributes = self.attributes.map { "\($0.key.scope).\($0.key.key)=\($0.value)" }
    let parent = parentID.map { " parent \($0)" } ?? ""
    let kept = samplingProbability.map { " kept with \($0)" } ?? ""
    return "\(traceID) \(spanID)\(parent)\(isDead ? " dead" : "")\(kept) "
      + (texts + numbers + attributes).sorted().joined(separator: " ")
  }
}
