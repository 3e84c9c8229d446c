import ByteCoding
import Columns
import Scanning
import TraceModel

/// Scores in columns, ready to be stored or read where they are.
struct EncodedScorePart {
  var header: ScorePartHeader
  var chunks: [(key: ChunkKey, bytes: [UInt8])]
}

/// Turns scores, sorted by the hashes of their targets, into a part of a run: columns as segments
/// have them, with the same encodings.
struct ScorePartEncoder {
  /// One for each field, in their order; nil while no score has it.
  private var builders = [ColumnBuilder?](repeating: nil, count: ScoreField.allCases.count)
  private var rowCount = 0
  private var leastHash: UInt64?
  private var greatestHash: UInt64 = 0

  /// Whether a part has as many scores as it may.
  var isFull: Bool { rowCount == StorageLimits.segmentRowCount }
  var isEmpty: Bool { rowCount == 0 }

  /// Takes the next score; no hash is less than the one before.
  mutating func add(_ score: Score, hash: UInt64, arrival: UInt64) {
    if leastHash == nil { leastHash = hash }
    greatestHash = hash
    add(hash.flippingHighestBit, .targetHash)
    switch score.target {
    case .span(let trace, let span):
      add(Int64(bitPattern: trace.high), .traceHigh)
      add(Int64(bitPattern: trace.low), .traceLow)
      add(Int64(bitPattern: span.rawValue), .span)
    case .trace(let trace):
      add(Int64(bitPattern: trace.high), .traceHigh)
      add(Int64(bitPattern: trace.low), .traceLow)
    case .session(let session): add(session, .session)
    }
    add(score.name, .name)
    if !score.source.isEmpty { add(score.source, .source) }
    if let number = score.number {
      append(.number, { .attribute($0, type: .double) }) { (builder, row) in
        builder.append(AttributeValue.double(number), row: row)
      }
    }
    if let label = score.label { add(label, .label) }
    if let comment = score.comment { add(comment, .comment) }
    add(score.time, .time)
    add(Int64(bitPattern: arrival), .arrival)
    rowCount += 1
  }

  private mutating func add(_ value: Int64, _ field: ScoreField) {
    append(field, { .integers($0) }) { $0.append(value, row: $1) }
  }

  private mutating func add(_ text: String, _ field: ScoreField) {
    append(field, { .strings($0) }) { $0.append(text, row: $1) }
  }

  /// Changes the builder of a field where it lies.
  private mutating func append(
    _ field: ScoreField, _ make: (ColumnID) -> ColumnBuilder,
    _ change: (inout ColumnBuilder, Int) -> Void
  ) {
    let place = Int(field.rawValue - ScoreField.targetHash.rawValue)
    change(&builders[place, default: make(field.id)], rowCount)
  }

  /// The part under its number; nil when no score was added.
  func finish(part: UInt32) -> EncodedScorePart? {
    guard let leastHash else { return nil }
    var encoder = ColumnEncoder(segment: part, rowCount: rowCount)
    for builder in builders {
      if let builder { encoder.add(EncodedBuilder(builder, rowCount: rowCount)) }
    }
    let directory = ColumnDirectory(encoder.entries)
    encoder.add(
      ChunkKey(.columnDirectory), .bytes, entryCount: directory.entries.count, directory.stored)
    let chunks = encoder.chunks.sorted { $0.key < $1.key }
    return EncodedScorePart(
      header: ScorePartHeader(
        part: part, rowCount: rowCount, leastHash: leastHash, greatestHash: greatestHash,
        byteCount: chunks.reduce(0) { $0 + $1.bytes.count }),
      chunks: chunks)
  }
}

extension UInt64 {
  /// The bits of a signed number that is ordered as this one is; its own inverse.
  var flippingHighestBit: Int64 { Int64(bitPattern: self ^ 1 << 63) }
}

extension [ColumnBuilder?] {
  /// The builder at a place, made when there is none.
  fileprivate subscript(
    place: Int, default new: @autoclosure () -> ColumnBuilder
  ) -> ColumnBuilder {
    get { self[place] ?? new() }
    _modify {
      var builder = self[place] ?? new()
      self[place] = nil
      yield &builder
      self[place] = builder
    }
  }
}
