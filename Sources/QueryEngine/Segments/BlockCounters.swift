import Columns
import Scanning

/// Blocks of 2,048 rows that a segment's reader came by.
struct BlockCounters: Hashable, Sendable {
  /// Decoded for a condition, or compared where they are.
  var readCount = 0
  /// Bytes of these.
  var readByteCount = 0
  /// Decided for all of their rows by what their headers say.
  var prunedCount = 0
  /// Passed by because no row of them was left.
  var skippedCount = 0
  /// Those that values were read from; each once a column, as long as rows ascend.
  var gatheredCount = 0
  /// Bytes of these.
  var gatheredByteCount = 0
  /// Groups of rows that indexes of words were asked about, once for each condition on text.
  var textGroupCount = 0
  /// Those that have no row of which the condition can be true.
  var prunedTextGroupCount = 0
  /// Compressed frames of payloads that conditions on text read; one that two read counts once.
  var frameReadCount = 0
  /// All frames of the segment, if a condition is on text among its payloads.
  var frameCount = 0
  /// The block after the last one that was counted of a column.
  private var nextBlocks: [ColumnID: Int] = [:]

  mutating func countRead(_ column: borrowing EncodedColumn, block index: Int) {
    readCount &+= 1
    readByteCount &+= column.byteCount(ofBlock: index)
  }

  /// Counts the blocks of ascending rows.
  ///
  /// O(blocks log rows).
  mutating func countGathered(
    _ column: borrowing EncodedColumn, _ id: ColumnID, rows: Swift.Span<UInt32>
  ) {
    var next = nextBlocks[id] ?? 0
    var place = firstPlace(ofRow: next * BlockLimits.rowCount, in: rows, from: 0)
    while place < rows.count {
      let block = Int(rows[place]) / BlockLimits.rowCount
      gatheredCount += 1
      gatheredByteCount += column.byteCount(ofBlock: block)
      next = block + 1
      place = firstPlace(ofRow: next * BlockLimits.rowCount, in: rows, from: place)
    }
    nextBlocks[id] = next
  }

  /// Counts the blocks of a column in which a bit is set.
  mutating func countGathered(_ column: borrowing EncodedColumn, where rows: Bitmap) {
    for block in column.headers.indices
    where column.words(ofBlock: block).contains(where: { rows.words[$0] != 0 }) {
      gatheredCount += 1
      gatheredByteCount += column.byteCount(ofBlock: block)
    }
  }
}

/// The first place from `start` on whose row is not before one.
private func firstPlace(ofRow row: Int, in rows: Swift.Span<UInt32>, from start: Int) -> Int {
  var low = start
  var high = rows.count
  while low < high {
    let middle = (low + high) / 2
    if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
  }
  return low
}
