public import TraceModel
import TraceStorage

/// What became of spans that were given to a store.
public struct WriteSummary: Hashable, Sendable {
  /// Spans that are new to the store.
  public var spanCount = 0
  /// Spans whose (trace id, span id) was there already.
  ///
  /// They count once: the copy that ended last, and of copies that ended together the one that came
  /// last.
  public var duplicateCount = 0
  /// Traces of which the store had no span before.
  public var traceCount = 0
  /// Spans that are not stored, since a processor dropped them or failed on them.
  public var droppedCount = 0

  /// Nothing written.
  public init() {}

  init(_ summary: TraceStorage.WriteSummary) {
    spanCount = summary.storedCount
    duplicateCount = summary.duplicateCount
    traceCount = summary.newTraceCount
  }

  mutating func add(_ other: WriteSummary) {
    spanCount += other.spanCount
    duplicateCount += other.duplicateCount
    traceCount += other.traceCount
    droppedCount += other.droppedCount
  }
}

extension Store {
  /// Stores spans; when it returns, they are on disk, and every query sees them.
  ///
  /// A call costs a disk write of its own (milliseconds), so give it many spans at once. Blocks
  /// the calling thread; threads take turns. Where spans come faster than they can be sealed,
  /// which happens in the background, a call waits until some are.
  ///
  /// - Throws: `StoreError.readOnly`, `.unavailable`, `.damaged`; nothing is stored then. An error
  ///   that sealing met since the last call is thrown in the same way, once.
  @discardableResult
  public func append(_ spans: [SpanData]) throws(StoreError) -> WriteSummary {
    guard !spans.isEmpty else { return WriteSummary() }
    return try sink.append(spans)
  }
}
