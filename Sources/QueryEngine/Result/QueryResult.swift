/// What a query answered: a table, and what the reader should know about it.
public struct QueryResult: Hashable, Sendable {
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

  /// What the query read.
  public struct Statistics: Hashable, Sendable {
    /// Segments that were read.
    public var segmentsRead = 0
    /// Segments that were ruled out unread: by their times, by what they hold, or because a limit
    /// left nothing of them to show.
    public var segmentsPruned = 0
    /// Of those, the ones outside the time range.
    public var segmentsOutsideTime = 0
    /// Segments whose part of the answer an earlier query had found.
    public var segmentsRemembered = 0
    /// Rows of the segments read.
    public var rowsScanned = 0
    /// Rows that passed the filter, those of remembered segments among them.
    ///
    /// Where a limit ruled rows out, they are not among them, and how many those are depends on
    /// which thread came first.
    public var rowsMatched = 0
    /// Threads that shared the segments.
    public var threadCount = 1
    /// How often the matching rows were gone over: more than once for exact percentiles whose
    /// values did not fit into memory, or turned out to lie elsewhere than the first ones did.
    public var passCount = 1
    /// The most memory that was held at a time, beside the store's own pages.
    public var peakByteCount = 0

    /// Nothing read.
    public init() {}

    /// Adds what was read of other segments.
    package mutating func add(_ other: Statistics) {
      segmentsRead += other.segmentsRead
      segmentsPruned += other.segmentsPruned
      segmentsOutsideTime += other.segmentsOutsideTime
      segmentsRemembered += other.segmentsRemembered
      rowsScanned += other.rowsScanned
      rowsMatched += other.rowsMatched
    }
  }

  /// The columns, group keys first, then what was selected.
  public var columns: [Column]
  /// The rows; each has a value for every column.
  public var rows: [[Value]]
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
