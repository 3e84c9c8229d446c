import TraceModel

/// What was read of one population's rows in one segment, in the order of the rows.
///
/// Rows lie trace by trace.
struct SideRows: Sendable {
  /// The rows in the segment.
  var matches: Bitmap
  var rowCount = 0
  /// The code of each trace, and how many of the rows are its.
  var traceCodes: [UInt32] = []
  var traceRowCounts: [UInt32] = []
  /// When the first of a trace's rows started.
  var traceStarts: [Int64] = []
  /// The rows of a trace by (start, span id): the place of each row among those of its trace; nil
  /// where they lie so.
  var order: [UInt32]?
  /// Of each row.
  var starts: [Int64] = []
  var lastStart = Int64.min
  /// The traces that may have rows in other segments, by their places here.
  var shared: [Int: SharedTrace] = [:]
  var numbers: [PresentValues<Double>]
  /// As the thread numbers them.
  var categories: [PresentValues<UInt32>]
  var attributes: [AttributeRows]
  /// The number of the session or user of each trace; nil for those without.
  var clusters: [[UInt32?]]
  /// Of the rows that have something to be paired by.
  var pairKeys = PresentValues<UInt64>()

  struct SharedTrace: Sendable {
    var id: TraceID
    /// Of its rows here, in the order of the rows.
    var starts: [Int64]
    var spanIDs: [UInt64]
  }

  init(_ matches: Bitmap, of program: SampleProgram) {
    self.matches = matches
    numbers = program.numbers.map { _ in PresentValues() }
    categories = program.categories.map { _ in PresentValues() }
    attributes = program.attributes.map { $0.role == .known ? .counts([]) : .codes([]) }
    clusters = program.clusters.map { _ in [] }
  }

  var byteCount: Int {
    let traces = traceCodes.count * (16 + clusters.count * 8)
    let sharedRows = shared.values.reduce(0) { $0 + $1.starts.count * 16 + 64 }
    return matches.words.count * 8 + starts.count * 8 + traces + sharedRows + (order?.count ?? 0)
      * 4
      + numbers.reduce(0) { $0 + $1.byteCount } + categories.reduce(0) { $0 + $1.byteCount }
      + attributes.reduce(0) { $0 + $1.byteCount } + pairKeys.byteCount
  }
}

/// The values of an attribute, numbered by the thread.
enum AttributeRows: Sendable {
  /// Of each row.
  case codes([UInt8])
  /// How many rows have each.
  case counts([Int])

  var byteCount: Int {
    switch self {
    case .codes(let codes): codes.count
    case .counts(let counts): counts.count * 8
    }
  }
}

/// What was read of one segment.
struct SegmentSamples: Sendable {
  var segment: Int
  /// One a population.
  var sides: [SideRows]
  /// Matching rows that are of none.
  var restCount: Int
  /// Rows that are of two of them.
  var sharedCount: Int
}
