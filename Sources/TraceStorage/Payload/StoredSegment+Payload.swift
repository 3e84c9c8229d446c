import ByteCoding
import Columns
import Scanning
import TraceModel

extension StoredSegment {
  /// A row's value in a payload column.
  func value(of column: ColumnID, row: Int) throws(ScanError) -> AttributeValue? {
    guard let content = directory[column]?.payload else { return nil }
    switch content {
    case .texts: return try text(of: column, row: row).map { .string($0) }
    case .values: return try encodedValue(of: column, row: row)
    case .events: return try eventList(of: column, row: row)
    }
  }

  /// The text of a payload column of texts: its own, or that of the attribute it names.
  func text(of column: ColumnID, row: Int) throws(ScanError) -> String? {
    guard let stored = try payloads.text(of: column.rawValue, row: row) else { return nil }
    // Other columns become payload where a text is long, and hold their texts as they are.
    guard column == ColumnID(.input) || column == ColumnID(.output), let marker = stored.first
    else { return try decoded(stored[...], row) }
    switch PayloadReference(rawValue: Character(Unicode.Scalar(marker))) {
    case .text: return try decoded(stored.dropFirst(), row)
    case .column:
      // What names a field is another column: a reference is followed once.
      guard let named = UInt32(try decoded(stored.dropFirst(), row)),
        named >= ColumnID.firstAttribute
      else { return nil }
      return try value(of: ColumnID(rawValue: named), row: row)?.payloadText
    case nil: return nil
    }
  }

  private func decoded(_ bytes: ArraySlice<UInt8>, _ row: Int) throws(ScanError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .damaged("segment \(header.segment), row \(row): a text that is not UTF-8")
    }
    return text
  }

  private func encodedValue(
    of column: ColumnID, row: Int
  ) throws(ScanError) -> AttributeValue? {
    guard let stored = try payloads.text(of: column.rawValue, row: row) else { return nil }
    do {
      var reader = ByteReader(stored.span)
      let value = try ValueCodec.readValue(from: &reader)
      guard reader.isAtEnd else {
        throw ByteCodingError.malformed("a value of another length", offset: reader.offset)
      }
      return value
    } catch {
      throw .damaged(
        "segment \(header.segment), row \(row), column \(column.rawValue): \(error)")
    }
  }

  private func eventList(of column: ColumnID, row: Int) throws(ScanError) -> AttributeValue? {
    guard let attribute = catalogue[column], attribute.scope == .event else {
      throw .damaged("segment \(header.segment): column \(column.rawValue) is of no event")
    }
    let events = try payloads.parts(ofRow: row).events
    return EventLists.values(of: attribute.key, in: events).map { .array($0) }
  }
}
