import Columns
import LMDB
import Scanning
import Synchronization

/// What came of storing a seal.
private enum SealOutcome {
  case stored
  /// The batches are not those that were encoded: another process sealed them.
  case gone
  /// Others took the numbers that it was given.
  case overtaken
}

extension TraceDatabase {
  /// Seals the hot batches that there are into segments, off the write lock; whoever writes
  /// meanwhile does not wait for that.
  ///
  /// Does nothing when there are none.
  package func seal() throws(StorageError) {
    guard !isReadOnly else { throw .readOnly }
    let last = try snapshot().hot.lastSequence
    while let seal = try prepareSeal(where: { $0.firstSequence <= last }) {
      _ = try commit(seal)
    }
  }

  /// Encodes the oldest hot batches if they have become as many as a segment takes; nil if they
  /// have not.
  package func prepareSeal() throws(StorageError) -> PreparedSeal? {
    guard !isReadOnly else { throw .readOnly }
    return try prepareSeal(where: \.isSealDue)
  }

  /// No snapshot lives while the batches are encoded: it would keep pages from being used again.
  private func prepareSeal(
    where isDue: (HotSpans) -> Bool
  ) throws(StorageError) -> PreparedSeal? {
    guard let (part, catalogue) = try oldestPart(isDue) else { return nil }
    return PreparedSeal(part, catalogue)
  }

  private func oldestPart(
    _ isDue: (HotSpans) -> Bool
  ) throws(StorageError) -> (HotPart, AttributeCatalogue)? {
    let snapshot = try snapshot()
    guard let part = snapshot.hot.parts.first, isDue(snapshot.hot) else { return nil }
    return (part, snapshot.catalogue)
  }

  /// Stores a seal in place of its batches; false where these are not as they were, and nothing is
  /// stored.
  ///
  /// The write lock is held for writing alone: spans that were replaced meanwhile become dead
  /// rows, and where others took the segment's number it gets another.
  package func commit(_ seal: PreparedSeal) throws(StorageError) -> Bool {
    guard !isReadOnly else { throw .readOnly }
    let isStored = try store(seal)
    if isStored {
      joinNewSegments()
    } else {
      try forgetChanged(seal.part)
    }
    return isStored
  }

  /// Forgets batches that are stored otherwise than they are remembered: read anew, they tell what
  /// is wrong with them, where they would be encoded in vain for ever.
  private func forgetChanged(_ part: HotPart) throws(StorageError) {
    guard try snapshot().hot.parts.first?.digest == part.digest else { return }
    remembered.withLock { $0 = Remembered(hot: HotSpans(limits: hotLimits)) }
  }

  private func store(_ seal: PreparedSeal) throws(StorageError) -> Bool {
    do {
      for _ in 0..<StorageLimits.optimisticAttemptCount {
        let numbered = try NumberedSeal(seal, try snapshot())
        let outcome = try environment.write(rethrowing: { transaction in
          try store(seal, transaction) { numbered }
        })
        if outcome != .overtaken { return outcome == .stored }
      }
      return try environment.write(rethrowing: { transaction in
        try store(seal, transaction) { try NumberedSeal(seal, try snapshot()) }
      }) == .stored
    } catch {
      throw StorageError(error, path: path)
    }
  }

  private func store(
    _ seal: PreparedSeal, _ transaction: borrowing WriteTransaction,
    _ number: () throws -> NumberedSeal
  ) throws -> SealOutcome {
    var state = try state(in: transaction)
    guard try holds(seal.part, transaction) else { return .gone }
    let numbered = try number()
    guard numbered.holds(state) else { return .overtaken }
    let deadRows = try rowsLost(of: seal)
    _ = try finish(numbered.segments, &state, transaction) { segments, state, transaction in
      try commit(segments, &state, transaction)
      if let segment = segments.encoded.first, !deadRows.isEmpty {
        try bury(deadRows, of: segment.header, transaction)
      }
      try removeBatches(of: seal.part, &state, transaction)
    }
    return .stored
  }

  /// Whether the batches of a part are still there, as they were read.
  private func holds(
    _ part: HotPart, _ transaction: borrowing WriteTransaction
  ) throws -> Bool {
    var digest: UInt64 = 0
    for sequence in part.firstSequence...part.lastSequence {
      let checksum = try transaction.withValue(for: KeyLayout.batch(sequence), in: databases.hot) {
        try ChunkHeader.bodyChecksum(ofChunk: $0)
      }
      guard let checksum else { return false }
      digest = HotPart.digest(digest, adding: checksum)
    }
    return digest == part.digest
  }

  /// The rows of a seal that batches of now replace.
  ///
  /// The caller has the write lock, so that this is the state that the seal is stored in.
  private func rowsLost(of seal: PreparedSeal) throws -> [Int] {
    let hot = try snapshot().hot
    guard let now = hot.parts.first, now.firstSequence == seal.part.firstSequence else {
      throw StorageError.damaged("the hot batches are not in order")
    }
    return seal.rowsLost(in: now)
  }

  /// Stores rows of a new segment as dead.
  private func bury(
    _ rows: [Int], of header: SegmentHeader, _ transaction: borrowing WriteTransaction
  ) throws {
    var live = Bitmap(count: header.rowCount, repeating: true)
    for row in rows { live[row] = false }
    var header = header
    header.generation += 1
    header.deadRowCount = rows.count
    try transaction.put(header.stored, for: header.key, in: databases.segmentDirectory)
    try transaction.put(
      live.sealed(asLiveRowsOf: header.segment),
      for: KeyLayout.chunk(ChunkKey(.liveRows), segment: header.segment), in: databases.segments)
  }

  private func removeBatches(
    of part: HotPart, _ state: inout StoreState, _ transaction: borrowing WriteTransaction
  ) throws {
    _ = try transaction.deleteRange(
      in: databases.hot, from: KeyLayout.batch(part.firstSequence),
      below: KeyLayout.batch(part.lastSequence + 1))
    // Another build may estimate bytes otherwise.
    state.hotSpanCount -= min(state.hotSpanCount, UInt64(part.rowCount))
    state.hotByteCount -= min(state.hotByteCount, UInt64(part.byteCount))
    guard try transaction.count(of: databases.hot) == 0 else { return }
    state.hotSpanCount = 0
    state.hotByteCount = 0
  }
}
