/// The trees of whole traces: positions in preorder, trace by trace.
///
/// A trace's trees have its spans by their parent ids. A span without a parent id, or whose parent
/// never came, is a root; of spans that are each other's ancestors the earliest by (start, span id)
/// is. Roots and siblings go by (start, span id). The same spans make the same trees, wherever
/// their rows lie.
struct SpanForest {
  /// In place of a position where there is none.
  static let none = UInt32.max

  /// The position of each span's parent, which is less than the span's; `none` at roots.
  let parents: [UInt32]
  /// The first position of each trace.
  let traceStarts: Bitmap
  /// Spans without a parent id.
  let roots: Bitmap
  /// Spans whose parent never came, ascending.
  let orphans: [Orphan]
  /// Where the spans lie.
  let parts: [Part]

  struct Orphan {
    var position: UInt32
    var parentID: Int64
  }

  /// Rows of one segment.
  struct Part {
    var segment: Int
    /// Ascending.
    var rows: [UInt32]
    /// The rows' positions; nil where they are the same.
    var positions: [UInt32]?

    /// The position of the span of the row at an index.
    func position(at index: Int) -> Int { Int(positions?[index] ?? rows[index]) }
  }

  var count: Int { parents.count }

  /// Memory held, roughly.
  var byteCount: Int {
    let rows = parts.reduce(0) { $0 + $1.rows.count + ($1.positions?.count ?? 0) }
    return (parents.count + rows) * MemoryLayout<UInt32>.stride + count / 4
      + orphans.count * MemoryLayout<Orphan>.stride
  }

  /// The positions of each trace.
  func forEachTrace<Failure>(
    _ body: (Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    var start: Int?
    for (index, word) in traceStarts.words.enumerated() {
      var rest = word
      while rest != 0 {
        let next = index * 64 + rest.trailingZeroBitCount
        if let start { try body(start..<next) }
        start = next
        rest &= rest - 1
      }
    }
    if let start { try body(start..<count) }
  }

  /// The position of a trace's root: its first span without a parent id.
  func root(of trace: Range<Int>) -> Int? {
    var index = trace.lowerBound / 64
    var bits = roots.words[index] & (.max << UInt64(trace.lowerBound % 64))
    while bits == 0 && (index + 1) * 64 < trace.upperBound {
      index += 1
      bits = roots.words[index]
    }
    let root = index * 64 + bits.trailingZeroBitCount
    return bits != 0 && root < trace.upperBound ? root : nil
  }
}
