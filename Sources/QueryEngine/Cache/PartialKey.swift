import Scanning

/// What the partial aggregate of a segment depends on, beside the segment and the time range.
///
/// Compared by structure, so that it does not matter how columns are called, in which order
/// groups are shown, or which of a value's percentiles are asked for.
final class PlanKey: Hashable, Sendable {
  private let filter: Predicate
  /// What the census counts.
  private let comparedColumns: [ComparedColumn]
  private let keys: [Scalar]
  private let states: [AggregateProgram.Kind]
  private let constants: [UInt8]
  /// Computed once: a filter may list hundreds of values, and there is a look-up a segment.
  private let hash: Int

  init(
    filter: Predicate, comparing columns: [ComparedColumn], keys: [Scalar],
    program: AggregateProgram
  ) {
    self.filter = filter
    comparedColumns = columns
    self.keys = keys
    states = program.kinds
    var constants = PlanConstants()
    constants.add(filter)
    for scalar in keys + program.inputs { constants.add(scalar) }
    self.constants = constants.bytes
    var hasher = Hasher()
    hasher.combine(filter)
    hasher.combine(columns)
    hasher.combine(keys)
    hasher.combine(states)
    hasher.combine(constants.bytes)
    hash = hasher.finalize()
  }

  static func == (left: PlanKey, right: PlanKey) -> Bool {
    if left === right { return true }
    return left.hash == right.hash && left.constants == right.constants
      && left.filter == right.filter && left.comparedColumns == right.comparedColumns
      && left.keys == right.keys && left.states == right.states
  }

  func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// What is remembered under.
struct PartialKey: Hashable, Sendable {
  var segment: SegmentIdentity
  /// The starts of the segment's spans as far as they are in the time range: those of all its
  /// spans for every range that contains them, so that `since 24h` an hour later misses only the
  /// segments that it cuts.
  var starts: ClosedRange<Int64>
  var plan: PlanKey
}
