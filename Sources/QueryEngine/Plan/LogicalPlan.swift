import CivilCalendar
import QuerySyntax

/// What a query asks, with names and types resolved.
///
/// Knows nothing of segments: it could as well be run by another engine.
struct LogicalPlan: Sendable {
  /// What a row is.
  var level: QueryLevel
  var timeRange: TimeRange
  var filter: Predicate
  /// Columns that the filter compares, in the order written; their absence is worth a note.
  var comparedColumns: [ComparedColumn]
  var output: Output
  var presentation: Presentation
  /// What binding itself had to tell.
  var notes: [String]

  enum Output: Sendable {
    case rows(RowPlan)
    case groups(GroupPlan)
    case difference(DifferencePlan)
    case comparison(ComparisonPlan)

    /// The columns that hold histograms.
    var histogramColumns: [Int] {
      guard case .groups(let plan) = self else { return [] }
      return plan.columns.indices.filter { index in
        guard case .aggregate(let place, _) = plan.columns[index].expression else { return false }
        return plan.aggregates[place].isHistogram
      }
    }

    /// What `show` asks for, when there is what it draws.
    func presentation(_ stage: Stage) throws(Diagnostic) -> Presentation {
      guard case .show(let presentation) = stage.kind else { return .table }
      guard presentation == .table || !histogramColumns.isEmpty else {
        throw Diagnostic(
          "show \(presentation.rawValue) draws histograms, and none is selected", at: stage.range,
          hint: "write select histogram(latency) show \(presentation.rawValue)")
      }
      return presentation
    }
  }
}

/// A column that the filter compares, and the types that its constants do not fit.
struct ComparedColumn: Hashable, Sendable {
  var column: ColumnReference
  /// Attribute columns whose values no constant could match.
  var mismatched: Set<ValueType>
}

/// A span a row.
struct RowPlan: Sendable {
  var columns: [OutputColumn<Scalar>]
  var steps: [Step<Scalar>]
  /// Whether the query named its columns.
  ///
  /// If not, the rows may be cut to the newest.
  var isSelected: Bool
}

/// A group a row.
struct GroupPlan: Sendable {
  /// What stands in the place of intervals without spans.
  enum Fill: Hashable, Sendable {
    case zero
    case null
  }

  var keys: [Scalar]
  /// Headers of the keys, which are the first columns.
  var keyNames: [String]
  var aggregates: [Aggregate]
  /// The group's columns, keys first.
  var columns: [OutputColumn<GroupExpression>]
  var steps: [Step<GroupExpression>]
  /// Nil to leave such intervals out.
  var fill: Fill?
  /// Whose clocks the answer's times are written by; nil for those of UTC.
  var zone: Zone?
  /// Whether what the spans stand for is to be told.
  var weighsSpans = false

  /// Whether what a limit cuts is to be one row.
  var keepsOther: Bool {
    steps.contains { if case .cut(let cut) = $0 { cut.keepsOther } else { false } }
  }
}

struct OutputColumn<Content: Hashable & Sendable>: Hashable, Sendable {
  var name: String
  var expression: Content
}

/// What happens to rows or groups, in the order written.
enum Step<Content: Hashable & Sendable>: Hashable, Sendable {
  case having(GroupPredicate)
  case order([Order<Content>])
  case limit(Int)
  case cut(LogicalPlan.Cut<Content>)
  case skip(Int)
  case assertion(LogicalPlan.Assertion<Content>)
}

extension LogicalPlan {
  /// So many rows of each combination of some values, in the order given.
  struct Cut<Content: Hashable & Sendable>: Hashable, Sendable {
    var count: Int
    /// Empty for all rows together.
    var keys: [Content]
    /// Whether the rows cut become one.
    var keepsOther = false
  }

  /// What must be true of every row.
  struct Assertion<Content: Hashable & Sendable>: Hashable, Sendable {
    /// As written.
    var text: String
    var condition: Content
    /// What the condition compares, for the report of a failure.
    var values: [OutputColumn<Content>]
  }
}

struct Order<Content: Hashable & Sendable>: Hashable, Sendable {
  var expression: Content
  var isDescending: Bool
  var nullsFirst: Bool
}

/// A stretch of time, start included, end not; nil where it is open.
///
/// Nanoseconds since 1970 UTC.
struct TimeRange: Hashable, Sendable {
  var from: Int64?
  var until: Int64?

  static let everything = TimeRange(from: nil, until: nil)

  /// The starts in the range; nil when there is none.
  var bounds: ClosedRange<Int64>? {
    let first = from ?? .min
    guard let until else { return first...Int64.max }
    guard until > first else { return nil }
    return first...(until - 1)
  }

  var isEverything: Bool { from == nil && until == nil }

  mutating func narrow(from other: Int64) { from = max(from ?? other, other) }
  mutating func narrow(until other: Int64) { until = min(until ?? other, other) }
}
