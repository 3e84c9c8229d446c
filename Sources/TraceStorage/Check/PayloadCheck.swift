import Columns
import Scanning

/// Checks the payloads of one segment: that every frame can be read, that every text can be put
/// together and belongs to a row that says so, and that no piece is left over.
struct PayloadCheck {
  private let segment: StoredSegment
  private var payloads: SegmentPayloads { segment.payloads }
  /// Texts met, by column.
  private var textCounts: [UInt32: Int] = [:]
  private var usedPieces: [Bool] = []

  init(_ segment: StoredSegment) {
    self.segment = segment
  }

  /// Tells every problem by its words; throws when there is no telling what is where.
  ///
  /// O(bytes of the texts).
  mutating func run(note: (String) -> Void) throws(ScanError) {
    if let directory = try payloads.directory() { checkRows(directory, note) }
    for entry in segment.directory.entries where entry.summary.form == .payload {
      let expected = segment.rowCount - entry.summary.nullCount
      let found = textCounts.removeValue(forKey: entry.column.rawValue) ?? 0
      if found != expected {
        note("column \(entry.column.rawValue) has \(found) texts, not \(expected)")
      }
    }
    for column in textCounts.keys.sorted() { note("column \(column) has no payloads, but texts") }
  }

  private mutating func checkRows(_ directory: PayloadDirectory, _ note: (String) -> Void) {
    if directory.rowCount > segment.rowCount { note("payloads of \(directory.rowCount) rows") }
    usedPieces = [Bool](repeating: false, count: directory.pieceCount)
    for row in 0..<min(directory.rowCount, segment.rowCount) {
      do throws(ScanError) {
        try check(row)
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

  private mutating func check(_ row: Int) throws(ScanError) {
    for (column, text) in try payloads.packedTexts(ofRow: row) {
      if case .pieces(let list) = text { markUsed(list) }
      if let column {
        _ = try segment.text(of: ColumnID(rawValue: column), row: row)
        textCounts[column, default: 0] += 1
      } else {
        _ = try payloads.parts(ofRow: row)
      }
    }
  }

  private mutating func markUsed(_ list: PieceList) {
    for case .run(let pieces, _) in list.parts {
      for piece in pieces { usedPieces[piece] = true }
    }
  }
}
