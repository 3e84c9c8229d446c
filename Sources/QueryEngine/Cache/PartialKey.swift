import QuerySyntax
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
  private let states: AggregateProgram.Shape
  private let constants: [UInt8]
  /// Whether the rows of the segment alone decide: those of relatives, and of a trace that is
  /// counted once, may lie in other segments, and scores come and go while the segment stays as it
  /// is.
  let isOfSegmentAlone: Bool
  /// Computed once: a filter may list hundreds of values, and there is a look-up a segment.
  private let hash: Int

  init(
    filter: Predicate, comparing compared: [ComparedColumn], keys: [Scalar],
    program: AggregateProgram, level: QueryLevel
  ) {
    self.filter = filter
    comparedColumns = compared
    self.keys = keys
    states = program.shape
    var constants = PlanConstants()
    constants.add(filter)
    for scalar in keys + states.inputs { constants.add(scalar) }
    self.constants = constants.bytes
    let columns =
      filter.columns + (keys + states.inputs).flatMap(\.columns)
      + states.conditions.flatMap(\.content.columns)
    isOfSegmentAlone =
      level == .spans && columns.allSatisfy(\.isOfSegmentAlone)
      && !states.kinds.contains(.distinctTraces)
    var hasher = Hasher()
    hasher.combine(filter)
    hasher.combine(compared)
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

extension Predicate {
  /// The columns that the condition reads.
  var columns: [ColumnReference] {
    switch self {
    case .always, .never: []
    case .all(let parts), .any(let parts): parts.flatMap(\.columns)
    case .column(let column, _, _): [column]
    case .computed(let scalar, _, _), .missing(let scalar, _): scalar.columns
    case .comparison(_, let left, let right, _): left.columns + right.columns
    }
  }
}

extension ColumnReference {
  fileprivate var isOfSegmentAlone: Bool {
    switch source {
    case .related, .tree, .level: return false
    case .field, .attribute: break
    }
    return attributeColumns?.contains { $0.scope == .score } != true
  }
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
