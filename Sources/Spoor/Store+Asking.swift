public import QueryEngine
import QuerySyntax
import Scanning
public import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a query needs beside its text.
public struct QuerySettings: Sendable {
  /// Values for `$name` in the query, typed as if they were written there.
  public var parameters: [String: String] = [:]
  /// How many spans a filter without `select` and `limit` shows, the newest first; nil for all.
  public var newestLimit: Int?
  /// Nanoseconds since 1970 UTC that `since 24h` counts back from; nil for the time of the call.
  public var now: Int64?
  /// Bytes of memory that the query may use beside the store's own pages.
  public var memoryByteLimit = 256 << 20
  /// Threads that share the work; nil for as many as there are processors.
  ///
  /// The answer does not depend on it.
  public var threadCount: Int?
  /// Whether aggregates over sealed segments are remembered for later queries, and taken from
  /// earlier ones.
  ///
  /// The answer does not depend on it. A store remembers at most 64 MiB.
  public var usesCache = true
  /// When the query gives up; nil for never.
  public var deadline: ContinuousClock.Instant?
  /// Asked every few thousand rows, from any of the query's threads; true stops the query.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// All spans, no parameters, the present.
  public init() {}
}

extension Store {
  /// Answers a query on one snapshot of the store.
  ///
  /// The language is described in the QueryLanguage article. Blocks the calling thread, which
  /// takes part in the work; other threads are made for the query and end with it, and the tasks
  /// of the cooperative pool are not held up. Threads may ask at the same time, and do not wait
  /// for writers.
  ///
  /// - Throws: `StoreError.refused` for what cannot be answered, `.resourceExhausted`,
  ///   `.cancelled`, `.deadlineExceeded`, `.damaged`, `.unavailable`.
  public func query(
    _ text: String, _ settings: QuerySettings = QuerySettings()
  ) throws(StoreError) -> QueryResult {
    let (text, query) = try parsed(text)
    let snapshot = try translating { () throws(StorageError) in try database.snapshot() }
    do throws(QueryError) {
      return try QueryEngine.run(query, text: text, over: snapshot, options: options(settings))
    } catch {
      throw StoreError(error, text: text)
    }
  }

  /// A query's tree, and the text that it is of: saved queries are written out there.
  func parsed(_ text: String) throws(StoreError) -> (text: String, query: Query) {
    let text = try expandingSavedQueries(in: text)
    do throws(Diagnostics) {
      return (text, try Parser.parse(text))
    } catch {
      throw .refused(message: error.rendered(in: text))
    }
  }

  func options(_ settings: QuerySettings) -> QueryOptions {
    var options = QueryOptions(
      now: settings.now ?? currentTime(), parameters: settings.parameters,
      newestLimit: settings.newestLimit, memoryByteLimit: settings.memoryByteLimit,
      isCancelled: settings.isCancelled)
    options.threadCount = settings.threadCount
    options.deadline = settings.deadline
    options.cache = settings.usesCache ? cache : nil
    options.textNumbers = textNumbers
    return options
  }

  /// The spans of a trace by (start, span id); empty when the store has none of it.
  ///
  /// A key look-up in the trace index and a read of the trace's rows: the time does not depend on
  /// how much else the store holds. Attributes come back by name, each with its last value.
  public func trace(_ id: TraceID) throws(StoreError) -> [SpanData] {
    try translating { () throws(StorageError) in try database.snapshot().spans(of: id) }
  }

  /// The traces whose ids begin with some hexadecimal digits, ascending, at most `limit`.
  ///
  /// Reads every segment's table of traces.
  public func traces(
    startingWith digits: String, limit: Int
  ) throws(StoreError) -> [TraceID] {
    try translating { () throws(StorageError) in
      try database.snapshot().traces(startingWith: digits, limit: limit)
    }
  }

  /// Every name that a query may use now: fields, then attributes with their scopes.
  public func fieldNames() throws(StoreError) -> [String] {
    let snapshot = try translating { () throws(StorageError) in try database.snapshot() }
    let attributes = Set(snapshot.attributeColumns.map { "\($0.scope.prefix).\($0.key)" })
    return Field.allCases.map(\.name) + QueryEngine.treeFieldNames + attributes.sorted()
  }
}

/// Nanoseconds since 1970 UTC.
func currentTime() -> Int64 {
  var time = timespec()
  // Safe: the call writes the one value it is given.
  _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
