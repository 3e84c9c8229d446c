import LMDB
import Scanning
import TraceModel

/// Sizes and counts of a store, as of one snapshot.
package struct StorageStatistics: Hashable, Sendable {
  /// Spans that count, hot ones included.
  package var spanCount = 0
  package var hotSpanCount = 0
  /// Rows of sealed segments that no longer count.
  package var deadRowCount = 0
  package var segmentCount = 0
  /// Traces, a trace counted once for each segment that has spans of it.
  package var traceFragmentCount = 0
  package var columnByteCount = 0
  package var payloadByteCount = 0
  /// Bytes of the data file, those of its pages that hold something, and those that are free.
  package var fileByteCount = 0
  package var usedByteCount = 0
  package var freeByteCount = 0
  package var attributeColumnCount = 0
  package var scoreCount = 0
  /// Bytes of the scores; without those of the columns that are joined to segments.
  package var scoreByteCount = 0
  /// Bounds of the spans' starts, in nanoseconds since 1970 UTC; nil when there is no span.
  package var startRange: ClosedRange<Int64>?

  package init() {}
}

extension TraceDatabase {
  /// Sizes and counts.
  ///
  /// O(segments + parts of scores).
  package func statistics() throws(StorageError) -> StorageStatistics {
    let snapshot = try snapshot()
    var statistics = StorageStatistics()
    for header in snapshot.headers {
      statistics.spanCount += header.rowCount - header.deadRowCount
      statistics.deadRowCount += header.deadRowCount
      statistics.traceFragmentCount += header.traceCount
      statistics.columnByteCount += header.columnByteCount
      statistics.payloadByteCount += header.payloadByteCount
    }
    statistics.segmentCount = snapshot.headers.count
    statistics.hotSpanCount = snapshot.hotSpanCount
    statistics.spanCount += snapshot.hotSpanCount
    statistics.traceFragmentCount += snapshot.hot.traceIDs.count
    statistics.attributeColumnCount = snapshot.catalogue.columns.count { $0.scope != .score }
    do {
      for part in try snapshot.scoreLog().parts {
        statistics.scoreCount += part.header.rowCount
        statistics.scoreByteCount += part.header.byteCount
      }
    } catch {
      throw StorageError(error)
    }
    for index in 0..<snapshot.segmentCount {
      guard let range = snapshot.startRange(ofSegmentAt: index) else { continue }
      let known = statistics.startRange ?? range
      statistics.startRange =
        min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
    }
    do {
      let files = try environment.statistics()
      statistics.fileByteCount = files.fileByteCount
      statistics.usedByteCount = files.usedByteCount
      statistics.freeByteCount = files.freeByteCount
    } catch {
      throw StorageError(error, path: path)
    }
    return statistics
  }
}
