/// Rows of a bitmap as numbers, a batch at a time, in a buffer that is used again.
struct RowList {
  private(set) var rows: [UInt32] = []
  /// Where to go on.
  private var word = 0

  /// Replaces the rows by the next ones: `limit` of them or up to 63 more, fewer at the end; false
  /// when there are none left.
  mutating func next(of bitmap: Bitmap, limit: Int) -> Bool {
    let capacity = limit + 64
    if rows.count < capacity { rows.grow(to: capacity, with: 0) }
    var count = 0
    while word < bitmap.words.count && count == 0 {
      word = fill(&rows, &count, from: bitmap.words.span, word, limit: limit)
    }
    rows.removeLast(rows.count - count)
    return count > 0
  }
}

private func fill(
  _ rows: inout [UInt32], _ count: inout Int, from words: Swift.Span<UInt64>, _ start: Int,
  limit: Int
) -> Int {
  var target = rows.mutableSpan
  var index = start
  var next = 0
  while index < words.count && next < limit {
    var rest = words[index]
    let base = UInt32(truncatingIfNeeded: index &* 64)
    if rest == .max {
      // Where nothing is filtered, the numbers follow each other, and are written as vectors.
      for row in 0..<64 { target[next &+ row] = base &+ UInt32(truncatingIfNeeded: row) }
      next &+= 64
    } else {
      while rest != 0 {
        target[next] = base &+ UInt32(truncatingIfNeeded: rest.trailingZeroBitCount)
        next &+= 1
        rest &= rest &- 1
      }
    }
    index &+= 1
  }
  count = next
  return index
}
