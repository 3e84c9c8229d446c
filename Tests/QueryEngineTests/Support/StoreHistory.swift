import Scanning
import TestSupport
import Testing

/// One store at several times: spans appended and sealed, replaced, merged.
struct StoreHistory {
  private var random: RandomStore
  private(set) var states: [(name: String, source: MemorySource)] = []

  init(seed: UInt64) throws {
    random = RandomStore(generator: SeededGenerator(seed: seed))
    var segments: [[TestSpan]] = []
    while segments.count < 3 { segments += try random.segments().filter { !$0.isEmpty } }
    let replaced = segments[0].map { span in
      var span = span
      if Bool.random(using: &random.generator) { span.isDead = true }
      return span
    }
    let merged = (replaced + segments[1]).filter { !$0.isDead }
    let sealed: [SegmentIdentity?] = segments.indices.map {
      SegmentIdentity(number: $0, generation: 0)
    }
    let newer = SegmentIdentity(number: 0, generation: 1)
    let whole = SegmentIdentity(number: 100, generation: 0)
    let hot = Array(segments.last?.prefix(40) ?? [])
    let all = MemorySource(
      segments + [replaced, merged, hot], seed: seed, identities: sealed + [newer, whole, nil])
    states = [
      ("unsealed tail", all.keeping { $0 == nil || sealed.dropLast().contains($0) }),
      ("sealed", all.keeping { sealed.contains($0) }),
      ("replaced", all.keeping { $0 == newer || sealed.dropFirst().contains($0) }),
      ("merged", all.keeping { $0 == whole || sealed.dropFirst(2).contains($0) }),
    ]
  }

  mutating func query() throws -> String {
    let condition = random.condition()
    let keys = RandomStore.fields.shuffled(using: &random.generator)
      .prefix(Int.random(in: 0...3, using: &random.generator))
    let groupBy = keys.isEmpty ? "" : " group by \(keys.map(\.name).joined(separator: ", "))"
    let measure = try #require(
      ["latency", "total_tokens", "cost", "attr.score"].randomElement(using: &random.generator))
    let times = try #require(
      ["", "", " since 9s", " until 1970-01-01T00:00:12Z", " since 15s until 4s", " every 7s"]
        .randomElement(using: &random.generator))
    // What is shown without `select` has the slowest trace of each group.
    if Int.random(in: 0..<5, using: &random.generator) == 0 {
      return "\(condition.text)\(times) group by stage"
    }
    return """
      \(condition.text)\(times)\(groupBy) select count(), count(\(measure)), sum(\(measure)), \
      avg(\(measure)), min(\(measure)), max(\(measure)), p50(\(measure)), \
      quantile(\(measure), 0.9), count_distinct(model), approx_count_distinct(\(measure)), \
      error_rate(), rate(), sum(attr.score / attr.score)
      """
  }
}

extension SegmentIdentity {
  init(number: Int, generation: UInt32) {
    self.init(number: UInt32(number), generation: generation)
  }
}
