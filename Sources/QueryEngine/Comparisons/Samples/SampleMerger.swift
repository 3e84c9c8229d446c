import Scanning
import TraceModel

/// Puts together what threads read of segments: what their numbers stand for, and what is read of each
/// side, which is then put together by whoever takes it.
struct SampleMerger {
  /// The values of categories, ascending; null, which no row has, may be the last.
  private(set) var categories: [SampleNumbering]
  /// Nil of attributes that have many values.
  private(set) var attributes: [SampleNumbering?]
  private let clusters: [SampleNumbering]
  /// Whether some row belongs to none.
  let isPartial: [Bool]
  let restCount: Int
  let sharedCount: Int
  private let program: SampleProgram
  private var segments: [(thread: Int, samples: SegmentSamples)]

  init(_ program: SampleProgram, _ collectors: [SampleCollector]) {
    self.program = program
    categories = program.categories.indices.map { place in
      SampleNumbering(collectors.map { $0.categories[place] })
    }
    clusters = program.clusters.indices.map { place in
      SampleNumbering(collectors.map { $0.clusters[place] })
    }
    isPartial = program.clusters.indices.map { place in
      collectors.contains { $0.isPartial[place] }
    }
    attributes = program.attributes.indices.map { place in
      let interners = collectors.compactMap { $0.attributes[place] }
      guard interners.count == collectors.count else { return nil }
      let numbering = SampleNumbering(interners)
      return numbering.values.count <= SampleCollector.greatestValueCount ? numbering : nil
    }
    segments = collectors.enumerated().flatMap { thread, collector in
      collector.segments.map { (thread: thread, samples: $0) }
    }.sorted { $0.samples.segment < $1.samples.segment }
    restCount = segments.reduce(0) { $0 + $1.samples.restCount }
    sharedCount = segments.reduce(0) { $0 + $1.samples.sharedCount }
  }

  /// The rows of a population in each segment that has some.
  func matches(ofSide side: Int) -> [Int: Bitmap] {
    var matches: [Int: Bitmap] = [:]
    for (_, samples) in segments where samples.sides[side].rowCount > 0 {
      matches[samples.segment] = samples.sides[side].matches
    }
    return matches
  }

  /// What is to be put together of each population; nothing is kept here.
  mutating func takeSides(count: Int) -> [SideMerger] {
    let segments = segments
    defer { self.segments = [] }
    return (0..<count).map { side in
      SideMerger(
        program: program, categories: categories, attributes: attributes, clusters: clusters,
        parts: segments.map { segment in
          SideMerger.Part(
            thread: segment.thread, segment: segment.samples.segment,
            rows: segment.samples.sides[side])
        })
    }
  }
}
