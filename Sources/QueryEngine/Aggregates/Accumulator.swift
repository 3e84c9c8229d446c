/// The state of an aggregate for all groups.
///
/// It is told the group of each row by number, so that its loop runs over plain arrays. The rows
/// of each group are counted once for all states, hence a state keeps what differs from that
/// count only. States of disjoint rows merge: segments may be aggregated apart, on other threads
/// or earlier.
protocol Accumulator: Sendable {
  /// Memory held.
  var byteCount: Int { get }
  /// Makes room for groups up to a number; new ones are empty.
  mutating func grow(to groupCount: Int)
  mutating func add(_ batch: GroupedBatch) throws(QueryError)
  /// Called after the last row of a segment.
  mutating func endSegment()
  /// Adds the state of other rows; `groups` has this side's number for each group of the other.
  mutating func merge(_ other: Self, groups: [UInt32])
  /// Called after all rows and before the results, with the rows of each group.
  mutating func finish(rowCounts: [Int], _ control: QueryControl) throws(QueryError)
  /// What all rows have to be gone over again for before there are results; nil as a rule.
  var search: RankSearch? { get }
  /// Takes back a search that has gone over all rows.
  mutating func resume(after search: RankSearch) throws(QueryError)
  func result(of aggregate: Aggregate, group: Int, rowCount: Int) throws(QueryError) -> Value
}

extension Accumulator {
  mutating func endSegment() {}
  mutating func finish(rowCounts: [Int], _ control: QueryControl) {}
  var search: RankSearch? { nil }
  mutating func resume(after search: RankSearch) {}

  /// Merges a state that is known to be of the same kind.
  mutating func mergeAny(_ other: any Accumulator, groups: [UInt32]) {
    guard let other = other as? Self else {
      preconditionFailure("states of one plan are of one kind")
    }
    merge(other, groups: groups)
  }
}

/// Rows of a segment, the group of each, and the aggregates' inputs computed for them.
struct GroupedBatch {
  var reader: SegmentReader
  var rows: [UInt32]
  var groups: [UInt32]
  var inputs: [RowValues]
  /// How many spans each row stands for; empty where no aggregate is weighted.
  var weights: [Double] = []
}

extension Array {
  /// Appends copies of a value up to a count.
  mutating func grow(to count: Int, with value: Element) {
    if count > self.count { append(contentsOf: repeatElement(value, count: count - self.count)) }
  }
}

/// Adds one for each row to its group's count.
func countRows(groups: Swift.Span<UInt32>, into counts: inout [Int]) {
  var counts = counts.mutableSpan
  for index in groups.indices { counts[Int(groups[index])] &+= 1 }
}

/// Adds one for each row without a value to its group's count.
func countMissing(_ validity: [Bool]?, groups: [UInt32], into counts: inout [Int]) {
  guard let validity else { return }
  for index in groups.indices where !validity[index] { counts[Int(groups[index])] &+= 1 }
}
