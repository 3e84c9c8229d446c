import ByteCoding
import LMDB
import Scanning
import Synchronization

/// Where a segment's chunks are.
enum ChunkSource: Sendable {
  /// In the map, under a snapshot.
  case mapped(Snapshot, segments: Database, payloads: Database)
  /// In memory: the rows that are not sealed yet.
  case owned([ChunkKey: AlignedBytes], payloads: [AlignedBytes])
}

/// What a process remembers of a segment from one snapshot to the next: chunks but the live rows
/// never change.
final class SegmentMemory: Sendable {
  /// The decoded column directory.
  let directory = Mutex<ColumnDirectory?>(nil)
  /// The decoded payload directory.
  let payloadDirectory = Mutex<PayloadDirectory?>(nil)
  /// Chunks whose checksums were compared, by their keys: some hundred bytes for each chunk read,
  /// where chunks are tens of kilobytes.
  let known = Mutex<[ChunkKey: KnownChunk]>([:])
  /// Columns whose blocks were found to be within their bytes.
  let checkedColumns = Mutex<Set<ColumnID>>([])
  /// Payload frames of this segment and, in a store, of the others.
  let payloadFrames: PayloadFrameCache
  /// How single rows of this segment are read and, in a store, of the others.
  let rowMemories: RowMemories

  init(
    payloadFrames: PayloadFrameCache = PayloadFrameCache(), rowMemories: RowMemories = RowMemories()
  ) {
    self.payloadFrames = payloadFrames
    self.rowMemories = rowMemories
  }
}

/// Loads the chunks of one segment, each once, and keeps them.
final class SegmentChunks: Sendable {
  let segment: UInt32
  private let source: ChunkSource
  let memory: SegmentMemory
  private let loaded = Mutex<[ChunkKey: LoadedChunk]>([:])

  init(segment: UInt32, source: ChunkSource, memory: SegmentMemory) {
    self.segment = segment
    self.source = source
    self.memory = memory
  }

  /// A chunk that may be absent.
  func optional(_ key: ChunkKey) throws(ScanError) -> LoadedChunk? {
    if let known = loaded.withLock({ $0[key] }) { return known }
    guard let chunk = try load(key) else { return nil }
    return loaded.withLock { chunks in
      // Another thread may have loaded it meanwhile; views may lend the first one's bytes.
      if let first = chunks[key] { return first }
      chunks[key] = chunk
      return chunk
    }
  }

  /// A chunk that the directory says is there.
  func required(_ key: ChunkKey) throws(ScanError) -> LoadedChunk {
    guard let chunk = try optional(key) else {
      throw .damaged(
        "segment \(segment): the \(key.kind) chunk of column \(key.column) is missing")
    }
    return chunk
  }

  /// Whether this process has checked a column's blocks.
  func isChecked(_ column: ColumnID) -> Bool {
    memory.checkedColumns.withLock { $0.contains(column) }
  }

  func noteChecked(_ column: ColumnID) {
    memory.checkedColumns.withLock { _ = $0.insert(column) }
  }

  /// The column directory, decoded once a process.
  func directory() throws(ScanError) -> ColumnDirectory {
    if let known = memory.directory.withLock({ $0 }) { return known }
    let bytes = try required(ChunkKey(.columnDirectory)).bodyBytes
    do {
      var reader = ByteReader(bytes.span)
      let directory = try ColumnDirectory(reading: &reader)
      memory.directory.withLock { $0 = directory }
      return directory
    } catch {
      throw .damaged("segment \(segment): column directory: \(error)")
    }
  }

  private func load(_ key: ChunkKey) throws(ScanError) -> LoadedChunk? {
    switch source {
    case .owned(let chunks, let payloads):
      let isPayload = key.kind == .payload && Int(key.column) < payloads.count
      guard let bytes = isPayload ? payloads[Int(key.column)] : chunks[key] else { return nil }
      return try LoadedChunk(bytes, key: key, owner: segment)
    case .mapped(let snapshot, let segments, let payloads):
      let known = memory.known.withLock { $0[key] }
      if let known, let value = snapshot.value(at: known.place) {
        return LoadedChunk(known.header, LoadedChunk.Storage(value))
      }
      guard let value = try value(of: key, snapshot, segments, payloads) else { return nil }
      let chunk = try LoadedChunk(value, key: key, owner: segment, isVerified: known != nil)
      // Live rows change under the same key, so that each reading is compared.
      if key.kind != .liveRows {
        memory.known.withLock { $0[key] = KnownChunk(header: chunk.header, place: value.place) }
      }
      return chunk
    }
  }

  /// What a remembered chunk has to be read under; nil for chunks in memory.
  var snapshot: Snapshot? {
    if case .mapped(let snapshot, _, _) = source { snapshot } else { nil }
  }

  private func value(
    of key: ChunkKey, _ snapshot: Snapshot, _ segments: Database, _ payloads: Database
  ) throws(ScanError) -> MappedValue? {
    do {
      guard key.kind == .payload else {
        return try snapshot.value(for: KeyLayout.chunk(key, segment: segment), in: segments)
      }
      return try snapshot.value(
        for: KeyLayout.payload(key.column, segment: segment), in: payloads)
    } catch {
      throw ScanError(error, reading: "segment \(segment)")
    }
  }
}
