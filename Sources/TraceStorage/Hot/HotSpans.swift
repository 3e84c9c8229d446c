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
struct HotSpans: Sendable {
  private(set) var spans: [SpanData] = []
  /// Where each span is in `spans`.
  private(set) var indexes: [SpanKey: Int] = [:]
  /// The batches read: from the first still stored to the last.
  private(set) var firstSequence: UInt64 = 0
  private(set) var lastSequence: UInt64 = 0

  init() {}

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
      if first != firstSequence { self = HotSpans() }
      firstSequence = first
      let next = KeyLayout.batch(lastSequence + 1)
      try snapshot.forEach(in: database, from: next, below: nil) { key, value in
        let sequence = try Self.sequence(of: key)
        for span in try BatchCodec.decode(value, sequence: sequence) { put(span) }
        lastSequence = sequence
        return true
      }
    } catch let error as ScanError {
      throw error
    } catch {
      throw .unreadable("hot batches: \(error)")
    }
  }

  private mutating func put(_ span: SpanData) {
    let key = SpanKey(span)
    if let index = indexes[key] {
      spans[index] = span
    } else {
      indexes[key] = spans.count
      spans.append(span)
    }
  }

  private static func sequence(of key: [UInt8]) throws(ByteCodingError) -> UInt64 {
    var reader = OrderedKeyReader(key)
    _ = try reader.readUInt8()
    return try reader.readUInt64()
  }
}
