import ByteCoding
import Scanning
import TraceModel

/// How much of the hot spans one segment takes.
struct HotLimits: Sendable {
  /// Spans of the batches, replaced ones included.
  var rowCount = StorageLimits.segmentRowCount
  /// Bytes of these in memory, as estimated.
  var byteCount = StorageLimits.segmentByteCount

  /// The limits at which whoever appends should wait.
  var overfull: HotLimits {
    HotLimits(
      rowCount: rowCount + rowCount / StorageLimits.overfullShare,
      byteCount: byteCount + byteCount / StorageLimits.overfullShare)
  }

  /// Whether all hot batches together reach a limit.
  func areReached(by state: StoreState) -> Bool {
    state.hotSpanCount >= UInt64(rowCount) || state.hotByteCount >= UInt64(byteCount)
  }
}

/// A hot batch as it is taken up by readers.
struct HotBatch: Sendable {
  var spans: ArraySlice<SpanData>
  /// Bytes of the spans in memory, as estimated.
  var byteCount: Int
  /// Whether no span of the batch has the identity of another hot span.
  var isFresh: Bool
}

/// Consecutive hot batches that become one segment.
///
/// Spans are numbered in the order in which their identities came. A later batch of the part
/// replaces a span in its place; one of a later part supersedes it, which changes nothing here but
/// for a note of it, so that a part to which nothing is added any more can be sealed meanwhile.
struct HotPart: Sendable {
  /// Spans that a scan sees as one segment.
  struct Group: Sendable {
    /// Grows when a span comes, is replaced or is superseded.
    var version = 0
    var liveCount = 0
  }

  let firstSequence: UInt64
  private(set) var lastSequence: UInt64
  private(set) var spans = SpanChunks()
  /// Where the spans of each trace are; superseded ones included.
  private(set) var traces = HotTraces()
  /// Finds `spans`, by identity.
  private var table = HashTable()
  private(set) var groups: [Group] = []
  /// Spans that were replaced in their place, with the number of the batch that did so last.
  private(set) var replacements: [Int: UInt64] = [:]
  /// Spans that a later part has a copy of.
  private(set) var superseded: Set<Int> = []
  private(set) var batchCount = 0
  /// Spans and bytes of the batches, replaced ones included.
  private(set) var rowCount = 0
  private(set) var byteCount = 0
  /// Of the checksums of the batches.
  private(set) var digest: UInt64 = 0

  init(firstSequence: UInt64) {
    self.firstSequence = firstSequence
    lastSequence = firstSequence
  }

  /// Spans that count.
  var liveCount: Int { spans.count - superseded.count }

  var liveSpans: SpanChunks { spans.without(superseded) }

  /// Where a span is in `spans`; superseded ones are found, too.
  func index(of key: SpanKey, _ hash: UInt64) -> Int? {
    table.number(of: hash) { SpanKey(spans[$0]) == key }
  }

  /// Whether a batch goes beyond what one segment takes.
  func isFull(for batch: HotBatch, _ limits: HotLimits) -> Bool {
    isFull(limits) || rowCount + batch.spans.count > limits.rowCount
      || byteCount + batch.byteCount > limits.byteCount
  }

  /// Whether no batch fits any more.
  func isFull(_ limits: HotLimits) -> Bool {
    rowCount >= limits.rowCount || byteCount >= limits.byteCount
  }

  /// Notes that the spans to be added or replaced now are those of a batch.
  mutating func begin(_ batch: HotBatch, sequence: UInt64, checksum: UInt64) {
    lastSequence = sequence
    batchCount += 1
    rowCount += batch.spans.count
    byteCount += batch.byteCount
    digest = Self.digest(digest, adding: checksum)
  }

  /// The digest of batches and one more.
  static func digest(_ digest: UInt64, adding checksum: UInt64) -> UInt64 {
    mix64(digest ^ checksum)
  }

  /// Adds spans that no hot span has the identity of.
  mutating func append(_ fresh: ArraySlice<SpanData>) {
    let view = fresh.span
    for index in view.indices {
      table.add(TableHash.of(SpanKey(view[index])))
      traces.append(view[index].traceID)
      noteAdded()
    }
    spans.append(fresh)
  }

  /// Adds a span that no span of the part has the identity of.
  mutating func append(_ span: SpanData, _ hash: UInt64) {
    table.add(hash)
    traces.append(span.traceID)
    noteAdded()
    spans.append(span)
  }

  mutating func replace(_ index: Int, by span: SpanData) {
    spans[index] = span
    replacements[index] = lastSequence
    groups[index / StorageLimits.hotGroupRowCount].version += 1
  }

  mutating func supersede(_ index: Int) {
    guard superseded.insert(index).inserted else { return }
    groups[index / StorageLimits.hotGroupRowCount].version += 1
    groups[index / StorageLimits.hotGroupRowCount].liveCount -= 1
  }

  /// Notes the span that the table got last.
  private mutating func noteAdded() {
    let group = (table.count - 1) / StorageLimits.hotGroupRowCount
    if group == groups.count { groups.append(Group()) }
    groups[group].version += 1
    groups[group].liveCount += 1
  }

  /// The indexes of a group's spans.
  func range(ofGroup group: Int) -> Range<Int> {
    let start = group * StorageLimits.hotGroupRowCount
    return start..<min(start + StorageLimits.hotGroupRowCount, spans.count)
  }

  /// The spans of a group that count.
  func spans(ofGroup group: Int) -> SpanChunks {
    let range = range(ofGroup: group)
    let part = spans[range]
    guard groups[group].liveCount < range.count else { return part }
    return part.without(Set(superseded.lazy.filter(range.contains).map { $0 - range.lowerBound }))
  }

  /// The indexes of a trace's spans that count, ascending.
  func indexes(of trace: TraceID) -> [Int] {
    let indexes = traces.indexes(of: trace)
    return superseded.isEmpty ? indexes : indexes.filter { !superseded.contains($0) }
  }
}
