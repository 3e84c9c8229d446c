import ByteCoding
import Scanning

/// What a segment says of its columns: one entry each, ascending by column.
struct ColumnDirectory: Sendable {
  struct Entry: Hashable, Sendable {
    var column: ColumnID
    var summary: ColumnSummary
    /// The values are stored only for the rows that have one, beside the list of these rows.
    var isSparse: Bool
    /// Parts of the dictionary; 0 for other forms.
    var dictionaryParts: UInt16
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
      writer.write(entry.summary.form.rawValue)
      writer.write(UInt8(entry.isSparse ? 1 : 0))
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
    let form = ColumnSummary.Form(rawValue: try reader.readUInt8())
    let sparse = try reader.readUInt8()
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
    guard let form, sparse <= 1, let parts else {
      throw .malformed("a column of an unknown form", offset: start)
    }
    let summary = ColumnSummary(
      form: form, nullCount: Int(nulls), distinctCount: Int(distinct), range: range)
    return Entry(
      column: ColumnID(rawValue: column), summary: summary, isSparse: sparse == 1,
      dictionaryParts: parts)
  }
}
