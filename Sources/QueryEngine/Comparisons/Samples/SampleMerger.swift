import Scanning
import TraceModel

/// Puts together what threads read of segments.
struct SampleMerger {
  /// The values of categories, ascending; null, which no row has, may be the last.
  private(set) var categories: [SampleNumbering]
  /// Nil of attributes that have many values.
  private(set) var attributes: [SampleNumbering?]
  private(set) var clusters: [SampleNumbering]
  /// Whether some row belongs to none.
  private(set) var isPartial: [Bool]
  private(set) var restCount = 0
  private(set) var sharedCount = 0
  private let program: SampleProgram
  private var parts: [Part] = []

  private struct Part {
    var thread: Int
    var samples: SegmentSamples
  }

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
    for (thread, collector) in collectors.enumerated() {
      parts += collector.segments.map { Part(thread: thread, samples: $0) }
    }
    parts.sort { $0.samples.segment < $1.samples.segment }
    restCount = parts.reduce(0) { $0 + $1.samples.restCount }
    sharedCount = parts.reduce(0) { $0 + $1.samples.sharedCount }
  }

  /// Memory held of what was not merged yet.
  var byteCount: Int {
    parts.reduce(0) { sum, part in sum + part.samples.sides.reduce(0) { $0 + $1.byteCount } }
  }

  /// The rows of a population in each segment that has some.
  func matches(ofSide side: Int) -> [Int: Bitmap] {
    var matches: [Int: Bitmap] = [:]
    for part in parts where part.samples.sides[side].rowCount > 0 {
      matches[part.samples.segment] = part.samples.sides[side].matches
    }
    return matches
  }

  /// A population's rows, of which nothing is kept here.
  ///
  /// The closure is told what is held on the way.
  mutating func takeSide(
    _ side: Int, readIDs: ([SideSample.TracePlace]) throws(QueryError) -> [TraceID],
    _ hold: (Int) throws(QueryError) -> Void
  ) throws(QueryError) -> SideSample {
    let ordering = try self.ordering(of: side, readIDs: readIDs)
    var sample = SideSample()
    sample.tracePlaces = ordering.places
    sample.traces.reserveCapacity(ordering.rowCounts.reduce(0, +))
    for (trace, count) in ordering.rowCounts.enumerated() {
      sample.traces.append(contentsOf: repeatElement(Int32(trace), count: count))
    }
    sample.firstStart = ordering.firstStart
    sample.lastStart =
      sample.rowCount == 0 ? nil : parts.map { $0.samples.sides[side].lastStart }.max()
    takeStarts(of: side, ordering, into: &sample)
    let placesByteCount = sample.rowCount * 4
    for place in program.numbers.indices {
      sample.numbers.append(
        scatter(side, ordering, sample.rowCount, 0, { $0.numbers[place] }, { $1 }))
      for part in parts.indices { parts[part].samples.sides[side].numbers[place].removeAll() }
      try hold(sample.byteCount + placesByteCount + byteCount)
    }
    for place in program.categories.indices {
      let numbers = categories[place].numbers
      sample.categories.append(
        scatter(
          side, ordering, sample.rowCount, 0, { $0.categories[place] },
          { (thread, number) in numbers[thread][Int(number)] }))
      for part in parts.indices { parts[part].samples.sides[side].categories[place].removeAll() }
      try hold(sample.byteCount + placesByteCount + byteCount)
    }
    takeAttributes(of: side, ordering, into: &sample)
    takeClusters(of: side, ordering, into: &sample)
    if program.pairing != nil { takePairs(of: side, ordering, into: &sample) }
    try hold(sample.byteCount + placesByteCount + byteCount)
    return sample
  }

  private func ordering(
    of side: Int, readIDs: ([SideSample.TracePlace]) throws(QueryError) -> [TraceID]
  ) throws(QueryError) -> TraceOrdering {
    try TraceOrdering(
      parts.map { (segment: $0.samples.segment, rows: $0.samples.sides[side]) },
      readIDs: readIDs)
  }

  private func scatter<Element: Sendable>(
    _ side: Int, _ ordering: TraceOrdering, _ rowCount: Int, _ zero: Element,
    _ values: (SideRows) -> PresentValues<Element>, _ map: (Int, Element) -> Element
  ) -> PresentValues<Element> {
    var all = [Element](repeating: zero, count: rowCount)
    var present: Bitmap?
    let columns = parts.map { values($0.samples.sides[side]) }
    if columns.contains(where: { $0.rows != nil }) {
      present = Bitmap(bitCount: rowCount, isSet: false)
    }
    for (index, column) in columns.enumerated() {
      let (thread, places) = (parts[index].thread, ordering.rowPlaces[index])
      for place in column.values.indices {
        let row = places[column.rows.map { Int($0[place]) } ?? place]
        all[Int(row)] = map(thread, column.values[place])
        present?.set(Int(row))
      }
    }
    guard let present else { return PresentValues(all) }
    let rows = present.rows
    return PresentValues(rows.map { all[Int($0)] }, rows: rows, rowCount: rowCount)
  }

  private mutating func takeStarts(
    of side: Int, _ ordering: TraceOrdering, into sample: inout SideSample
  ) {
    sample.starts = Array(repeating: 0, count: sample.rowCount)
    for (index, part) in parts.enumerated() {
      let places = ordering.rowPlaces[index]
      for (row, start) in part.samples.sides[side].starts.enumerated() {
        sample.starts[Int(places[row])] = start
      }
      parts[index].samples.sides[side].starts = []
    }
  }

  private mutating func takeAttributes(
    of side: Int, _ ordering: TraceOrdering, into sample: inout SideSample
  ) {
    for (place, attribute) in program.attributes.enumerated() {
      guard let numbering = attributes[place] else {
        sample.attributes.append(nil)
        sample.attributeCounts.append([])
        continue
      }
      let valueCount = attribute.role == .hour ? 24 : numbering.values.count
      var counts = [Int](repeating: 0, count: valueCount)
      var all = attribute.role == .known ? nil : [UInt8](repeating: 0, count: sample.rowCount)
      for (index, part) in parts.enumerated() {
        let numbers = numbering.numbers[part.thread]
        switch part.samples.sides[side].attributes[place] {
        case .counts(let known):
          for (number, count) in known.enumerated() { counts[Int(numbers[number])] += count }
        case .codes(let codes):
          let places = ordering.rowPlaces[index]
          for row in codes.indices {
            let code = attribute.role == .hour ? codes[row] : UInt8(numbers[Int(codes[row])])
            counts[Int(code)] += 1
            all?[Int(places[row])] = code
          }
        }
        parts[index].samples.sides[side].attributes[place] = .counts([])
      }
      sample.attributes.append(all)
      sample.attributeCounts.append(counts)
    }
  }

  /// Of several, a trace's session is the first by its text.
  private func takeClusters(
    of side: Int, _ ordering: TraceOrdering, into sample: inout SideSample
  ) {
    for place in program.clusters.indices {
      var all = [UInt32?](repeating: nil, count: sample.traceCount)
      for (index, part) in parts.enumerated() {
        let numbers = clusters[place].numbers[part.thread]
        for (trace, number) in part.samples.sides[side].clusters[place].enumerated() {
          guard let number else { continue }
          let rank = Int(ordering.ranks[index][trace])
          all[rank] = min(all[rank] ?? .max, numbers[Int(number)])
        }
      }
      sample.clusters.append(all)
    }
  }

  private func takePairs(
    of side: Int, _ ordering: TraceOrdering, into sample: inout SideSample
  ) {
    sample.pairKeys = scatter(side, ordering, sample.rowCount, 0, { $0.pairKeys }, { $1 })
    sample.places = Array(
      repeating: RowPlace(segment: 0, row: 0), count: sample.rowCount)
    for (index, part) in parts.enumerated() {
      for (place, row) in part.samples.sides[side].matches.rows.enumerated() {
        sample.places[Int(ordering.rowPlaces[index][place])] = RowPlace(
          segment: part.samples.segment, row: row)
      }
    }
  }
}
