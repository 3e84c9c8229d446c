import TestSupport
import Columns
import Scanning
import TraceModel

/// A segment in memory.
final class MemorySegment: ScanSegment {
  let rowCount: Int
  let startRange: ClosedRange<Int64>?
  private let live: [UInt64]?
  private let columns: [ColumnID: MemoryColumn]
  private let prunesTexts: Bool
  /// The rows of each trace.
  let traces: [(id: TraceID, rows: Range<Int>)]

  init(
    _ unordered: [TestSpan], attributes: [AttributeColumn], prunesTexts: Bool = true,
    using generator: inout SeededGenerator
  ) {
    self.prunesTexts = prunesTexts
    let order = TraceOrder(unordered)
    let spans = order.spans
    traces = order.traces
    rowCount = spans.count
    let starts = spans.map(\.start)
    startRange = starts.min().flatMap { least in starts.max().map { least...$0 } }
    live = spans.contains(where: \.isDead) ? packed(spans.map { !$0.isDead }) : nil
    var columns: [ColumnID: MemoryColumn] = [:]
    for field in Field.allCases {
      columns[ColumnID(field)] = MemoryColumn(field, of: spans, using: &generator)
    }
    columns[.parentDistance] = MemoryColumn(
      integers: order.parentDistances, using: &generator)
    columns[.foreignParent] = MemoryColumn(integers: order.foreignParents, using: &generator)
    for column in attributes {
      let name = AttributeName(scope: column.scope, key: column.key)
      let values = spans.map { span -> AttributeValue? in
        let value = span.attributes[name]
        return value.flatMap { AttributeType(of: $0) == column.type ? $0 : nil }
      }
      columns[column.id] = MemoryColumn(values, type: column.type, using: &generator)
    }
    self.columns = columns
  }

  func trace(ofRow row: Int) -> TraceID? {
    var (low, high) = (0, traces.count)
    while low < high {
      let middle = (low + high) / 2
      if traces[middle].rows.upperBound <= row { low = middle + 1 } else { high = middle }
    }
    return low < traces.count ? traces[low].id : nil
  }

  func summary(of column: ColumnID) -> ColumnSummary? { columns[column]?.summary }

  @_lifetime(borrow self)
  func liveRows() throws(ScanError) -> Swift.Span<UInt64>? {
    // Safe, here and below: the arrays are constants of an object that the caller borrows.
    guard let live else { return nil }
    return unsafe _overrideLifetime(live.span, borrowing: self)
  }

  @_lifetime(borrow self)
  func validity(of column: ColumnID) throws(ScanError) -> Swift.Span<UInt64>? {
    guard let words = columns[column]?.validity else { return nil }
    return unsafe _overrideLifetime(words.span, borrowing: self)
  }

  @_lifetime(borrow self)
  func values(of column: ColumnID) throws(ScanError) -> EncodedColumn {
    guard let stored = columns[column] else { preconditionFailure("not a column of the segment") }
    let bytes = unsafe _overrideLifetime(stored.bytes.span.bytes, borrowing: self)
    let validity = try validity(of: column)
    do {
      return try EncodedColumn(
        bytes, rowCount: rowCount, presence: validity,
        holdsDoubles: stored.summary.form == .doubles)
    } catch {
      throw .damaged("\(error)")
    }
  }

  func code(of value: String, in column: ColumnID) throws(ScanError) -> UInt32? {
    let dictionary = columns[column]?.dictionary ?? []
    let position = dictionary.firstIndex {
      if case .string(let text) = $0 { text.utf8.elementsEqual(value.utf8) } else { false }
    }
    return position.map { UInt32($0) }
  }

  func dictionaryValues(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> [AttributeValue] {
    guard let values = columns[column]?.dictionary, codes.upperBound <= values.count else {
      throw .damaged("no such code")
    }
    return Array(values[Int(codes.lowerBound)..<Int(codes.upperBound)])
  }

  func dictionaryTexts(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> DictionaryTexts? {
    var texts = DictionaryTexts()
    for value in try dictionaryValues(codes, in: column) {
      guard case .string(let text) = value else { return nil }
      texts.append(text)
    }
    return texts
  }

  func value(of column: ColumnID, row: Int) throws(ScanError) -> AttributeValue? {
    columns[column]?.texts[row].map { .string($0) }
  }

  /// Each row is a group of its own.
  func textCandidates(for need: TextNeed) throws(ScanError) -> TextCandidates? {
    guard prunesTexts, need.isMet(by: "") != nil else { return nil }
    let payloads = columns.values.filter { $0.summary.form == .payload }
    let rows = (0..<rowCount).filter { row in
      payloads.contains { column in column.texts[row].flatMap { need.isMet(by: $0) } ?? false }
    }
    return TextCandidates(
      rows: rows.map { $0..<$0 + 1 }, groupCount: rowCount,
      ruledOutCount: rowCount - rows.count)
  }
}

/// Flags as words of bits.
func packed(_ flags: [Bool]) -> [UInt64] {
  var words = [UInt64](repeating: 0, count: (flags.count + 63) / 64)
  for (index, flag) in flags.enumerated() where flag { words[index / 64] |= 1 << (index % 64) }
  return words
}
