import Columns
import LMDB
import Scanning
package import TraceModel

/// What became of spans that were given to a store.
package struct WriteSummary: Hashable, Sendable {
  /// Spans that are new to the store.
  package var storedCount = 0
  /// The traces that these belong to.
  package var traces: Set<TraceID> = []
  /// Spans whose identity was there already; the copy that ended last counts.
  package var duplicateCount = 0

  package init() {}
}

extension TraceDatabase {
  /// Stores spans in a hot batch; when it returns, they are on disk and queries see them.
  ///
  /// For spans as they end. Seals the hot batches when these are as many as a segment holds.
  package func append(_ spans: [SpanData]) throws(StorageError) -> WriteSummary {
    guard !spans.isEmpty else { return WriteSummary() }
    let summary = try change { (snapshot) throws(ScanError) in
      let plan = try Deduplication(spans, snapshot)
      return try PreparedAppend(plan, spans: plan.fresh + plan.replacingHot, snapshot)
    } commit: { prepared, state, transaction in
      try self.commit(prepared, &state, transaction)
      return prepared.summary
    }
    let hot = try hotSize()
    if hot.spans >= StorageLimits.segmentRowCount || hot.bytes >= StorageLimits.segmentByteCount {
      try seal()
    }
    return summary
  }

  /// Stores spans as a sealed segment; when it returns, they are on disk and queries see them.
  ///
  /// For bulk loads, with about as many spans as a segment holds.
  package func load(_ spans: [SpanData]) throws(StorageError) -> WriteSummary {
    guard !spans.isEmpty else { return WriteSummary() }
    defer { joinNewSegments() }
    return try change { (snapshot) throws(ScanError) in
      let plan = try Deduplication(spans, snapshot)
      let append = try PreparedAppend(plan, spans: plan.replacingHot, snapshot)
      return PreparedLoad(
        append: append,
        segments: try PreparedSegments(plan.fresh, append.catalogue, snapshot))
    } commit: { prepared, state, transaction in
      try self.commit(prepared.append, &state, transaction)
      try self.commit(prepared.segments, &state, transaction)
      return prepared.append.summary
    }
  }

  /// Seals the hot batches into a segment.
  ///
  /// Does nothing when there are none.
  package func seal() throws(StorageError) {
    defer { joinNewSegments() }
    try change { (snapshot) throws(ScanError) in
      PreparedSeal(
        segments: try PreparedSegments(snapshot.hot.spans, snapshot.catalogue, snapshot),
        lastSequence: snapshot.hot.lastSequence)
    } commit: { prepared, state, transaction in
      guard !prepared.segments.encoded.isEmpty else { return }
      try self.commit(prepared.segments, &state, transaction)
      _ = try transaction.deleteRange(
        in: self.databases.hot, from: [], below: KeyLayout.batch(prepared.lastSequence + 1))
      state.hotSpanCount = 0
      state.hotByteCount = 0
    }
  }

  private func hotSize() throws(StorageError) -> (spans: Int, bytes: Int) {
    let state = try snapshot().state
    return (Int(state.hotSpanCount), Int(state.hotByteCount))
  }

  /// Prepares a change on a snapshot off the write lock, and commits it if nothing else was
  /// committed since; else prepares it again, in the end under the lock.
  ///
  /// `commit` may run twice, when the map had to grow.
  func change<Prepared, Result>(
    _ prepare: (StorageSnapshot) throws(ScanError) -> Prepared,
    commit: (Prepared, inout StoreState, borrowing WriteTransaction) throws -> Result
  ) throws(StorageError) -> Result {
    guard !isReadOnly else { throw .readOnly }
    do {
      for _ in 0..<StorageLimits.optimisticAttemptCount {
        let (prepared, changeCount) = try prepareNow(prepare)
        let result: Result? = try environment.write(rethrowing: { transaction in
          var state = try state(in: transaction)
          guard state.changeCount == changeCount else { return nil }
          return try finish(prepared, &state, transaction, commit)
        })
        if let result { return result }
      }
      return try environment.write(rethrowing: { transaction in
        var state = try state(in: transaction)
        let (prepared, _) = try prepareNow(prepare)
        return try finish(prepared, &state, transaction, commit)
      })
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// The snapshot ends here: a growing map must not wait for it.
  private func prepareNow<Prepared>(
    _ prepare: (StorageSnapshot) throws(ScanError) -> Prepared
  ) throws -> (Prepared, UInt64) {
    let snapshot = try snapshot()
    return (try prepare(snapshot), snapshot.state.changeCount)
  }

  private func finish<Prepared, Result>(
    _ prepared: Prepared, _ state: inout StoreState, _ transaction: borrowing WriteTransaction,
    _ commit: (Prepared, inout StoreState, borrowing WriteTransaction) throws -> Result
  ) throws -> Result {
    let result = try commit(prepared, &state, transaction)
    state.changeCount += 1
    try transaction.put(state.stored, for: KeyLayout.state, in: databases.meta)
    return result
  }

  private func state(in transaction: borrowing WriteTransaction) throws -> StoreState {
    guard let bytes = try transaction.value(for: KeyLayout.state, in: databases.meta) else {
      throw StorageError.damaged("the store has no counters")
    }
    return try StoreState(reading: bytes)
  }
}
