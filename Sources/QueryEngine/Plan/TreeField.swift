import Scanning
import TraceModel

/// A field that follows from the shape of a span's trace, or from all of its spans.
///
/// Not stored: made while a query runs, in columns of their own.
enum TreeField: UInt32, CaseIterable, Hashable, Sendable {
  /// Steps down from the root of the span's tree.
  case depth = 0
  case childCount = 1
  /// The latency without the time in which children ran.
  case selfTime = 2
  /// Whether the span has a parent id that is no span's of its trace.
  case isOrphan = 3
  case traceSpanCount = 4
  case traceErrorCount = 5
  /// From the least start to the greatest end.
  case traceLatency = 6
  case traceStart = 7
  /// Sums over the leaf generations of the trace.
  case traceTotalTokens = 8
  case traceInputTokens = 9
  case traceOutputTokens = 10
  case traceCost = 11
  /// The share of the trace's critical path that is the span's own time.
  case criticalPathShare = 12
  /// The greatest end.
  case traceEnd = 13
  /// The session of the first span, in preorder, that has one; and the user likewise.
  case traceSession = 14
  case traceUser = 15

  /// The name that queries use.
  var name: String {
    switch self {
    case .depth: "depth"
    case .childCount: "child_count"
    case .selfTime: "self_time"
    case .isOrphan: "is_orphan"
    case .traceSpanCount: "trace.span_count"
    case .traceErrorCount: "trace.error_count"
    case .traceLatency: "trace.latency"
    case .traceStart: "trace.start"
    case .traceTotalTokens: "trace.total_tokens"
    case .traceInputTokens: "trace.input_tokens"
    case .traceOutputTokens: "trace.output_tokens"
    case .traceCost: "trace.cost"
    case .criticalPathShare: "critical_path_share"
    case .traceEnd: "trace.end"
    case .traceSession: "trace.session_id"
    case .traceUser: "trace.user_id"
    }
  }

  var type: ValueType {
    switch self {
    case .depth, .childCount, .traceSpanCount, .traceErrorCount, .traceTotalTokens,
      .traceInputTokens, .traceOutputTokens:
      .integer
    case .selfTime, .traceLatency: .duration
    case .isOrphan: .boolean
    case .traceStart, .traceEnd: .instant
    case .traceCost: .money
    case .criticalPathShare: .double
    case .traceSession, .traceUser: .string
    }
  }

  /// The field of spans whose text a trace takes over.
  var inheritedField: Field? {
    switch self {
    case .traceSession: .sessionID
    case .traceUser: .userID
    default: nil
    }
  }

  /// The column that it is while a query runs.
  var column: ColumnID { ColumnID(rawValue: ColumnID.firstComputed + rawValue) }

  init?(_ column: ColumnID) {
    guard column.rawValue >= ColumnID.firstComputed else { return nil }
    self.init(rawValue: column.rawValue - ColumnID.firstComputed)
  }

  /// The field that a query calls `name`.
  init?(named name: String) {
    guard let field = Self.byName[name] else { return nil }
    self = field
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}

extension QueryEngine {
  /// What a query may call fields of trees.
  package static let treeFieldNames = TreeField.allCases.map(\.name)
}
