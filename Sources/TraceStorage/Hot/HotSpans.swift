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
/// For scans they are cut into groups of `StorageLimits.hotGroupRowCount`, each a segment in
/// memory; a new batch changes the last groups only, and those where it supersedes a span.
struct HotSpans: Sendable {
  private(set) var spans: [SpanData] = []
  /// Finds `spans`, by identity.
  private var table = HashTable()
  /// Where the spans of each trace are.
  private(set) var traces = HotTraces()
  /// Grows for a group whenever one of its spans changes.
  private(set) var groupVersions: [Int] = []
  /// The batches read: from the first still stored to the last.
  private(set) var firstSequence: UInt64 = 0
  private(set) var lastSequence: UInt64 = 0
  private var batchCount = 0
  /// Batches that this process stored and that no snapshot has read yet, by number: they need not
  /// be decoded.
  private var written: [UInt64: ArraySlice<SpanData>] = [:]

  init() {}

  /// Where a span is in `spans`.
  func index(of key: SpanKey) -> Int? {
    table.number(of: TableHash.of(key)) { SpanKey(spans[$0]) == key }
  }

  /// Takes batches that were committed under consecutive numbers, to be found there by `refresh`.
  mutating func noteWritten(_ batches: [ArraySlice<SpanData>], first: UInt64) {
    for (number, spans) in zip(first..., batches) where number > lastSequence {
      written[number] = spans
    }
  }

  /// The indexes of a group's spans.
  func range(ofGroup group: Int) -> Range<Int> {
    let start = group * StorageLimits.hotGroupRowCount
    return start..<min(start + StorageLimits.hotGroupRowCount, spans.count)
  }

  /// Bounds of the starts of a group's spans.
  func startRange(ofGroup group: Int) -> ClosedRange<Int64>? {
    let starts = spans[range(ofGroup: group)].lazy.map(\.start)
    guard let least = starts.min(), let greatest = starts.max() else { return nil }
    return least...greatest
  }

  /// Reads the batches of a snapshot after those that this value has.
  ///
  /// When some of these were sealed since, everything is read anew.
  mutating func refresh(_ snapshot: Snapshot, _ database: Database) throws(ScanError) {
    do {
      var first: UInt64?
      try snapshot.forEach(in: database, from: [], below: nil) { key, _ in
        first = try Self.sequence(of: key)
        return false
      }
      guard let first else {
        self = HotSpans()
        return
      }
      if first != firstSequence { forgetRead() }
      firstSequence = first
      let next = KeyLayout.batch(lastSequence + 1)
      try snapshot.forEach(in: database, from: next, below: nil) { key, value in
        let sequence = try Self.sequence(of: key)
        if let known = written[sequence] {
          put(known)
        } else {
          put(try BatchCodec.decode(value, sequence: sequence)[...])
        }
        lastSequence = sequence
        batchCount += 1
        return true
      }
      written = [:]
      guard try snapshot.count(of: database) == batchCount else { throw LMDBError.corrupted }
    } catch {
      throw ScanError(error, reading: "hot batches")
    }
  }

  private mutating func forgetRead() {
    let written = written
    self = HotSpans()
    self.written = written
  }

  private mutating func put(_ batch: ArraySlice<SpanData>) {
    for span in batch { put(span) }
  }

  private mutating func put(_ span: SpanData) {
    let key = SpanKey(span)
    let hash = TableHash.of(key)
    let index: Int
    if let known = table.number(of: hash, where: { SpanKey(spans[$0]) == key }) {
      index = known
      spans[index] = span
    } else {
      index = table.add(hash)
      traces.append(key.trace)
      spans.append(span)
    }
    let group = index / StorageLimits.hotGroupRowCount
    if group == groupVersions.count { groupVersions.append(0) }
    groupVersions[group] += 1
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
