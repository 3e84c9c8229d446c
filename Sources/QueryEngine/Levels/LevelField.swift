import Scanning
import TraceModel

/// A field of sessions or scores that spans do not have.
enum LevelField: UInt32, CaseIterable, Hashable, Sendable {
  case turnCount = 128
  case spanCount = 129
  case errorCount = 130
  case scoreName = 131
  case scoreSource = 132
  case scoreValue = 133
  case scoreLabel = 134
  case scoreComment = 135
  /// `span`, `trace` or `session`.
  case scoreTarget = 136
  case scoreSession = 137
  case scoreTrace = 138
  case scoreSpan = 139
  case scoreTime = 140

  /// The name that queries use.
  var name: String {
    switch self {
    case .turnCount: "turn_count"
    case .spanCount: "span_count"
    case .errorCount: "error_count"
    case .scoreName: "name"
    case .scoreSource: "source"
    case .scoreValue: "value"
    case .scoreLabel: "label"
    case .scoreComment: "comment"
    case .scoreTarget: "target"
    case .scoreSession: "session_id"
    case .scoreTrace: "trace_id"
    case .scoreSpan: "span_id"
    case .scoreTime: "time"
    }
  }

  var type: ValueType {
    switch self {
    case .turnCount, .spanCount, .errorCount: .integer
    case .scoreValue: .double
    case .scoreTime: .instant
    default: .string
    }
  }

  /// The column that it is while a query runs.
  ///
  /// What tells rows apart is where spans have it, so that orders are total.
  var column: ColumnID {
    switch self {
    case .scoreTime: ColumnID(.start)
    case .scoreTrace: ColumnID(.traceID)
    default: ColumnID(rawValue: ColumnID.firstComputed + rawValue)
    }
  }
}
