import ByteCoding

/// Keys of the databases: big-endian, so that their byte order is the order of their numbers.
enum KeyLayout {
  static let format = Array("format".utf8)
  static let state = Array("state".utf8)
  static let scoreState = Array("scores".utf8)

  /// `hot`: lane, batch number.
  ///
  /// Lane 0 is the only one written yet.
  static func batch(_ sequence: UInt64, lane: UInt8 = 0) -> [UInt8] {
    var key = OrderedKey()
    key.append(lane)
    key.append(sequence)
    return key.bytes
  }

  /// `segdir`: least start, segment.
  static func directory(leastStart: Int64, segment: UInt32) -> [UInt8] {
    var key = OrderedKey()
    key.append(leastStart)
    key.append(segment)
    return key.bytes
  }

  /// `seg`: segment, kind, column, part.
  static func chunk(_ chunk: ChunkKey, segment: UInt32) -> [UInt8] {
    var key = OrderedKey()
    key.append(segment)
    key.append(chunk.kind.rawValue)
    key.append(chunk.column)
    key.append(chunk.part)
    return key.bytes
  }

  /// `seg`, `pay`: the first key of a segment.
  static func segment(_ segment: UInt32) -> [UInt8] {
    var key = OrderedKey()
    key.append(segment)
    return key.bytes
  }

  /// `pay`: segment, block.
  static func payload(_ block: UInt32, segment: UInt32) -> [UInt8] {
    var key = OrderedKey()
    key.append(segment)
    key.append(block)
    return key.bytes
  }

  /// `tix`: level, run, part.
  static func traceIndex(level: UInt8, run: UInt32, part: UInt16) -> [UInt8] {
    var key = OrderedKey()
    key.append(level)
    key.append(run)
    key.append(part)
    return key.bytes
  }

  /// `keys`: column.
  static func attribute(_ column: UInt32) -> [UInt8] {
    var key = OrderedKey()
    key.append(column)
    return key.bytes
  }
}

/// Names a chunk within its segment.
struct ChunkKey: Hashable, Comparable, Sendable {
  var kind: ChunkKind
  /// The column's number; 0 for chunks of the whole segment.
  var column: UInt32
  var part: UInt16

  init(_ kind: ChunkKind, column: UInt32 = 0, part: UInt16 = 0) {
    self.kind = kind
    self.column = column
    self.part = part
  }

  func hash(into hasher: inout Hasher) {
    // One word instead of three: chunks are looked up for every column of every query.
    hasher.combine(UInt64(column) << 32 | UInt64(part) << 8 | UInt64(kind.rawValue))
  }

  static func < (left: ChunkKey, right: ChunkKey) -> Bool {
    (left.kind.rawValue, left.column, left.part) < (right.kind.rawValue, right.column, right.part)
  }
}

/// What a chunk holds.
///
/// The raw values are part of the file format.
enum ChunkKind: UInt8, CaseIterable, Sendable {
  /// What columns the segment has, and how they are stored.
  case columnDirectory = 1
  /// A column's values.
  case values = 2
  /// A bit a row: which rows have a value. The column is the number of the set of rows, which
  /// columns share.
  case validity = 3
  /// The rows that have a value, ascending, where these are few; the column likewise.
  case rows = 4
  /// A dictionary's values, sorted.
  case dictionary = 5
  /// Bytes 0 to 7 of the segment's trace ids, in row order of the traces.
  case traceHigh = 6
  /// Bytes 8 to 15 of the trace ids.
  case traceLow = 7
  /// A bit a row: which rows still count. Absent while all do.
  case liveRows = 10
  /// A block of payload frames.
  case payload = 11
  /// A part of a run of the trace index.
  case traceIndex = 12
  /// A hot batch.
  case batch = 13
  /// Where a segment's payloads are.
  case payloadDirectory = 20
  /// A part of the index of the words in a segment's payloads.
  case words = 21
}
