/// What takes in the matching rows of segments, a batch at a time.
protocol RowConsumer: Sendable {
  /// Memory held.
  var byteCount: Int { get }
  /// What it is doing, for a message.
  var work: String { get }
  /// Takes all matching rows of a segment at once; false when it needs to see batches.
  mutating func addAll(_ matches: Bitmap, of reader: SegmentReader) throws(QueryError) -> Bool
  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError)
  /// Called after the last row of a segment.
  mutating func endSegment()
}

/// Feeds matching rows to a consumer, stops when the query is to stop, and sees to its memory.
struct RowBatches: Sendable {
  /// A consumer and its share of the query's memory.
  struct Shared<Consumer: RowConsumer>: Sendable {
    var content: Consumer
    fileprivate var memory: MemoryShare
  }

  let control: QueryControl
  let meter: MemoryMeter

  func share<Consumer>(_ consumer: Consumer) -> Shared<Consumer> {
    Shared(content: consumer, memory: MemoryShare(of: meter))
  }

  /// Gives back the memory of consumers that are done.
  func release<Consumer>(_ parts: [Shared<Consumer>]) {
    for var part in parts { part.memory.release() }
  }

  func add<Consumer>(
    _ matches: Bitmap, of reader: SegmentReader, to part: inout Shared<Consumer>
  ) throws(QueryError) {
    defer { part.content.endSegment() }
    reader.conditions.matches = matches
    if try part.content.addAll(matches, of: reader) { return try hold(&part) }
    var list = RowList()
    while list.next(of: matches, limit: Limits.batchRowCount) {
      try control.check()
      try part.content.add(list.rows, of: reader)
      try hold(&part)
    }
  }

  /// Accounts for what a consumer holds by now.
  func hold<Consumer>(_ part: inout Shared<Consumer>) throws(QueryError) {
    let content = part.content
    try part.memory.hold(content.byteCount, doing: content.work)
  }
}

extension PartialAggregate: RowConsumer {
  mutating func addAll(_ matches: Bitmap, of reader: SegmentReader) throws(QueryError) -> Bool {
    try addCounts(matches, of: reader)
  }
}

extension RepeatedPass: RowConsumer {
  var work: String { "finding percentiles" }

  mutating func addAll(_ matches: Bitmap, of reader: SegmentReader) -> Bool { false }
}
