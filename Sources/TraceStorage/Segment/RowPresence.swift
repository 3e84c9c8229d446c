import Columns
import Scanning

/// Some neighbouring rows, cut where blocks end.
struct RowStretch: Sendable {
  let rows: Range<Int>
  /// Rows of one block each, as indexes among the rows.
  let cuts: [Cut]

  struct Cut: Sendable {
    var block: Int
    var indexes: Range<Int>
  }

  init(_ rows: Range<Int>) {
    self.rows = rows
    var cuts: [Cut] = []
    var start = rows.lowerBound
    while start < rows.upperBound {
      let block = start / BlockLimits.rowCount
      let end = min(rows.upperBound, (block + 1) * BlockLimits.rowCount)
      cuts.append(
        Cut(block: block, indexes: start - rows.lowerBound..<end - rows.lowerBound))
      start = end
    }
    self.cuts = cuts
  }
}

/// Which of some rows have a value, and where their values stand among the stored ones: those of a
/// block that have one follow each other.
struct RowPresence: Sendable {
  /// By row; empty where all have a value.
  private(set) var flags: [Bool] = []
  /// For each cut of the stretch the places of its values in their block.
  private(set) var places: [Range<Int>] = []
  /// Rows that have a value.
  private(set) var count = 0

  /// All rows have one.
  init(allOf stretch: RowStretch) {
    for cut in stretch.cuts {
      let first = stretch.rows.lowerBound + cut.indexes.lowerBound
      let place = first - cut.block * BlockLimits.rowCount
      places.append(place..<place + cut.indexes.count)
    }
    count = stretch.rows.count
  }

  /// Those of a bitmap; nil when it is one of other rows.
  init?(_ words: Swift.Span<UInt64>, _ stretch: RowStretch) {
    guard (stretch.rows.upperBound + 63) / 64 <= words.count else { return nil }
    flags.reserveCapacity(stretch.rows.count)
    for row in stretch.rows { flags.append(words[row / 64] >> UInt64(row % 64) & 1 != 0) }
    count(stretch) { (start, end) in
      var place = 0
      for word in start / 64..<end / 64 { place += words[word].nonzeroBitCount }
      guard end % 64 != 0 else { return place }
      return place + (words[end / 64] & ((1 << UInt64(end % 64)) - 1)).nonzeroBitCount
    }
  }

  /// Those of a list of rows, which ascend.
  init(listed: Swift.Span<UInt32>, _ stretch: RowStretch) {
    var next = firstIndex(notBelow: stretch.rows.lowerBound, in: listed)
    flags.reserveCapacity(stretch.rows.count)
    for row in stretch.rows {
      let isListed = next < listed.count && Int(listed[next]) == row
      flags.append(isListed)
      if isListed { next += 1 }
    }
    count(stretch) { (start, end) in
      // Damaged lists may be out of order.
      max(0, firstIndex(notBelow: end, in: listed) - firstIndex(notBelow: start, in: listed))
    }
  }

  /// Finds the places, given how many rows of a range have a value.
  private mutating func count(
    _ stretch: RowStretch, _ valuesBetween: (_ start: Int, _ end: Int) -> Int
  ) {
    for cut in stretch.cuts {
      let present = flags[cut.indexes].count { $0 }
      let start = cut.block * BlockLimits.rowCount
      let first =
        present == 0
        ? 0 : valuesBetween(start, stretch.rows.lowerBound + cut.indexes.lowerBound)
      places.append(first..<first + present)
      count += present
    }
  }

  /// Whether a row has a value.
  func has(_ index: Int) -> Bool { flags.isEmpty || flags[index] }
}

/// The first of some ascending rows that is not below a row.
private func firstIndex(notBelow row: Int, in rows: Swift.Span<UInt32>) -> Int {
  var low = 0
  var high = rows.count
  while low < high {
    let middle = (low + high) / 2
    if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
  }
  return low
}
