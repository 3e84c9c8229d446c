import Columns
package import TraceModel

/// A column that was made in memory, in the form in which segments lend theirs.
///
/// Values are given for the rows that have one, which ascend. Blocks, zones and bounds are as in a
/// stored column, so that whoever scans need not know the difference.
package struct MemoryColumn: Sendable {
  package let id: ColumnID
  package let summary: ColumnSummary
  /// Of the segment, those without a value included.
  package let rowCount: Int
  private let body: [UInt8]
  /// A bit a row; empty when all have a value.
  private let presence: [UInt64]
  /// The values of the codes.
  private let dictionary: [AttributeValue]

  /// Whole numbers, whatever their unit, or booleans as 0 and 1; nil when no row has one.
  package init?(_ id: ColumnID, integers: [Int64], rows: [UInt32], rowCount: Int) {
    guard !rows.isEmpty else { return nil }
    let body = ColumnBody.integers(integers, rows: rows, rowCount: rowCount)
    self.init(id, .integers, body, rows: rows, rowCount: rowCount, dictionary: [])
  }

  /// Doubles; nil when no row has one.
  package init?(_ id: ColumnID, doubles: [Double], rows: [UInt32], rowCount: Int) {
    guard !rows.isEmpty else { return nil }
    let body = ColumnBody.doubles(doubles, rows: rows, rowCount: rowCount)
    self.init(id, .doubles, body, rows: rows, rowCount: rowCount, dictionary: [])
  }

  /// Values of a dictionary, by their places in it; nil when no row has one.
  ///
  /// No value is twice in the dictionary, and each is one of some row.
  package init?(
    _ id: ColumnID, codes: [Int64], of dictionary: [AttributeValue], rows: [UInt32],
    rowCount: Int
  ) {
    guard !rows.isEmpty else { return nil }
    let body = ColumnBody.integers(codes, rows: rows, rowCount: rowCount)
    self.init(id, .codes, body, rows: rows, rowCount: rowCount, dictionary: dictionary)
  }

  private init(
    _ id: ColumnID, _ form: ColumnSummary.Form, _ body: ColumnBody, rows: [UInt32],
    rowCount: Int, dictionary: [AttributeValue]
  ) {
    self.id = id
    self.rowCount = rowCount
    self.body = body.bytes
    self.dictionary = dictionary
    presence = rows.count == rowCount ? [] : bits(of: rows, rowCount: rowCount)
    summary = ColumnSummary(
      form: form, nullCount: rowCount - rows.count, distinctCount: dictionary.count,
      range: form == .integers ? body.range : nil)
  }

  /// Memory held, roughly.
  package var byteCount: Int {
    body.count + presence.count * MemoryLayout<UInt64>.stride
      + dictionary.count * MemoryLayout<AttributeValue>.stride
  }

  @_lifetime(borrow self)
  func validity() -> Swift.Span<UInt64>? {
    presence.isEmpty ? nil : presence.span
  }

  @_lifetime(borrow self)
  func values() throws(ScanError) -> EncodedColumn {
    // Safe: bytes without padding.
    let bytes = unsafe body.span.bytes
    do throws(ColumnDamage) {
      return try EncodedColumn(
        bytes, rowCount: rowCount, presence: validity(),
        holdsDoubles: summary.form == .doubles, isChecked: true)
    } catch {
      throw .damaged("column \(id.rawValue), made in memory: \(error)")
    }
  }

  /// O(values of the dictionary).
  func code(of text: String) -> UInt32? {
    let place = dictionary.firstIndex {
      if case .string(let known) = $0 { known.utf8.elementsEqual(text.utf8) } else { false }
    }
    return place.map { UInt32($0) }
  }

  func dictionaryValues(_ codes: Range<UInt32>) throws(ScanError) -> [AttributeValue] {
    guard codes.upperBound <= dictionary.count else {
      throw .damaged("code \(codes.upperBound) of \(dictionary.count) values in memory")
    }
    return Array(dictionary[Int(codes.lowerBound)..<Int(codes.upperBound)])
  }

  func dictionaryTexts(_ codes: Range<UInt32>) throws(ScanError) -> DictionaryTexts? {
    var texts = DictionaryTexts()
    for value in try dictionaryValues(codes) {
      guard case .string(let text) = value else { return nil }
      texts.append(text)
    }
    return texts
  }
}

/// A bit a row, set for the given ones.
private func bits(of rows: [UInt32], rowCount: Int) -> [UInt64] {
  var words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
  for row in rows { words[Int(row >> 6)] |= 1 << UInt64(row & 63) }
  return words
}
