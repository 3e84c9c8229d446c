public import Drift

/// What a query answered: a table, and what the reader should know about it.
public struct QueryResult: Hashable, Sendable {
  /// What a row is about.
  public enum RowKind: String, CaseIterable, Hashable, Sendable {
    /// A group, or a span.
    case plain
    /// All groups that `limit … with other` cut.
    case other
    /// All groups.
    case total
  }

  /// What a result is drawn as, for a reader.
  public enum Presentation: String, CaseIterable, Hashable, Sendable {
    /// Rows and columns.
    case table
    /// Bars of each row's histograms.
    case histogram
    /// Shades of all rows' histograms.
    case heatmap
  }

  /// A column of the table.
  public struct Column: Hashable, Sendable {
    /// The alias, or the expression as written.
    public var name: String
    /// What the values are; `mixed` when an attribute has values of several types.
    public var type: ValueType

    /// A column of a name and a type.
    public init(name: String, type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  /// The columns, group keys first, then what was selected.
  public var columns: [Column]
  /// The rows; each has a value for every column.
  public var rows: [[Value]]
  /// What each row is about; empty when all are plain, as without `with other`.
  public var rowKinds: [RowKind] = []
  /// How many columns, from the first on, are group keys; null in rows that are not plain.
  public var keyCount = 0
  /// The columns that hold histograms: lists of an edge and a count.
  public var histogramColumns: [Int] = []
  /// By which clocks times are written.
  package var clock = ResultClock.utc
  /// What `show` asked for; machine formats do not depend on it.
  public var presentation = Presentation.table
  /// What `assert` asked, and where it failed.
  public var assertions: [Assertion] = []
  /// What `compare` and `drift` found, one for each candidate; the rows are their metrics.
  public var comparisons: [ComparisonReport] = []
  /// What the reader should know, a sentence each: spans that lacked a field, values of another
  /// type than the query compared with, the time range that applied.
  public var notes: [String]
  /// What the query read.
  public var statistics: Statistics

  /// A result of its parts.
  public init(
    columns: [Column], rows: [[Value]], notes: [String] = [],
    statistics: Statistics = Statistics()
  ) {
    self.columns = columns
    self.rows = rows
    self.notes = notes
    self.statistics = statistics
  }
}
