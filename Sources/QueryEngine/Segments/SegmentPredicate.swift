import Scanning
import TraceModel

/// A condition bound to one segment: columns by number, texts as codes, and what the segment's
/// summary decides already decided.
indirect enum SegmentPredicate {
  case always
  case never
  case all([SegmentPredicate])
  case any([SegmentPredicate])
  /// A value in one of the columns.
  case present([ColumnID])
  /// A value in none of the columns.
  case absent([ColumnID])
  case codes(ColumnID, CodeSet)
  case integers(ColumnID, IntegerRanges)
  case doubles(ColumnID, DoubleRanges, negated: Bool)
  /// Long texts, lists and maps, read row by row.
  case payload(PayloadPredicate)
  /// What has to be computed for each row.
  case computed(Predicate)
  /// A condition on a relative of the span.
  case related(RelatedPredicate)
  /// A condition on other spans of the trace; the cost is that of what it asks of these.
  case structure(SpanStructure, isInverted: Bool, cost: Int)

  /// What testing a row costs, roughly in comparisons; conjuncts run cheapest first, so that the
  /// dear ones see few rows.
  var cost: Int {
    switch self {
    case .always, .never: 0
    case .present, .absent: 1
    case .codes(_, .table): 4
    case .codes: 2
    case .integers: 3
    case .doubles: 5
    case .computed(let predicate): predicate.readsPayload ? 100_000 : 100
    case .payload: 100_000
    // Finding the relative costs as much as several comparisons, and spans share relatives.
    case .related(let related): 20 + related.bound.cost
    // So do sweeps over all rows, but for the more rows.
    case .structure(_, _, let cost): 40 + cost
    case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.cost }
    }
  }

  /// A conjunction in the order of cost.
  static func conjunction(_ parts: [SegmentPredicate]) -> SegmentPredicate {
    var kept: [SegmentPredicate] = []
    for part in parts {
      switch part {
      case .never: return .never
      case .always: break
      case .all(let inner): kept += inner
      default: kept.append(part)
      }
    }
    if kept.isEmpty { return .always }
    return kept.count == 1 ? kept[0] : .all(byCost(kept))
  }

  static func disjunction(_ parts: [SegmentPredicate]) -> SegmentPredicate {
    var kept: [SegmentPredicate] = []
    for part in parts {
      switch part {
      case .always: return .always
      case .never: break
      case .any(let inner): kept += inner
      default: kept.append(part)
      }
    }
    if kept.isEmpty { return .never }
    return kept.count == 1 ? kept[0] : .any(byCost(kept))
  }

  /// `sort` is not promised to be stable, hence the positions.
  private static func byCost(_ parts: [SegmentPredicate]) -> [SegmentPredicate] {
    parts.enumerated()
      .sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
      .map(\.element)
  }
}

extension Predicate {
  /// Whether rows' payloads are decompressed for it.
  var readsPayload: Bool {
    switch self {
    case .always, .never: false
    case .all(let parts), .any(let parts): parts.contains { $0.readsPayload }
    case .column(let column, _, _): column.isPayload
    case .computed(let scalar, _, _), .missing(let scalar, _): scalar.readsPayload
    case .comparison(_, let left, let right, _): left.readsPayload || right.readsPayload
    case .structure(let structure, _): structure.conditions.contains { $0.readsPayload }
    }
  }
}

extension Scalar {
  var readsPayload: Bool {
    switch self {
    case .constant: false
    case .column(let column): column.isPayload
    case .negate(let operand, _), .convert(_, let operand), .interval(_, let operand),
      .bin(_, let operand):
      operand.readsPayload
    case .arithmetic(_, let left, let right, _): left.readsPayload || right.readsPayload
    case .condition(let isTrue, _): isTrue.content.readsPayload
    case .choice(let condition, let first, let second):
      condition.content.readsPayload || first.readsPayload || second.readsPayload
    case .function(_, let operands, _): operands.contains { $0.readsPayload }
    case .relatives(let aggregate, _):
      aggregate.condition.readsPayload || aggregate.value?.readsPayload == true
    }
  }
}

extension ColumnReference {
  fileprivate var isPayload: Bool {
    if case .field(let field) = source.ofSpan { field.type == .payload } else { false }
  }
}
