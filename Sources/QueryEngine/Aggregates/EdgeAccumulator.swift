/// `first(x)` and `last(x)`: the value of the first or last span that has one, by start, trace id
/// and span id.
struct EdgeAccumulator: Accumulator {
  private struct Candidate: Sendable {
    var start: Int64
    var traceID: String
    var spanID: String
    var value: Value

    func precedes(_ other: Candidate) -> Bool {
      (start, traceID, spanID) < (other.start, other.traceID, other.spanID)
    }
  }

  private var best: [Candidate?] = []
  private let isLast: Bool
  private let input: Int
  private let startInput: Int

  init(isLast: Bool, input: Int, startInput: Int) {
    self.isLast = isLast
    self.input = input
    self.startInput = startInput
  }

  /// With the 32 characters of a trace id and the 16 of a span id on the heap.
  var byteCount: Int { best.count * (MemoryLayout<Candidate?>.stride + 112) }

  mutating func grow(to groupCount: Int) { best.grow(to: groupCount, with: nil) }

  /// Ids are read for the rows alone whose start is the best of their group's.
  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    let presence = try values.decodedPresence()
    let (starts, _) = try batch.inputs[startInput].asIntegers()
    var bestStarts: [UInt32: Int64] = [:]
    for index in starts.indices where presence.map({ $0[index] }) ?? true {
      let group = batch.groups[index]
      let known = bestStarts[group] ?? best[Int(group)]?.start
      if let known, isLast ? known > starts[index] : known < starts[index] { continue }
      bestStarts[group] = starts[index]
    }
    for index in starts.indices where presence.map({ $0[index] }) ?? true {
      let group = batch.groups[index]
      guard bestStarts[group] == starts[index] else { continue }
      let row = [batch.rows[index]]
      offer(
        Candidate(
          start: starts[index], traceID: try batch.reader.text(of: .traceID, row: row),
          spanID: try batch.reader.text(of: .spanID, row: row),
          value: try values.value(at: index)), to: Int(group))
    }
  }

  private mutating func offer(_ candidate: Candidate, to group: Int) {
    if let known = best[group] {
      guard isLast ? known.precedes(candidate) : candidate.precedes(known) else { return }
    }
    best[group] = candidate
  }

  mutating func merge(_ other: EdgeAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      if let candidate = other.best[index] { offer(candidate, to: Int(groups[index])) }
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    best[group]?.value ?? .null
  }
}

extension SegmentReader {
  /// The text of a row's id.
  func text(of column: ColumnReference, row: [UInt32]) throws(QueryError) -> String {
    guard case .string(let text) = try read(column, rows: row).value(at: 0) else { return "" }
    return text
  }
}
