/// `exemplar`: the trace of a group's slowest span.
///
/// Of equally slow ones the first started counts, then the least trace id, then the least span id.
struct ExemplarAccumulator: Accumulator {
  private struct Candidate: Sendable {
    var latency: Int64
    var start: Int64
    var traceID: String
    var spanID: String

    func isBetter(than other: Candidate) -> Bool {
      if latency != other.latency { return latency > other.latency }
      return (start, traceID, spanID) < (other.start, other.traceID, other.spanID)
    }
  }

  private var best: [Candidate?] = []
  /// The best latencies again, where the loop over rows finds them without touching strings;
  /// the least number while a group has none.
  private var latencies: [Int64] = []
  private let latencyInput: Int
  private let startInput: Int

  init(latencyInput: Int, startInput: Int) {
    self.latencyInput = latencyInput
    self.startInput = startInput
  }

  /// With the 32 characters of a trace id and the 16 of a span id on the heap.
  var byteCount: Int { best.count * (MemoryLayout<Candidate?>.stride + 112) }

  mutating func grow(to groupCount: Int) {
    best.grow(to: groupCount, with: nil)
    latencies.grow(to: groupCount, with: .min)
  }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[latencyInput]
    guard case .integers(let numbers) = values.storage,
      case .integers(let starts) = batch.inputs[startInput].storage
    else { return }
    for index in numbers.indices where values.isValid(index) {
      let group = Int(batch.groups[index])
      if numbers[index] < latencies[group] { continue }
      if let known = best[group], numbers[index] == known.latency, starts[index] > known.start {
        continue
      }
      // Ids are read for the few rows that get here.
      let row = [batch.rows[index]]
      let candidate = Candidate(
        latency: numbers[index], start: starts[index],
        traceID: try text(.traceID, row, batch.reader),
        spanID: try text(.spanID, row, batch.reader))
      offer(candidate, to: group)
    }
  }

  private func text(
    _ column: ColumnReference, _ row: [UInt32], _ reader: SegmentReader
  ) throws(QueryError) -> String {
    guard case .string(let text) = try reader.read(column, rows: row).value(at: 0)
    else { return "" }
    return text
  }

  private mutating func offer(_ candidate: Candidate, to group: Int) {
    if let known = best[group], !candidate.isBetter(than: known) { return }
    best[group] = candidate
    latencies[group] = candidate.latency
  }

  mutating func merge(_ other: ExemplarAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      if let candidate = other.best[index] { offer(candidate, to: Int(groups[index])) }
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    best[group].map { .string($0.traceID) } ?? .null
  }
}
