import Columns
import Scanning
import TraceModel

/// What a segment's order of rows says of its spans' relatives, a bit a row.
///
/// A trace is settled when this segment alone tells its root: it has rows in no other segment, and
/// its first row counts and has no parent id. Roots go by (start, span id), so that none of its
/// other rows is the root then.
struct SegmentRelatives {
  /// The first row of each trace.
  let traceStarts: Bitmap
  /// Rows whose parent is none of the rows above.
  let withoutParentAbove: Bitmap
  /// Those of them that have a parent id all the same: of a span in another segment, of a row
  /// below, which closes a cycle, or of no span.
  let withForeignParent: Bitmap
  /// Rows that count and have no parent id.
  let roots: Bitmap
  /// The first rows of the traces that may have rows in other segments.
  let sharedTraces: Bitmap
  /// The first rows of the traces that are settled: their roots.
  let settledRoots: Bitmap
  /// The first rows of the others.
  let unsettledTraces: Bitmap
  /// Whether some row no longer counts.
  let hasDeadRows: Bool

  init(of reader: SegmentReader) throws(ScanError) {
    let segment = reader.segment
    withoutParentAbove = try reader.rowsWithoutParentAbove()
    var foreign = withoutParentAbove
    if segment.summary(of: .foreignParent) == nil {
      foreign.clearAll()
    } else if let validity = try segment.validity(of: .foreignParent) {
      foreign.formIntersection(validity)
    }
    withForeignParent = foreign
    traceStarts = try reader.traceStarts(among: withoutParentAbove, foreign: foreign)
    var roots = withoutParentAbove
    roots.subtract(foreign)
    let live = try segment.liveRows()
    if let live { roots.formIntersection(live) }
    self.roots = roots
    hasDeadRows = live != nil
    var shared = Bitmap(bitCount: segment.rowCount, isSet: false)
    for row in try reader.sharedTraces() { shared.set(Int(row)) }
    sharedTraces = shared
    var settled = traceStarts
    settled.formIntersection(roots.words.span)
    settled.subtract(shared)
    settledRoots = settled
    var unsettled = traceStarts
    unsettled.subtract(settled)
    unsettledTraces = unsettled
  }

  /// The rows of the trace that begins at a row.
  func rows(ofTraceAt start: Int) -> Range<Int> {
    var word = (start + 1) / 64
    var bits =
      word < traceStarts.words.count
      ? traceStarts.words[word] & (.max << UInt64((start + 1) % 64)) : 0
    while bits == 0 && word + 1 < traceStarts.words.count {
      word += 1
      bits = traceStarts.words[word]
    }
    return start..<(bits == 0 ? traceStarts.bitCount : word * 64 + bits.trailingZeroBitCount)
  }
}

extension SegmentReader {
  fileprivate func rowsWithoutParentAbove() throws(ScanError) -> Bitmap {
    let segment = segment
    var rows = Bitmap(bitCount: segment.rowCount, isSet: true)
    guard segment.summary(of: .parentDistance) != nil else { return rows }
    let none = IntegerRanges(0...0)
    guard let validity = try segment.validity(of: .parentDistance) else {
      keepIntegers(try segment.values(of: .parentDistance), none, in: &rows)
      return rows
    }
    var far = Bitmap(bitCount: segment.rowCount, copying: validity)
    keepIntegers(try segment.values(of: .parentDistance), none.complement, in: &far)
    rows.subtract(far)
    return rows
  }

  /// The rows at which a trace begins: of those without a parent above, the ones whose trace is not
  /// that of the row before.
  ///
  /// In most traces only the first row has no parent above. Most others have one elsewhere, and
  /// are looked at one by one; where a trace has several roots, all are.
  fileprivate func traceStarts(among rows: Bitmap, foreign: Bitmap) throws(ScanError) -> Bitmap {
    let segment = segment
    let count = segment.summary(of: ColumnID(.traceID))?.distinctCount ?? 0
    guard rows.setCount != count else { return rows }
    var starts = rows
    for row in foreign.rows where row > 0 {
      let (before, own) = (try trace(ofRow: Int(row) - 1), try trace(ofRow: Int(row)))
      if before == own { starts.clear(Int(row)) }
    }
    guard starts.setCount != count else { return starts }
    let heads = rows.rows
    guard heads.first == 0 else { throw .damaged("row 0 has a parent above") }
    let codes = gatherCodes(
      try segment.values(of: ColumnID(.traceID)), rows: heads.span, &scratch)
    for index in heads.indices where index > 0 && codes[index] == codes[index - 1] {
      starts.clear(Int(heads[index]))
    }
    return starts
  }

  /// The code of a row's trace.
  private func trace(ofRow row: Int) throws(ScanError) -> Int64 {
    let segment = segment
    let codes = try segment.values(of: ColumnID(.traceID))
    return codes.integer(inBlock: row / BlockLimits.rowCount, at: codes.place(ofRow: row))
  }
}
