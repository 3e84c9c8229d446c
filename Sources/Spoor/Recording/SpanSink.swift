import TraceModel
import TraceStorage

/// Where spans are stored as they end: hot batches, sealed and merged beside.
///
/// Shared by a store and its recorder, so that neither keeps the other alive.
struct SpanSink: Sendable {
  let database: TraceDatabase
  let processing: SpanProcessing
  /// Nil where the store is open for reading.
  let sealing: BackgroundSealing?
  /// Nil where segments are merged on request only.
  let compaction: BackgroundCompaction?
  let live = LiveSpans.Broadcast()

  init(
    _ database: TraceDatabase, _ settings: RecordingSettings, compactsInBackground: Bool
  ) {
    self.database = database
    processing = SpanProcessing(processors: settings.processors)
    let compaction =
      compactsInBackground && !database.isReadOnly ? BackgroundCompaction(of: database) : nil
    self.compaction = compaction
    sealing =
      database.isReadOnly
      ? nil
      : BackgroundSealing { (isEnded) throws(StorageError) in
        guard let seal = try database.prepareSeal(), !isEnded() else { return false }
        _ = try database.commit(seal)
        compaction?.noteWrite(didSeal: true)
        return true
      }
  }

  /// Gives up what is done in the background.
  func end() {
    sealing?.end()
    compaction?.end()
    live.finish()
  }

  /// Stores spans once they went through the processors; on disk when it returns.
  func append(_ spans: [SpanData]) throws(StoreError) -> WriteSummary {
    var losses = SpanProcessing.Losses()
    let kept = processing.processed(spans, &losses)
    var summary = kept.isEmpty ? WriteSummary() : try append(processed: kept)
    summary.droppedCount = losses.droppedCount + losses.failedCount
    return summary
  }

  /// Stores spans that went through the processors; when it returns, they are on disk as far as
  /// the store's durability promises.
  func append(processed spans: [SpanData]) throws(StoreError) -> WriteSummary {
    let summary = try write { () throws(StorageError) in
      try sealing?.makeRoom()
      let summary = try database.append(spans)
      sealing?.noteWrite(summary)
      return summary
    }
    live.publish(spans)
    return summary
  }

  /// Stores spans as a segment, once they went through the processors; on disk when it returns.
  func load(_ spans: [SpanData]) throws(StoreError) -> WriteSummary {
    var losses = SpanProcessing.Losses()
    let kept = processing.processed(spans, &losses)
    var summary = try write { () throws(StorageError) in try database.load(kept) }
    summary.droppedCount = losses.droppedCount + losses.failedCount
    live.publish(kept)
    return summary
  }

  /// Stores spans in some way, and has segments merged where there is reason to.
  private func write(
    _ body: () throws(StorageError) -> TraceStorage.WriteSummary
  ) throws(StoreError) -> WriteSummary {
    let summary = try translating(body)
    compaction?.noteWrite(didSeal: summary.didSeal)
    return WriteSummary(summary)
  }

  /// Has the disk take what commits did not wait for.
  func sync() throws(StoreError) {
    try translating { () throws(StorageError) in try database.sync() }
  }
}
