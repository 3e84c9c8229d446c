import Columns
import LMDB
import Scanning
import Synchronization
package import TraceModel

/// What became of spans that were given to a store.
package struct WriteSummary: Hashable, Sendable {
  /// Spans that are new to the store.
  package var storedCount = 0
  /// The traces that these belong to.
  package var traces: Set<TraceID> = []
  /// How many of these traces the store had no span of.
  package var newTraceCount = 0
  /// Spans whose identity was there already; the copy that ended last counts.
  package var duplicateCount = 0
  /// Whether a segment came of the write.
  package var didSeal = false
  /// Whether the hot batches hold what a segment takes.
  package var isSealDue = false
  /// Whether they hold so much more that whoever appends should wait until some are sealed.
  package var isOverfull = false

  package init() {}
}

/// What became of a change that can wait.
enum LeisurelyChange<Result> {
  case committed(Result)
  case nothingToDo
  /// Other writers were faster each time.
  case overtaken
}

extension TraceDatabase {
  /// Stores spans in hot batches; when it returns, they are on disk and queries see them.
  ///
  /// For spans as they end. The summary says when there is something to be sealed.
  package func append(_ spans: [SpanData]) throws(StorageError) -> WriteSummary {
    guard !spans.isEmpty else { return WriteSummary() }
    let (stored, state) = try change { (snapshot) throws(ScanError) in
      let plan = try Deduplication(spans, snapshot)
      // Most often nothing is replaced: no need to copy what is new.
      let spans = plan.replacingHot.isEmpty ? plan.fresh : plan.fresh + plan.replacingHot
      return try PreparedAppend(plan, spans: spans, snapshot)
    } commit: { prepared, state, transaction in
      try self.commit(prepared, &state, transaction)
      return (prepared, state)
    }
    remembered.withLock { $0.hot.noteWritten(stored.batches, first: stored.firstBatch) }
    var summary = stored.summary
    summary.isSealDue = hotLimits.areReached(by: state)
    summary.isOverfull = hotLimits.overfull.areReached(by: state)
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
      var summary = prepared.append.summary
      summary.didSeal = !prepared.segments.encoded.isEmpty
      return summary
    }
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

  /// Prepares a change that can wait off the write lock, and commits it if what it rests on still
  /// `holds`; else prepares it again, a few times, and then leaves it.
  ///
  /// Other writers never wait for the preparation. `prepare` returns nil when there is nothing to
  /// do. `commit` may run twice, when the map had to grow.
  func changeAtLeisure<Prepared, Result>(
    _ prepare: (StorageSnapshot) throws(ScanError) -> Prepared?,
    holds: (Prepared, StoreState, borrowing WriteTransaction) throws -> Bool,
    commit: (Prepared, inout StoreState, borrowing WriteTransaction) throws -> Result
  ) throws(StorageError) -> LeisurelyChange<Result> {
    guard !isReadOnly else { throw .readOnly }
    do {
      for _ in 0..<StorageLimits.optimisticAttemptCount {
        guard let prepared = try prepareNow(prepare).0 else { return .nothingToDo }
        let result: Result? = try environment.write(rethrowing: { transaction in
          var state = try state(in: transaction)
          guard try holds(prepared, state, transaction) else { return nil }
          return try finish(prepared, &state, transaction, commit)
        })
        if let result { return .committed(result) }
      }
      return .overtaken
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

  func finish<Prepared, Result>(
    _ prepared: Prepared, _ state: inout StoreState, _ transaction: borrowing WriteTransaction,
    _ commit: (Prepared, inout StoreState, borrowing WriteTransaction) throws -> Result
  ) throws -> Result {
    let result = try commit(prepared, &state, transaction)
    state.changeCount += 1
    try transaction.put(state.stored, for: KeyLayout.state, in: databases.meta)
    return result
  }

  func state(in transaction: borrowing WriteTransaction) throws -> StoreState {
    guard let bytes = try transaction.value(for: KeyLayout.state, in: databases.meta) else {
      throw StorageError.damaged("the store has no counters")
    }
    return try StoreState(reading: bytes)
  }
}
