import ByteCoding
import LMDB
import Scanning
import TraceModel

/// Names a span in a store.
struct SpanKey: Hashable, Sendable {
  var trace: TraceID
  var span: SpanID

  init(_ span: SpanData) {
    trace = span.traceID
    self.span = span.spanID
  }
}

/// The spans of the hot batches, each once: a later batch supersedes an earlier one.
///
/// They lie in parts of as many batches as fit one segment. A new batch changes the last part, and
/// those where it supersedes a span. For scans the parts are cut into groups of
/// `StorageLimits.hotGroupRowCount`, each a segment in memory.
struct HotSpans: Sendable {
  /// A group that has spans which count.
  struct Group: Sendable {
    var part: Int
    /// Within its part.
    var number: Int
  }

  let limits: HotLimits
  /// Only the last one takes batches.
  private(set) var parts: [HotPart] = []
  private(set) var groups: [Group] = []
  /// Batches that this process stored and that no snapshot has read yet, by number: they need not
  /// be decoded.
  private var written: [UInt64: HotBatch] = [:]

  init(limits: HotLimits = HotLimits()) {
    self.limits = limits
  }

  /// Spans that count.
  var count: Int { parts.reduce(0) { $0 + $1.liveCount } }
  var isEmpty: Bool { parts.isEmpty }

  /// The batches read: from the first still stored to the last; 0 where there are none.
  var firstSequence: UInt64 { parts.first?.firstSequence ?? 0 }
  var lastSequence: UInt64 { parts.last?.lastSequence ?? 0 }

  /// Whether the oldest part has become what a segment takes.
  var isSealDue: Bool { parts.count > 1 || parts.first?.isFull(limits) == true }

  /// The copy of a span that counts.
  func span(_ key: SpanKey) -> SpanData? {
    let hash = TableHash.of(key)
    for part in parts.reversed() {
      if let index = part.index(of: key, hash) { return part.spans[index] }
    }
    return nil
  }

  func contains(_ trace: TraceID) -> Bool { parts.contains { $0.traces.contains(trace) } }

  /// The spans of a trace, in the order of their batches.
  func spans(of trace: TraceID) -> [SpanData] {
    parts.flatMap { part in part.indexes(of: trace).map { part.spans[$0] } }
  }

  /// Every trace, some perhaps twice: those with spans in several parts.
  var traceIDs: [TraceID] { parts.flatMap(\.traces.ids) }

  /// Calls `body` with each span.
  func forEach(_ body: (SpanData) -> Void) {
    for part in parts { part.liveSpans.forEach { (spans, index) in body(spans[index]) } }
  }

  // MARK: Groups

  /// Bounds of the starts of a group's spans.
  func startRange(ofGroup number: Int) -> ClosedRange<Int64>? {
    var least = Int64.max
    var greatest = Int64.min
    spans(ofGroup: number).forEach { (spans, index) in
      least = min(least, spans[index].start)
      greatest = max(greatest, spans[index].start)
    }
    return least <= greatest ? least...greatest : nil
  }

  func spans(ofGroup number: Int) -> SpanChunks {
    parts[groups[number].part].spans(ofGroup: groups[number].number)
  }

  /// The groups that have spans of a trace, ascending.
  func groups(of trace: TraceID) -> [Int] {
    var found: [Int] = []
    var first = 0
    for (number, part) in parts.enumerated() {
      let own = groups[first...].prefix { $0.part == number }
      let wanted = Set(part.indexes(of: trace).map { $0 / StorageLimits.hotGroupRowCount })
      if !wanted.isEmpty { found += own.indices.filter { wanted.contains(groups[$0].number) } }
      first += own.count
    }
    return found
  }

  // MARK: Reading batches

  /// Takes batches that were committed under consecutive numbers, to be found there by `refresh`.
  mutating func noteWritten(_ batches: [HotBatch], first: UInt64) {
    for (number, batch) in zip(first..., batches) where number > lastSequence {
      written[number] = batch
    }
  }

  /// Reads the batches of a snapshot after those that this value has.
  ///
  /// Where whole parts were sealed since, they are dropped; where something else was, everything
  /// is read anew.
  mutating func refresh(_ snapshot: Snapshot, _ database: Database) throws(ScanError) {
    do {
      let known = written
      written = [:]
      guard try dropSealed(snapshot, database) else { return }
      let next = KeyLayout.batch(lastSequence + 1)
      try snapshot.forEach(in: database, from: next, below: nil) { key, value in
        let sequence = try Self.sequence(of: key)
        let checksum = try ChunkHeader.bodyChecksum(ofChunk: value.bytes)
        // A process that stored a batch knows whether that was fresh among all that there were.
        let batch =
          try known[sequence] ?? HotBatch(decoding: BatchCodec.decode(value, sequence: sequence))
        take(batch, sequence: sequence, checksum: checksum)
        return true
      }
      numberGroups()
      guard try snapshot.count(of: database) == parts.reduce(0, { $0 + $1.batchCount }) else {
        throw LMDBError.corrupted
      }
    } catch {
      throw ScanError(error, reading: "hot batches")
    }
  }

  /// Forgets what the snapshot has no more; whether it has batches at all.
  private mutating func dropSealed(_ snapshot: Snapshot, _ database: Database) throws -> Bool {
    var first: UInt64?
    try snapshot.forEach(in: database, from: [], below: nil) { key, _ in
      first = try Self.sequence(of: key)
      return false
    }
    guard let first else {
      self = HotSpans(limits: limits)
      return false
    }
    guard first != firstSequence else { return true }
    let kept = parts.firstIndex { $0.firstSequence == first } ?? parts.count
    parts.removeFirst(kept)
    return true
  }

  private mutating func take(_ batch: HotBatch, sequence: UInt64, checksum: UInt64) {
    if parts.last?.isFull(for: batch, limits) ?? true {
      parts.append(HotPart(firstSequence: sequence))
    }
    let last = parts.count - 1
    parts[last].begin(batch, sequence: sequence, checksum: checksum)
    guard !batch.isFresh else { return parts[last].append(batch.spans) }
    for span in batch.spans {
      let key = SpanKey(span)
      let hash = TableHash.of(key)
      if let known = parts[last].index(of: key, hash) {
        parts[last].replace(known, by: span)
        continue
      }
      for older in parts.indices.dropLast().reversed() {
        guard let known = parts[older].index(of: key, hash) else { continue }
        parts[older].supersede(known)
        break
      }
      parts[last].append(span, hash)
    }
  }

  private mutating func numberGroups() {
    groups = []
    for (number, part) in parts.enumerated() {
      for group in part.groups.indices where part.groups[group].liveCount > 0 {
        groups.append(Group(part: number, number: group))
      }
    }
  }

  private static func sequence(of key: [UInt8]) throws(ByteCodingError) -> UInt64 {
    var reader = OrderedKeyReader(key)
    _ = try reader.readUInt8()
    let sequence = try reader.readUInt64()
    guard key == KeyLayout.batch(sequence) else {
      throw .malformed("a batch under the key of none", offset: 0)
    }
    return sequence
  }
}

extension HotBatch {
  /// A batch that was read: what it replaces is not known.
  fileprivate init(decoding spans: [SpanData]) {
    self.init(
      spans: spans[...], byteCount: spans.reduce(0) { $0 + $1.approximateByteCount },
      isFresh: false)
  }
}
