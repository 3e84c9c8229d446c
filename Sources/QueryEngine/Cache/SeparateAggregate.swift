/// One thread's aggregate, which keeps the rows of the segment at hand apart as long as that is
/// cheap, so that they can be remembered.
///
/// Nothing is known to be too large before it is: a part that outgrows its bound is added to the
/// others, the rest of its segment follows, and the thread keeps no more parts. What that costs is
/// a merge of one part.
struct SeparateAggregate: RowConsumer {
  /// Over all segments so far, but the part kept apart.
  private(set) var total: PartialAggregate
  /// A part without rows.
  private let emptyPart: PartialAggregate
  private let partByteLimit: Int
  private var part: PartialAggregate?
  /// Whether parts have been small so far.
  private(set) var mayKeepApart = true

  /// - Parameters:
  ///   - total: An aggregate without rows.
  ///   - part: Another, of the same plan, whose states keep what merging takes.
  ///   - partByteLimit: What a part may hold.
  init(total: PartialAggregate, part: PartialAggregate, partByteLimit: Int) {
    self.total = total
    emptyPart = part
    self.partByteLimit = partByteLimit
  }

  var byteCount: Int { total.byteCount + (part?.byteCount ?? 0) }

  var work: String { total.work }

  /// Starts to keep rows apart.
  mutating func startPart() { part = emptyPart }

  /// Adds the rows kept apart to the others, and returns them; nil when they became too many.
  mutating func endPart() -> PartialAggregate? {
    guard let part else { return nil }
    self.part = nil
    total.merge(part)
    return part
  }

  /// Adds a part of other rows.
  mutating func merge(_ part: PartialAggregate) { total.merge(part) }

  mutating func addAll(_ matches: Bitmap, of reader: SegmentReader) throws(QueryError) -> Bool {
    guard part != nil else { return try total.addAll(matches, of: reader) }
    let isAdded = try part?.addAll(matches, of: reader) ?? false
    if isAdded { checkPart() }
    return isAdded
  }

  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    guard part != nil else { return try total.add(rows, of: reader) }
    try part?.add(rows, of: reader)
    checkPart()
  }

  mutating func endSegment() {
    part?.endSegment()
    total.endSegment()
  }

  private mutating func checkPart() {
    guard let part, part.byteCount > partByteLimit else { return }
    _ = endPart()
    mayKeepApart = false
  }
}
