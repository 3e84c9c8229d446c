import TraceModel

/// Where the spans of each hot trace are: a chain of indexes for each trace, in two arrays, since an
/// array for each would be allocated anew for every few spans of a trace.
struct HotTraces: Sendable {
  /// The traces in the order met.
  private(set) var ids: [TraceID] = []
  private var table = HashTable()
  /// The first and last span of each trace.
  private var ends: [(first: Int, last: Int)] = []
  /// For each span the next one of its trace; itself where it is the last.
  private var nexts: [Int] = []
  /// The trace asked for last, by number.
  private var latest = 0

  func contains(_ trace: TraceID) -> Bool { number(of: trace) != nil }

  /// The indexes of a trace's spans, ascending.
  func indexes(of trace: TraceID) -> [Int] {
    guard let number = number(of: trace) else { return [] }
    var indexes = [ends[number].first]
    while let last = indexes.last, nexts[last] != last { indexes.append(nexts[last]) }
    return indexes
  }

  private func number(of trace: TraceID) -> Int? {
    table.number(of: TableHash.of(trace)) { ids[$0] == trace }
  }

  /// Adds the span after those added before.
  mutating func append(_ trace: TraceID) {
    let index = nexts.count
    nexts.append(index)
    if ids.isEmpty || ids[latest] != trace {
      let hash = TableHash.of(trace)
      latest = table.number(of: hash) { ids[$0] == trace } ?? table.add(hash)
    }
    guard latest < ids.count else {
      ids.append(trace)
      ends.append((index, index))
      return
    }
    nexts[ends[latest].last] = index
    ends[latest].last = index
  }
}
