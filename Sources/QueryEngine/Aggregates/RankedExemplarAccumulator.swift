/// `exemplar(x, max)` and `exemplars(x, n)`: the traces of the spans with the greatest or least
/// values, each trace once.
///
/// Of equal values the first started counts, then the least trace id.
struct RankedExemplarAccumulator: Accumulator {
  private struct Candidate: Sendable {
    /// An integer that orders as the value does; the best is the greatest.
    var key: Int64
    var start: Int64
    var traceID: String

    func isBetter(than other: Candidate) -> Bool {
      if key != other.key { return key > other.key }
      return (start, traceID) < (other.start, other.traceID)
    }
  }

  /// Of each group the best traces, the best first.
  private var best: [[Candidate]] = []
  private let choice: ExemplarChoice
  private let count: Int
  private let input: Int
  private let startInput: Int
  private let type: ValueType

  init(_ choice: ExemplarChoice, count: Int, input: Int, startInput: Int, type: ValueType) {
    self.choice = choice
    self.count = count
    self.input = input
    self.startInput = startInput
    self.type = type
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  /// With the 32 characters of a trace id on the heap.
  var byteCount: Int {
    best.reduce(0) { $0 + 32 + $1.count * (MemoryLayout<Candidate>.stride + 64) }
  }

  mutating func grow(to groupCount: Int) { best.grow(to: groupCount, with: []) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    let (keys, validity) = isWhole ? try values.asIntegers() : try values.asOrderedKeys()
    let (starts, _) = try batch.inputs[startInput].asIntegers()
    // Ids are read for the rows that may count by what is known before the batch.
    var kept: [Int] = []
    for index in keys.indices where validity.map({ $0[index] }) ?? true {
      if mayCount(ranked(keys[index]), starts[index], Int(batch.groups[index])) {
        kept.append(index)
      }
    }
    guard !kept.isEmpty else { return }
    let traces = try batch.reader.read(.traceID, rows: kept.map { batch.rows[$0] })
    for (place, index) in kept.enumerated() {
      let group = Int(batch.groups[index])
      let key = ranked(keys[index])
      guard mayCount(key, starts[index], group),
        case .string(let traceID) = try traces.value(at: place)
      else { continue }
      offer(Candidate(key: key, start: starts[index], traceID: traceID), to: group)
    }
  }

  /// Mirrored where the least is the best.
  private func ranked(_ key: Int64) -> Int64 { choice == .greatest ? key : ~key }

  private func mayCount(_ key: Int64, _ start: Int64, _ group: Int) -> Bool {
    guard best[group].count == count, let last = best[group].last else { return true }
    return key != last.key ? key > last.key : start <= last.start
  }

  private mutating func offer(_ candidate: Candidate, to group: Int) {
    if let known = best[group].firstIndex(where: { $0.traceID == candidate.traceID }) {
      guard candidate.isBetter(than: best[group][known]) else { return }
      best[group].remove(at: known)
    }
    let place = best[group].firstIndex { candidate.isBetter(than: $0) } ?? best[group].count
    guard place < count else { return }
    best[group].insert(candidate, at: place)
    if best[group].count > count { best[group].removeLast() }
  }

  mutating func merge(_ other: RankedExemplarAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      for candidate in other.best[index] { offer(candidate, to: Int(groups[index])) }
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    let traces = best[group].map { Value.string($0.traceID) }
    guard case .rankedExemplar(_, _, count: nil) = aggregate else { return .list(traces) }
    return traces.first ?? .null
  }
}
