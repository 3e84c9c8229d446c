public import TraceModel
import TraceStorage

/// Loads many spans straight into sealed segments, past the hot batches.
///
/// Spans are on disk, and seen by queries, a segment at a time; `finish()` stores the rest. A
/// loader that is dropped before that loses the spans of its last, unfinished segment, and only
/// these.
public struct BulkLoader: ~Copyable {
  private let store: Store
  private var pending: [SpanData] = []
  private var pendingByteCount = 0
  /// What has been stored so far.
  public private(set) var summary = WriteSummary()

  init(_ store: Store) {
    self.store = store
  }

  /// Spans given and not stored yet.
  public var pendingCount: Int { pending.count }

  /// Takes a span; stores a segment when enough have come.
  ///
  /// - Throws: `StoreError.readOnly`, `.unavailable`, `.damaged`; the pending spans are kept, so
  ///   that the call may be repeated.
  public mutating func add(_ span: SpanData) throws(StoreError) {
    pending.append(span)
    pendingByteCount += span.approximateByteCount
    if pending.count >= StorageLimits.segmentRowCount
      || pendingByteCount >= StorageLimits.segmentByteCount
    {
      try storePending()
    }
  }

  /// Stores the rest, and returns what became of all spans.
  public mutating func finish() throws(StoreError) -> WriteSummary {
    try storePending()
    return summary
  }

  private mutating func storePending() throws(StoreError) {
    guard !pending.isEmpty else { return }
    summary.add(try store.sink.load(pending))
    pending.removeAll(keepingCapacity: true)
    pendingByteCount = 0
  }
}

extension Store {
  /// A loader for many spans at once.
  public func makeBulkLoader() -> BulkLoader { BulkLoader(self) }
}
