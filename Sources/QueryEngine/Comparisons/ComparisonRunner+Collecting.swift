import Drift
import Scanning
import Synchronization
import TraceModel

/// The rows of populations, and what their numbers stand for.
struct CollectedSamples: Sendable {
  var sides: [SideSample]
  /// Of each population, its rows in each segment that has some.
  var matches: [[Int: Bitmap]]
  /// The values of categories, ascending.
  var categories: [[Value]]
  /// The values of attributes, ascending; nil of attributes that have many.
  var attributes: [[Value]?]
  /// Whether some row is of no cluster.
  var isPartial: [Bool]
  /// What each metric and each attribute is among the columns.
  var program: SampleProgram
  /// Rows of the query that are of no population.
  var restCount: Int
  /// Rows that are of two.
  var sharedCount: Int

  var byteCount: Int {
    sides.reduce(0) { $0 + $1.byteCount }
      + matches.reduce(0) { sum, rows in
        sum + rows.values.reduce(0) { $0 + $1.words.count * 8 }
      }
  }
}

extension ComparisonRunner {
  fileprivate static let collecting = "holding the values that are compared"

  /// What a thread reads, and its share of the query's memory.
  private struct SharedCollector: Sendable {
    var content: SampleCollector
    var memory: MemoryShare
  }

  /// Reads populations in one pass over the rows.
  func collect(
    _ populations: [ComparedPopulation], _ program: SampleProgram, _ scan: inout SegmentScan,
    _ memory: inout MemoryShare
  ) throws(QueryError) -> CollectedSamples {
    let segments = scan.candidates()
    let meter = scan.meter
    let threads = ThreadPlan(options, segmentCount: segments.count)
    var collectors = try scan.run(
      over: segments, on: threads,
      { _ in
        SharedCollector(content: SampleCollector(program), memory: MemoryShare(of: meter))
      }
    ) { (segment, scan, part) throws(QueryError) in
      try scan.visit(segment) { (reader, matches) throws(QueryError) in
        var memory = part.memory
        defer { part.memory = memory }
        try part.content.add(matches, of: reader) { (byteCount) throws(QueryError) in
          try memory.hold(byteCount, doing: Self.collecting)
        }
      }
    }
    // What is read later is no part of the answer's statistics.
    scan.isRepeated = true
    var merger = SampleMerger(program, collectors.map(\.content))
    for index in collectors.indices { collectors[index].memory.release() }
    collectors = []
    let samples = try merge(&merger, populations.count, program, &scan)
    try memory.hold(samples.byteCount, doing: Self.collecting)
    return samples
  }

  /// A side on its way to a thread, and then put together.
  private struct SharedSide: Sendable {
    var merger: SideMerger
    var memory: MemoryShare

    init(_ merger: SideMerger, _ meter: MemoryMeter) throws(QueryError) {
      self.merger = merger
      memory = MemoryShare(of: meter)
      try memory.hold(merger.byteCount, doing: ComparisonRunner.collecting)
    }
  }

  /// Puts the sides together, each on a thread of its own where there are several.
  private func merge(
    _ merger: inout SampleMerger, _ count: Int, _ program: SampleProgram,
    _ scan: inout SegmentScan
  ) throws(QueryError) -> CollectedSamples {
    var samples = CollectedSamples(
      sides: [], matches: (0..<count).map { merger.matches(ofSide: $0) },
      categories: merger.categories.map(\.values),
      attributes: merger.attributes.map { $0?.values }, isPartial: merger.isPartial,
      program: program, restCount: merger.restCount, sharedCount: merger.sharedCount)
    let meter = scan.meter
    let waiting = Waiting(
      try merger.takeSides(count: count).map { (side) throws(QueryError) in
        try SharedSide(side, meter)
      })
    typealias MergedSide = (side: Int, sample: SideSample, memory: MemoryShare)
    let merged = try scan.run(
      over: Array(0..<count), on: ThreadPlan(options, segmentCount: count),
      { _ in [MergedSide]() }
    ) { (side, scan, merged) throws(QueryError) in
      try scan.control.check()
      guard var (merger, memory) = waiting.take(side).map({ ($0.merger, $0.memory) }) else {
        return
      }
      let sample = try merger.take { (places) throws(QueryError) in
        try scan.traceIDs(at: places)
      } _: { (byteCount) throws(QueryError) in
        try memory.hold(byteCount, doing: Self.collecting)
      }
      merged.append((side, sample, memory))
    }
    for var part in merged.joined().sorted(by: { $0.side < $1.side }) {
      samples.sides.append(part.sample)
      part.memory.release()
    }
    return samples
  }
}

/// Elements that threads take, each once, so that whoever has one holds it alone.
private final class Waiting<Element: Sendable>: Sendable {
  private let elements: Mutex<[Element?]>

  init(_ elements: [Element]) {
    self.elements = Mutex(elements)
  }

  func take(_ place: Int) -> Element? {
    elements.withLock { elements in
      defer { elements[place] = nil }
      return elements[place]
    }
  }
}

extension SegmentScan {
  /// The ids of traces.
  func traceIDs(at places: [SideSample.TracePlace]) throws(QueryError) -> [TraceID] {
    var readers: [Int32: SegmentReader] = [:]
    var ids: [TraceID] = []
    ids.reserveCapacity(places.count)
    for place in places {
      let reader: SegmentReader
      if let known = readers[place.segment] {
        reader = known
      } else {
        reader = try openSegment(at: Int(place.segment))
        readers[place.segment] = reader
      }
      guard
        case .string(let text) = try reader.dictionary(of: ColumnID(.traceID)).value(of: place.code),
        let id = TraceID(text)
      else { throw .storage(.damaged("a trace id that is none")) }
      ids.append(id)
    }
    return ids
  }
}
