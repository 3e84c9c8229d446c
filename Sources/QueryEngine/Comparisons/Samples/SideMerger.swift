import Scanning
import TraceModel

/// Puts together what threads read of one population's rows.
struct SideMerger: Sendable {
  private let program: SampleProgram
  private let categories: [SampleNumbering]
  private let attributes: [SampleNumbering?]
  private let clusters: [SampleNumbering]
  private var parts: [Part]

  /// What was read of one segment.
  struct Part: Sendable {
    /// Who numbered the values.
    var thread: Int
    var segment: Int
    var rows: SideRows
  }

  init(
    program: SampleProgram, categories: [SampleNumbering], attributes: [SampleNumbering?],
    clusters: [SampleNumbering], parts: [Part]
  ) {
    self.program = program
    self.categories = categories
    self.attributes = attributes
    self.clusters = clusters
    self.parts = parts
  }

  /// Memory held of what was not put together yet.
  var byteCount: Int { parts.reduce(0) { $0 + $1.rows.byteCount } }

  /// The population's rows, of which nothing is kept here.
  ///
  /// The closure is told what is held on the way.
  mutating func take(
    readIDs: ([SideSample.TracePlace]) throws(QueryError) -> [TraceID],
    _ hold: (Int) throws(QueryError) -> Void
  ) throws(QueryError) -> SideSample {
    let ordering = try TraceOrdering(
      parts.map { (segment: $0.segment, rows: $0.rows) }, readIDs: readIDs)
    var sample = SideSample()
    sample.tracePlaces = ordering.places
    sample.traces.reserveCapacity(ordering.rowCounts.reduce(0, +))
    for (trace, count) in ordering.rowCounts.enumerated() {
      sample.traces.append(contentsOf: repeatElement(Int32(trace), count: count))
    }
    sample.firstStart = ordering.firstStart
    sample.lastStart = sample.rowCount == 0 ? nil : parts.map(\.rows.lastStart).max()
    takeStarts(ordering, into: &sample)
    let placesByteCount = sample.rowCount * 4
    for place in program.numbers.indices {
      let column = scatter(ordering, sample.rowCount, 0, \.numbers[place]) { $1 }
      sample.numbers.append(column.sharingRows(with: sample.presentRows))
      for part in parts.indices { parts[part].rows.numbers[place].removeAll() }
      try hold(sample.byteCount + placesByteCount + byteCount)
    }
    for place in program.categories.indices {
      let numbers = categories[place].numbers
      let column = scatter(ordering, sample.rowCount, 0, \.categories[place]) {
        numbers[$0][Int($1)]
      }
      sample.categories.append(column.sharingRows(with: sample.presentRows))
      for part in parts.indices { parts[part].rows.categories[place].removeAll() }
      try hold(sample.byteCount + placesByteCount + byteCount)
    }
    takeAttributes(ordering, into: &sample)
    takeClusters(ordering, into: &sample)
    if program.pairing != nil { takePairs(ordering, into: &sample) }
    try hold(sample.byteCount + placesByteCount + byteCount)
    return sample
  }

  private func scatter<Element: Sendable>(
    _ ordering: TraceOrdering, _ rowCount: Int, _ zero: Element,
    _ column: (SideRows) -> PresentValues<Element>, _ map: (Int, Element) -> Element
  ) -> PresentValues<Element> {
    var all = [Element](repeating: zero, count: rowCount)
    var present: Bitmap?
    let columns = parts.map { column($0.rows) }
    if columns.contains(where: { $0.rows != nil }) {
      present = Bitmap(bitCount: rowCount, isSet: false)
    }
    for (index, column) in columns.enumerated() {
      let (thread, places) = (parts[index].thread, ordering.rowPlaces[index])
      guard let rows = column.rows else {
        for place in column.values.indices {
          all[Int(places[place])] = map(thread, column.values[place])
          present?.set(Int(places[place]))
        }
        continue
      }
      for place in column.values.indices {
        let row = Int(places[Int(rows[place])])
        all[row] = map(thread, column.values[place])
        present?.set(row)
      }
    }
    guard let present else { return PresentValues(all) }
    let rows = present.rows
    return PresentValues(rows.map { all[Int($0)] }, rows: rows, rowCount: rowCount)
  }

  private mutating func takeStarts(_ ordering: TraceOrdering, into sample: inout SideSample) {
    sample.starts = Array(repeating: 0, count: sample.rowCount)
    for index in parts.indices {
      let (places, starts) = (ordering.rowPlaces[index], parts[index].rows.starts)
      for row in starts.indices { sample.starts[Int(places[row])] = starts[row] }
      parts[index].rows.starts = []
    }
  }

  private mutating func takeAttributes(_ ordering: TraceOrdering, into sample: inout SideSample) {
    for (place, attribute) in program.attributes.enumerated() {
      guard let numbering = attributes[place] else {
        sample.attributes.append(nil)
        sample.attributeCounts.append([])
        continue
      }
      let valueCount = attribute.role == .hour ? 24 : numbering.values.count
      let isKnown = attribute.role == .known
      var counts = [Int](repeating: 0, count: valueCount)
      var all = [UInt8](repeating: 0, count: isKnown ? 0 : sample.rowCount)
      for index in parts.indices {
        let numbers =
          attribute.role == .hour
          ? (0..<24).map { UInt32($0) } : numbering.numbers[parts[index].thread]
        switch parts[index].rows.attributes[place] {
        case .counts(let known):
          for (number, count) in known.enumerated() { counts[Int(numbers[number])] += count }
        case .codes(let codes):
          let places = ordering.rowPlaces[index]
          for row in codes.indices {
            let number = numbers[Int(codes[row])]
            counts[Int(number)] += 1
            all[Int(places[row])] = UInt8(truncatingIfNeeded: number)
          }
        }
        parts[index].rows.attributes[place] = .counts([])
      }
      sample.attributes.append(isKnown ? nil : all)
      sample.attributeCounts.append(counts)
    }
  }

  /// Of several, a trace's session is the first by its text.
  private func takeClusters(_ ordering: TraceOrdering, into sample: inout SideSample) {
    for place in program.clusters.indices {
      var all = [UInt32?](repeating: nil, count: sample.traceCount)
      for (index, part) in parts.enumerated() {
        let numbers = clusters[place].numbers[part.thread]
        for (trace, number) in part.rows.clusters[place].enumerated() {
          guard let number else { continue }
          let rank = Int(ordering.ranks[index][trace])
          all[rank] = min(all[rank] ?? .max, numbers[Int(number)])
        }
      }
      sample.clusters.append(all)
    }
  }

  private func takePairs(_ ordering: TraceOrdering, into sample: inout SideSample) {
    sample.pairKeys = scatter(ordering, sample.rowCount, 0, \.pairKeys) { $1 }
    sample.places = Array(
      repeating: RowPlace(segment: 0, row: 0), count: sample.rowCount)
    for (index, part) in parts.enumerated() {
      for (place, row) in part.rows.matches.rows.enumerated() {
        sample.places[Int(ordering.rowPlaces[index][place])] = RowPlace(
          segment: part.segment, row: row)
      }
    }
  }
}
