import ByteCoding
import Columns
import Scanning
import TraceModel

/// Puts the chunks of a segment together from its encoded columns.
///
/// How values become bytes is decided before, from a column's values alone; here is decided what is
/// stored at all: bytes that another column of the segment has already, be it the rows that have
/// a value, the values, or the dictionary, are stored once.
struct ColumnEncoder {
  let segment: UInt32
  let rowCount: Int
  private(set) var chunks: [(key: ChunkKey, bytes: [UInt8])] = []
  private(set) var entries: [ColumnDirectory.Entry] = []
  private var presence: PresenceSets
  private var shared = SharedBodies()

  init(segment: UInt32, rowCount: Int) {
    self.segment = segment
    self.rowCount = rowCount
    presence = PresenceSets(rowCount: rowCount)
  }

  /// Adds an encoded column.
  mutating func add(_ column: EncodedBuilder) {
    let values = addValues(column.body, column: column.id)
    guard let dictionary = column.dictionary else {
      note(column.id, column.form, rows: column.rows, values: values, range: column.body.range)
      return
    }
    let stored = addDictionary(dictionary, column: column.id)
    note(
      column.id, column.form, rows: column.rows, values: values, dictionary: stored.column,
      dictionaryParts: stored.parts, distinctCount: dictionary.entryCount)
  }

  /// Notes a payload column: its values are in the payload blocks, its rows here.
  mutating func notePayload(_ builder: ColumnBuilder) {
    guard !builder.rows.isEmpty else { return }
    note(
      builder.id, .payload, rows: builder.rows, values: builder.id,
      payload: builder.payloadContent)
  }

  /// Notes a column whose values follow from those of others.
  mutating func noteDerived(_ column: ColumnID, rows: [UInt32]) {
    guard !rows.isEmpty else { return }
    note(column, .integers, rows: rows, values: column)
  }

  /// The trace of each row: codes into the table of traces, which serves as dictionary.
  mutating func encodeTraceCodes(_ codes: [Int64], rows: [UInt32], traceCount: Int) {
    let column = ColumnID(.traceID)
    let body = ColumnBody.integers(codes, rows: rows, rowCount: rowCount)
    note(
      column, .codes, rows: rows, values: addValues(body, column: column),
      distinctCount: traceCount)
  }

  /// Adds a chunk of the whole segment.
  mutating func add(
    _ key: ChunkKey, _ encoding: ChunkEncoding, entryCount: Int, base: Int64 = 0, _ body: [UInt8]
  ) {
    let header = ChunkHeader(
      kind: key.kind, encoding: encoding, owner: segment, column: key.column,
      entryCount: entryCount, base: base)
    chunks.append((key, header.sealing(body)))
  }

  /// The column under which the values are stored.
  private mutating func addValues(_ body: ColumnBody, column: ColumnID) -> ColumnID {
    if let known = shared.column(of: .blocks, [body.bytes], else: column) { return known }
    add(
      ChunkKey(.values, column: column.rawValue), .blocks, entryCount: rowCount, body.bytes)
    return column
  }

  private mutating func addDictionary(
    _ dictionary: EncodedBuilder.Dictionary, column: ColumnID
  ) -> (column: ColumnID, parts: UInt16) {
    let parts = dictionary.parts
    let count = UInt16(parts.count)
    if let known = shared.column(of: dictionary.encoding, parts.map(\.body), else: column) {
      return (known, count)
    }
    for (number, part) in parts.enumerated() {
      add(
        ChunkKey(.dictionary, column: column.rawValue, part: UInt16(number)), dictionary.encoding,
        entryCount: part.entryCount, base: Int64(part.firstCode), part.body)
    }
    return (column, count)
  }

  private mutating func note(
    _ column: ColumnID, _ form: ColumnSummary.Form, rows: [UInt32], values: ColumnID,
    dictionary: ColumnID? = nil, dictionaryParts: UInt16 = 0, distinctCount: Int = 0,
    range: ClosedRange<Int64>? = nil, payload: PayloadContent? = nil
  ) {
    let summary = ColumnSummary(
      form: form, nullCount: rowCount - rows.count, distinctCount: distinctCount, range: range)
    entries.append(
      ColumnDirectory.Entry(
        column: column, summary: summary, presence: addPresence(rows), valuesColumn: values,
        dictionaryColumn: dictionary ?? column, dictionaryParts: dictionaryParts,
        payload: payload))
  }

  private mutating func addPresence(_ rows: [UInt32]) -> PresenceSet? {
    guard rows.count < rowCount else { return nil }
    let (set, isNew) = presence.set(of: rows)
    guard isNew else { return set }
    var writer = ByteWriter()
    if set.isList {
      for row in rows { writer.write(row) }
      add(set.key, .rows, entryCount: rows.count, writer.bytes)
    } else {
      var bitmap = Bitmap(count: rowCount)
      for row in rows { bitmap[Int(row)] = true }
      for word in bitmap.words { writer.write(word) }
      add(set.key, .words, entryCount: bitmap.words.count, writer.bytes)
    }
    return set
  }
}

/// Numbers the sets of rows that columns have values in.
private struct PresenceSets {
  let rowCount: Int
  private var sets: [(rows: [UInt32], set: PresenceSet)] = []
  /// From a hash of the rows to places in `sets`.
  private var places: [UInt64: [Int]] = [:]

  init(rowCount: Int) { self.rowCount = rowCount }

  mutating func set(of rows: [UInt32]) -> (PresenceSet, isNew: Bool) {
    let hash = hash(of: rows)
    for place in places[hash] ?? [] where sets[place].rows == rows {
      return (sets[place].set, false)
    }
    let set = PresenceSet(
      number: UInt32(sets.count + 1),
      isList: rows.count * StorageLimits.sparseDensity < rowCount)
    places[hash, default: []].append(sets.count)
    sets.append((rows, set))
    return (set, true)
  }

  /// Any function of the rows will do; equal hashes are compared.
  private func hash(of rows: [UInt32]) -> UInt64 {
    var hash = UInt64(rows.count)
    for row in rows { hash = (hash ^ UInt64(row)) &* 0x9e37_79b9_7f4a_7c15 }
    return hash
  }
}

/// What bytes of values and dictionaries a segment has, and under which column.
private struct SharedBodies {
  private var known: [UInt64: [(encoding: ChunkEncoding, bodies: [[UInt8]], column: ColumnID)]] =
    [:]

  /// The column that has the same bytes in the same encoding; nil when none has: then they are
  /// remembered.
  mutating func column(
    of encoding: ChunkEncoding, _ bodies: [[UInt8]], else column: ColumnID
  ) -> ColumnID? {
    var hash = UInt64(encoding.rawValue)
    for body in bodies { hash = hash &* 31 ^ xxHash64(body) }
    for other in known[hash] ?? []
    where other.encoding == encoding && other.bodies == bodies {
      return other.column
    }
    known[hash, default: []].append((encoding, bodies, column))
    return nil
  }
}
