import Columns
import Scanning
import TraceModel

extension StoredSegment {
  /// The text of a payload column: its own, or that of the attribute it names.
  func text(of column: ColumnID, row: Int) throws(ScanError) -> String? {
    guard let stored = try payloads.text(of: column.rawValue, row: row) else { return nil }
    // Other columns become payload where a text is long, and hold their texts as they are.
    guard column == ColumnID(.input) || column == ColumnID(.output), let marker = stored.first
    else { return try decoded(stored[...], row) }
    switch PayloadReference(rawValue: Character(Unicode.Scalar(marker))) {
    case .text: return try decoded(stored.dropFirst(), row)
    case .column:
      guard let named = UInt32(try decoded(stored.dropFirst(), row)),
        let text = try payloads.text(of: named, row: row)
      else { return nil }
      return try decoded(text[...], row)
    case nil: return nil
    }
  }

  private func decoded(_ bytes: ArraySlice<UInt8>, _ row: Int) throws(ScanError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .damaged("segment \(header.segment), row \(row): a text that is not UTF-8")
    }
    return text
  }
}
