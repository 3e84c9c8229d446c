import ByteCoding
import Scanning

/// What a segment says of its columns: one entry each, ascending by column.
struct ColumnDirectory: Sendable {
  struct Entry: Hashable, Sendable {
    var column: ColumnID
    var summary: ColumnSummary
    /// Which rows have a value; nil when all have.
    var presence: PresenceSet?
    /// The column under which the values are stored: columns of the same bytes share them.
    var valuesColumn: ColumnID
    /// The column under which the dictionary is stored, likewise.
    var dictionaryColumn: ColumnID
    /// Parts of the dictionary; 0 for other forms.
    var dictionaryParts: UInt16 = 0
    /// Where a payload column has its values from; nil for other forms.
    var payload: PayloadContent?
  }

  private(set) var entries: [Entry]
  private let indexes: [ColumnID: Int]

  init(_ entries: [Entry]) {
    self.entries = entries
    indexes = Dictionary(
      entries.enumerated().map { ($1.column, $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(column: ColumnID) -> Entry? { indexes[column].map { entries[$0] } }

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.writeVarint(UInt64(entries.count))
    for entry in entries {
      writer.writeVarint(UInt64(entry.column.rawValue))
      writer.write(entry.payload?.rawValue ?? entry.summary.form.rawValue)
      writer.writeVarint(entry.presence.map { $0.stored } ?? 0)
      writer.writeVarint(UInt64(entry.valuesColumn.rawValue))
      writer.writeVarint(UInt64(entry.dictionaryColumn.rawValue))
      writer.writeVarint(UInt64(entry.summary.nullCount))
      writer.writeVarint(UInt64(entry.summary.distinctCount))
      writer.writeVarint(UInt64(entry.dictionaryParts))
      writer.write(UInt8(entry.summary.range == nil ? 0 : 1))
      if let range = entry.summary.range {
        writer.writeZigZag(range.lowerBound)
        writer.writeZigZag(range.upperBound)
      }
    }
    return writer.bytes
  }

  init(reading reader: inout ByteReader) throws(ByteCodingError) {
    var entries: [Entry] = []
    for _ in 0..<(try reader.readCount()) { entries.append(try Self.readEntry(&reader)) }
    self.init(entries)
  }

  private static func readEntry(_ reader: inout ByteReader) throws(ByteCodingError) -> Entry {
    let start = reader.offset
    let column = try reader.readUnsigned32()
    let storedForm = try reader.readUInt8()
    let payload = PayloadContent(rawValue: storedForm)
    let form = payload == nil ? ColumnSummary.Form(rawValue: storedForm) : .payload
    let presence = try reader.readUnsigned32()
    let valuesColumn = try reader.readUnsigned32()
    let dictionaryColumn = try reader.readUnsigned32()
    let nulls = try reader.readUnsigned32()
    let distinct = try reader.readUnsigned32()
    let parts = UInt16(exactly: try reader.readVarint())
    var range: ClosedRange<Int64>?
    if try reader.readUInt8() != 0 {
      let least = try reader.readZigZag()
      let greatest = try reader.readZigZag()
      guard least <= greatest else { throw .malformed("a range upside down", offset: start) }
      range = least...greatest
    }
    guard let form, let parts, (presence == 0) == (nulls == 0) else {
      throw .malformed("a column of an unknown form", offset: start)
    }
    let summary = ColumnSummary(
      form: form, nullCount: Int(nulls), distinctCount: Int(distinct), range: range)
    return Entry(
      column: ColumnID(rawValue: column), summary: summary, presence: PresenceSet(stored: presence),
      valuesColumn: ColumnID(rawValue: valuesColumn),
      dictionaryColumn: ColumnID(rawValue: dictionaryColumn), dictionaryParts: parts,
      payload: payload)
  }
}

/// A set of rows that have a value, stored once a segment: the columns that a kind of span has are
/// set in the same rows.
struct PresenceSet: Hashable, Sendable {
  /// From 1 on, in the order met.
  var number: UInt32
  /// Stored as a list of rows, not as a bitmap.
  var isList: Bool

  /// The key of its chunk.
  var key: ChunkKey { ChunkKey(isList ? .rows : .validity, column: number) }

  init(number: UInt32, isList: Bool) {
    self.number = number
    self.isList = isList
  }

  fileprivate var stored: UInt64 { UInt64(number) << 1 | (isList ? 1 : 0) }

  fileprivate init?(stored: UInt32) {
    guard stored > 1 else { return nil }
    self.init(number: stored >> 1, isList: stored & 1 == 1)
  }
}
