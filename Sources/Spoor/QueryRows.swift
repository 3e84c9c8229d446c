import Dispatch
public import QueryEngine
import QuerySyntax
import Synchronization
import TraceStorage

/// The rows of a query as they are found: an `AsyncSequence`.
///
/// ```swift
/// for try await row in store.rows("stage=generation and latency>2s select trace_id, latency") {
///   print(row)
/// }
/// ```
///
/// All rows are of the state of the store when the iteration began. A list of spans that is neither
/// ordered nor limited comes newest first, some thousand rows at a time, so that it may be longer
/// than memory; groups, and rows in another order, are found as a whole first. While the iteration
/// goes on, pages of the store are kept, and the file grows under a writer: iterate briskly.
public struct QueryRows: AsyncSequence, Sendable {
  /// A row, a value for each column.
  public typealias Element = [Value]

  let store: Store
  let text: String
  let settings: QuerySettings

  /// Begins an iteration; nothing is read yet.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(pages: PageReader(of: store, text: text, settings))
  }

  /// Goes through the rows once.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let pages: PageReader
    private var page: [[Value]] = []
    private var place = 0

    init(pages: PageReader) {
      self.pages = pages
    }

    /// The next row; nil after the last one.
    ///
    /// The work is done on a thread of its own, and a task that is cancelled ends it within
    /// milliseconds.
    ///
    /// - Throws: `StoreError`, as ``Store/query(_:_:)`` does; `.cancelled` when the task is.
    public mutating func next() async throws -> [Value]? {
      if place == page.count {
        page = try await pages.next()
        place = 0
      }
      guard place < page.count else { return nil }
      defer { place += 1 }
      return page[place]
    }
  }
}

/// Reads pages one after another, away from the tasks that ask.
final class PageReader: Sendable {
  /// Rows a page: enough that looking for each page's first row costs little beside its rows.
  private static let rowCount = 8_192

  private let store: Store
  private let text: String
  private let settings: QuerySettings
  private let queue = DispatchQueue(label: "spoor.rows", qos: .userInitiated)
  private let isCancelled = Atomic(false)
  /// The rows to come, and the query with saved ones written out; nil before the first page.
  private let state = Mutex<(text: String, pages: RowPages)?>(nil)

  init(of store: Store, text: String, _ settings: QuerySettings) {
    self.store = store
    self.text = text
    self.settings = settings
  }

  func next() async throws -> [[Value]] {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        queue.async { continuation.resume(with: Result { try self.read() }) }
      }
    } onCancel: {
      isCancelled.store(true, ordering: .relaxed)
    }
  }

  private func read() throws(StoreError) -> [[Value]] {
    try state.withLock { (known) throws(StoreError) in
      var (text, pages) = if let known { known } else { try open() }
      defer { known = (text, pages) }
      do throws(QueryError) {
        return try pages.next()
      } catch {
        throw StoreError(error, text: text)
      }
    }
  }

  private func open() throws(StoreError) -> (text: String, pages: RowPages) {
    let (text, query) = try store.parsed(text)
    guard query.explanation == nil else {
      throw .refused(message: "error: explain has no rows to go through; ask it with query")
    }
    let snapshot = try translating { () throws(StorageError) in
      try self.store.database.snapshot()
    }
    var options = store.options(settings)
    let isStopped = settings.isCancelled
    options.isCancelled = { [weak self] in
      isStopped() || self?.isCancelled.load(ordering: .relaxed) ?? true
    }
    do throws(QueryError) {
      let pages = try RowPages(
        query, text: text, over: snapshot, options: options, rowCount: Self.rowCount)
      return (text, pages)
    } catch {
      throw StoreError(error, text: text)
    }
  }
}

extension Store {
  /// The rows of a query as they are found.
  ///
  /// Nothing happens, and nothing is refused, before the first row is asked for.
  public func rows(_ text: String, _ settings: QuerySettings = QuerySettings()) -> QueryRows {
    QueryRows(store: self, text: text, settings: settings)
  }

  /// The rows of a query built in Swift as they are found.
  public func rows(
    _ query: TypedQuery, _ settings: QuerySettings = QuerySettings()
  ) -> QueryRows {
    QueryRows(store: self, text: query.text, settings: settings)
  }
}
