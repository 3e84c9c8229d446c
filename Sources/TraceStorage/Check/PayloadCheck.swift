import ByteCoding
import Columns
import Scanning
import TraceModel

/// Checks the payloads of one segment: that every frame can be read, that every value can be put
/// together and belongs to a row that says so, that no piece is left over, and that the index of
/// words lists what the values have.
struct PayloadCheck {
  private let segment: StoredSegment
  private var payloads: SegmentPayloads { segment.payloads }
  /// Values met, by column.
  private var valueCounts: [UInt32: Int] = [:]
  /// The columns that rows have their events' values in.
  private let eventColumns: [ColumnDirectory.Entry]
  private var usedPieces: [Bool] = []
  private var words: WordCheck?

  init(_ segment: StoredSegment) {
    self.segment = segment
    eventColumns = segment.directory.entries.filter { $0.payload == .events }
  }

  /// Tells every problem by its words; throws when there is no telling what is where.
  ///
  /// O(bytes of the texts).
  mutating func run(note: (String) -> Void) throws(ScanError) {
    do {
      if let index = try segment.wordIndex() { words = try WordCheck(index) }
    } catch {
      note("\(error)")
    }
    if let directory = try payloads.directory() { checkRows(directory, note) }
    for entry in segment.directory.entries where entry.summary.form == .payload {
      let expected = segment.rowCount - entry.summary.nullCount
      let found = valueCounts.removeValue(forKey: entry.column.rawValue) ?? 0
      if found != expected {
        note("column \(entry.column.rawValue) has \(found) payloads, not \(expected)")
      }
    }
    for column in valueCounts.keys.sorted() {
      note("column \(column) has payloads, but says none")
    }
  }

  private mutating func checkRows(_ directory: PayloadDirectory, _ note: (String) -> Void) {
    if directory.rowCount > segment.rowCount { note("payloads of \(directory.rowCount) rows") }
    usedPieces = [Bool](repeating: false, count: directory.pieceCount)
    for row in 0..<min(directory.rowCount, segment.rowCount) {
      do throws(ScanError) {
        try check(row, note)
      } catch {
        note("\(error)")
      }
    }
    // Of pieces that no text uses nothing else would read the frames.
    for number in directory.frames.indices {
      do throws(ScanError) {
        _ = try payloads.frame(number, of: directory)
      } catch {
        note("\(error)")
      }
    }
    let unused = usedPieces.count { !$0 }
    if unused > 0 { note("\(unused) pieces belong to no text") }
  }

  private mutating func check(_ row: Int, _ note: (String) -> Void) throws(ScanError) {
    for (column, text) in try payloads.packedTexts(ofRow: row) {
      if case .pieces(let list) = text { markUsed(list) }
      if let column {
        let value = try segment.value(of: ColumnID(rawValue: column), row: row)
        checkWords(of: value, column, row, note)
        valueCounts[column, default: 0] += 1
      } else {
        try checkEvents(ofRow: row, note)
      }
    }
  }

  /// Counts the values that the row has in columns of events, and says it has.
  private mutating func checkEvents(
    ofRow row: Int, _ note: (String) -> Void
  ) throws(ScanError) {
    _ = try payloads.parts(ofRow: row)
    for entry in eventColumns where try segment.place(of: row, in: entry) != nil {
      let value = try segment.value(of: entry.column, row: row)
      if value != nil { valueCounts[entry.column.rawValue, default: 0] += 1 }
      checkWords(of: value, entry.column.rawValue, row, note)
    }
  }

  private mutating func checkWords(
    of value: AttributeValue?, _ column: UInt32, _ row: Int, _ note: (String) -> Void
  ) {
    guard let value, let word = words?.missingWord(of: value, in: column, row: row) else { return }
    note("row \(row): the index of words lacks \(word)")
  }

  private mutating func markUsed(_ list: PieceList) {
    for case .run(let pieces, _) in list.parts {
      for piece in pieces { usedPieces[piece] = true }
    }
  }
}
