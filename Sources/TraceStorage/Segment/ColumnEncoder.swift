import ByteCoding
import Columns
import Scanning

/// Encodes one gathered column as chunks.
///
/// The seam for further encodings: everything that decides how a column is stored is in this file,
/// and a chunk says which encoding it has.
struct ColumnEncoder {
  let segment: UInt32
  let rowCount: Int
  private(set) var chunks: [(key: ChunkKey, bytes: [UInt8])] = []
  private(set) var entries: [ColumnDirectory.Entry] = []

  init(segment: UInt32, rowCount: Int) {
    self.segment = segment
    self.rowCount = rowCount
  }

  /// Encodes a column that is not a payload.
  mutating func encode(_ builder: ColumnBuilder) {
    guard !builder.rows.isEmpty else { return }
    switch builder.values {
    case .integers(let values): encodeIntegers(values, builder)
    case .doubles(let values): encodeDoubles(values, builder)
    case .strings(let codes, let interner, _):
      let order = interner.strings.indices.sorted {
        precedesByBytes(interner.strings[$0], interner.strings[$1])
      }
      let entries = order.map { Array(interner.strings[$0].utf8) }
      encodeCodes(codes, order, entries, .strings, builder)
    case .encoded(let codes, let interner):
      let order = interner.values.indices.sorted {
        interner.values[$0].lexicographicallyPrecedes(interner.values[$1])
      }
      encodeCodes(codes, order, order.map { interner.values[$0] }, .values, builder)
    }
  }

  /// Notes a payload column: its texts are in the payload blocks, its rows here.
  mutating func notePayload(_ builder: ColumnBuilder) {
    guard !builder.rows.isEmpty else { return }
    let summary = ColumnSummary(
      form: .payload, nullCount: rowCount - builder.rows.count, distinctCount: 0, range: nil)
    entries.append(
      ColumnDirectory.Entry(
        column: builder.id, summary: summary, isSparse: false, dictionaryParts: 0))
    addValidity(builder)
  }

  /// Adds a chunk of the whole segment, or of a column encoded elsewhere.
  mutating func add(
    _ key: ChunkKey, _ encoding: ChunkEncoding, entryCount: Int, base: Int64 = 0, _ body: [UInt8]
  ) {
    let header = ChunkHeader(
      kind: key.kind, encoding: encoding, owner: segment, column: key.column,
      entryCount: entryCount, base: base)
    chunks.append((key, header.sealing(body)))
  }

  /// Notes a column whose chunks are added one by one.
  mutating func note(_ entry: ColumnDirectory.Entry) { entries.append(entry) }

  private mutating func encodeIntegers(_ values: [Int64], _ builder: ColumnBuilder) {
    let sparse = isSparse(builder)
    let encoded = EncodedIntegers(sparse ? values : dense(values, builder.rows))
    note(
      builder, .integers, sparse,
      range: encoded.base...encoded.maximum)
    add(
      ChunkKey(.values, column: builder.id.rawValue), .offsets(width: encoded.width),
      entryCount: sparse ? values.count : rowCount, base: encoded.base, encoded.body)
  }

  private mutating func encodeDoubles(_ values: [Double], _ builder: ColumnBuilder) {
    let sparse = isSparse(builder)
    var writer = ByteWriter()
    for value in sparse ? values : dense(values, builder.rows).map({ $0 ?? 0 }) {
      writer.write(value.bitPattern)
    }
    note(builder, .doubles, sparse)
    add(
      ChunkKey(.values, column: builder.id.rawValue), .doubles,
      entryCount: sparse ? values.count : rowCount, writer.bytes)
  }

  private mutating func encodeCodes(
    _ codes: [UInt32], _ order: [Int], _ entries: [[UInt8]], _ encoding: ChunkEncoding,
    _ builder: ColumnBuilder
  ) {
    var ranks = [UInt32](repeating: 0, count: order.count)
    for (rank, code) in order.enumerated() { ranks[code] = UInt32(rank) }
    let ranked = codes.map { ranks[Int($0)] }
    let sparse = isSparse(builder)
    let encoded = EncodedCodes(
      sparse ? ranked : dense(ranked, builder.rows).map { $0 ?? 0 }, codeCount: entries.count)
    let parts = addDictionary(entries, encoding, column: builder.id.rawValue)
    note(builder, .codes, sparse, distinctCount: entries.count, dictionaryParts: parts)
    add(
      ChunkKey(.values, column: builder.id.rawValue), .codes(width: encoded.width),
      entryCount: sparse ? codes.count : rowCount, encoded.body)
  }

  /// Stores a dictionary in parts of at most a chunk each, unless one entry is longer.
  private mutating func addDictionary(
    _ entries: [[UInt8]], _ encoding: ChunkEncoding, column: UInt32
  ) -> UInt16 {
    var part: UInt16 = 0
    var first = 0
    while first < entries.count {
      var end = first
      var byteCount = 4
      while end < entries.count, end == first || byteCount + entries[end].count + 4 <= partLimit {
        byteCount += entries[end].count + 4
        end += 1
      }
      add(
        ChunkKey(.dictionary, column: column, part: part), encoding, entryCount: end - first,
        base: Int64(first), dictionaryBody(entries[first..<end]))
      first = end
      part += 1
    }
    return part
  }

  private var partLimit: Int { StorageLimits.chunkByteCount - ChunkHeader.byteCount }

  private mutating func note(
    _ builder: ColumnBuilder, _ form: ColumnSummary.Form, _ sparse: Bool, distinctCount: Int = 0,
    range: ClosedRange<Int64>? = nil, dictionaryParts: UInt16 = 0
  ) {
    let summary = ColumnSummary(
      form: form, nullCount: rowCount - builder.rows.count, distinctCount: distinctCount,
      range: range)
    entries.append(
      ColumnDirectory.Entry(
        column: builder.id, summary: summary, isSparse: sparse, dictionaryParts: dictionaryParts))
    if sparse { addRows(builder) } else { addValidity(builder) }
  }

  private func isSparse(_ builder: ColumnBuilder) -> Bool {
    builder.rows.count * StorageLimits.sparseDensity < rowCount
  }

  private mutating func addRows(_ builder: ColumnBuilder) {
    let encoded = EncodedCodes(builder.rows, codeCount: rowCount)
    add(
      ChunkKey(.rows, column: builder.id.rawValue), .codes(width: encoded.width),
      entryCount: builder.rows.count, encoded.body)
  }

  private mutating func addValidity(_ builder: ColumnBuilder) {
    guard builder.rows.count < rowCount else { return }
    var bitmap = Bitmap(count: rowCount)
    for row in builder.rows { bitmap[Int(row)] = true }
    var writer = ByteWriter()
    for word in bitmap.words { writer.write(word) }
    add(
      ChunkKey(.validity, column: builder.id.rawValue), .words, entryCount: bitmap.words.count,
      writer.bytes)
  }

  private func dense<Value>(_ values: [Value], _ rows: [UInt32]) -> [Value?] {
    guard values.count < rowCount else { return values }
    var dense = [Value?](repeating: nil, count: rowCount)
    for (row, value) in zip(rows, values) { dense[Int(row)] = value }
    return dense
  }
}

/// Where each entry starts, the end of the last, then the entries.
private func dictionaryBody(_ entries: ArraySlice<[UInt8]>) -> [UInt8] {
  var writer = ByteWriter()
  var offset: UInt32 = 0
  writer.write(UInt32(0))
  for entry in entries {
    offset += UInt32(entry.count)
    writer.write(offset)
  }
  for entry in entries { writer.write(entry) }
  return writer.bytes
}
