import Columns
import Scanning
import TraceModel

/// Reads a few rows of a segment, column by column.
///
/// Chunks are found by the slots of the segment's plan, and are remembered from one snapshot to the
/// next: to find a chunk by its key takes longer than to read a row of it.
struct RowReader {
  let segment: StoredSegment
  let plan: SpanPlan
  private var memory: RowMemory
  /// Whether the reader learned what is not remembered yet.
  private var hasNew: Bool
  /// Room for a dictionary entry.
  private var buffer: [UInt8] = []

  init(_ segment: StoredSegment, _ catalogue: AttributeCatalogue) throws(ScanError) {
    self.segment = segment
    let known = segment.chunks.memory.rowMemories[segment.header.segment]
    hasNew = known == nil
    if let known {
      memory = known
    } else {
      memory = RowMemory(try SpanPlan(segment, catalogue))
    }
    plan = memory.plan
  }

  /// Keeps what was learned for the readers to come.
  func remember() {
    guard hasNew else { return }
    segment.chunks.memory.rowMemories.keep(memory, of: segment.header.segment)
  }

  /// The chunk of a slot, which has a key.
  private mutating func chunk(
    _ slot: Int, _ key: @autoclosure () -> ChunkKey
  ) throws(ScanError) -> LoadedChunk {
    if let known = memory.chunks[slot],
      let chunk = LoadedChunk(known, in: segment.chunks.snapshot)
    {
      return chunk
    }
    let chunk = try segment.chunks.required(key())
    memory.chunks[slot] = chunk.remembered
    hasNew = true
    return chunk
  }

  /// The id of a trace by its number in the segment.
  mutating func traceID(_ number: Int) throws(ScanError) -> TraceID {
    let high = try chunk(SpanPlan.traceHighSlot, ChunkKey(.traceHigh))
    let low = try chunk(SpanPlan.traceLowSlot, ChunkKey(.traceLow))
    return try segment.traceID(number, high, low)
  }
}

extension RowReader {
  /// Which rows of a stretch have a value in the columns of a set.
  mutating func presence(_ number: Int, _ stretch: RowStretch) throws(ScanError) -> RowPresence {
    let set = plan.presences[number]
    let chunk = try chunk(SpanPlan.firstPresenceSlot + number, set.key)
    if set.isList {
      let listed = Swift.Span<UInt32>(_bytes: chunk.body)
      return RowPresence(listed: listed, stretch)
    }
    let words = Swift.Span<UInt64>(_bytes: chunk.body)
    guard let presence = RowPresence(words, stretch) else {
      throw .damaged("segment \(segment.header.segment): rows \(set.number) of another segment")
    }
    return presence
  }

  /// The whole numbers or codes of a stretch; of rows without a value, unspecified.
  mutating func readNumbers(
    _ column: SpanPlan.Column, _ presence: RowPresence, _ stretch: RowStretch,
    into numbers: inout [Int64]
  ) throws(ScanError) {
    let chunk = try valuesChunk(of: column)
    let values = try view(chunk, of: column)
    var target = numbers.mutableSpan
    for (cut, places) in zip(stretch.cuts, presence.places) where !places.isEmpty {
      var room = target._mutatingExtracting(cut.indexes)
      values.read(places, ofBlock: cut.block, into: &room)
      guard places.count < cut.indexes.count else { continue }
      // They follow each other: each to its row, the last first.
      var next = places.count
      for index in cut.indexes.reversed() where presence.has(index) {
        next -= 1
        room[index - cut.indexes.lowerBound] = room[next]
      }
    }
  }

  /// The doubles of a stretch, likewise.
  mutating func readDoubles(
    _ column: SpanPlan.Column, _ presence: RowPresence, _ stretch: RowStretch,
    into doubles: inout [Double]
  ) throws(ScanError) {
    let chunk = try valuesChunk(of: column)
    let values = try view(chunk, of: column)
    for (cut, places) in zip(stretch.cuts, presence.places) {
      var place = places.lowerBound
      for index in cut.indexes where presence.has(index) {
        doubles[index] = values.double(inBlock: cut.block, at: place)
        place += 1
      }
    }
  }

  /// The value that a code stands for.
  mutating func value(
    ofCode code: Int64, in column: SpanPlan.Column
  ) throws(ScanError) -> AttributeValue {
    if !column.values.isEmpty {
      guard code >= 0, code < column.values.count else { throw unknown(code, column) }
      return column.values[Int(code)]
    }
    guard code >= 0, code < column.entry.summary.distinctCount else { throw unknown(code, column) }
    // The last part that begins at or before the code.
    var low = 0
    var high = Int(column.entry.dictionaryParts) - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if try dictionaryPart(middle, of: column).header.base <= code {
        low = middle
      } else {
        high = middle - 1
      }
    }
    let part = try dictionaryPart(low, of: column)
    return try part.dictionaryValue(Int(code - part.header.base), &buffer)
  }

  private func unknown(_ code: Int64, _ column: SpanPlan.Column) -> ScanError {
    .damaged(
      "segment \(segment.header.segment), column \(column.entry.column.rawValue): "
        + "code \(code) of a dictionary of \(column.entry.summary.distinctCount)")
  }

  private mutating func dictionaryPart(
    _ number: Int, of column: SpanPlan.Column
  ) throws(ScanError) -> LoadedChunk {
    let slot = column.dictionarySlot + number
    if memory.chunks[slot] == nil {
      // The first look checks that the parts follow each other.
      _ = try segment.dictionary(of: column.entry.column)
    }
    return try chunk(
      slot,
      ChunkKey(
        .dictionary, column: column.entry.dictionaryColumn.rawValue, part: UInt16(number)))
  }

  private mutating func valuesChunk(of column: SpanPlan.Column) throws(ScanError) -> LoadedChunk {
    if memory.chunks[column.valuesSlot] == nil {
      // The first look checks the blocks against the rows that have a value.
      _ = try segment.values(of: column.entry.column)
    }
    return try chunk(
      column.valuesSlot, ChunkKey(.values, column: column.entry.valuesColumn.rawValue))
  }

  @_lifetime(borrow chunk)
  private func view(
    _ chunk: borrowing LoadedChunk, of column: SpanPlan.Column
  ) throws(ScanError) -> EncodedColumn {
    guard chunk.header.entryCount == segment.rowCount else {
      throw segment.missing(column.entry.column)
    }
    let bytes = chunk.body
    do throws(ColumnDamage) {
      return try EncodedColumn(
        bytes, rowCount: segment.rowCount, presence: nil,
        holdsDoubles: column.entry.summary.form == .doubles, isChecked: true)
    } catch {
      throw .damaged(
        "segment \(segment.header.segment), column \(column.entry.column.rawValue): \(error)")
    }
  }
}
