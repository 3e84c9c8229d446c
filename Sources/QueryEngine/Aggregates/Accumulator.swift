/// The state of an aggregate for all groups.
///
/// It is told the group of each row by number, so that its loop runs over plain arrays. States of
/// disjoint rows merge: segments may be aggregated apart, on other threads or earlier.
protocol Accumulator {
  /// Memory held.
  var byteCount: Int { get }
  /// Makes room for groups up to a number; new ones are empty.
  mutating func grow(to groupCount: Int)
  mutating func add(_ batch: GroupedBatch) throws(QueryError)
  /// Adds the state of other rows; `groups` has this side's number for each group of the other.
  mutating func merge(_ other: Self, groups: [UInt32])
  /// Called once, after all rows and before the results.
  mutating func finish() throws(QueryError)
  func result(of aggregate: Aggregate, group: Int) throws(QueryError) -> Value
}

extension Accumulator {
  mutating func finish() {}

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
}

extension Array {
  /// Appends copies of a value up to a count.
  mutating func grow(to count: Int, with value: Element) {
    if count > self.count { append(contentsOf: repeatElement(value, count: count - self.count)) }
  }
}
