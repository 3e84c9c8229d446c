import Columns

/// Conditions on stored columns, block by block: a block of which no row is left is passed by, one
/// that its header decides is not looked into.
extension SegmentReader {
  /// Keeps the rows whose code is in the set.
  func keepCodes(_ column: borrowing EncodedColumn, _ set: CodeSet, in rows: inout Bitmap) {
    switch set {
    case .all: break
    case .none: rows.clearAll()
    case .range(let lower, let width, let isInverted):
      let range = Int64(lower)...Int64(lower) + Int64(width)
      keepRange(column, range, isInverted: isInverted, in: &rows)
    case .table(let members): keepTable(column, members, in: &rows)
    }
  }

  /// Keeps the rows whose number is in one of the ranges.
  func keepIntegers(
    _ column: borrowing EncodedColumn, _ ranges: IntegerRanges, in rows: inout Bitmap
  ) {
    let inverse = ranges.complement.ranges
    if ranges.ranges.count == 1 {
      keepRange(column, ranges.ranges[0], isInverted: false, in: &rows)
    } else if inverse.count == 1 {
      keepRange(column, inverse[0], isInverted: true, in: &rows)
    } else {
      var kept = Bitmap(bitCount: rows.bitCount, isSet: false)
      for range in ranges.ranges {
        var matching = rows
        keepRange(column, range, isInverted: false, in: &matching)
        kept.formUnion(matching)
      }
      rows = kept
    }
  }

  /// Keeps the rows whose number is in one of the ranges, or, inverted, in none and finite.
  func keepDoubles(
    _ column: borrowing EncodedColumn, _ ranges: DoubleRanges, isInverted: Bool,
    in rows: inout Bitmap
  ) {
    var words = rows.words.mutableSpan
    for index in column.headers.indices {
      let place = column.words(ofBlock: index)
      if isDecided(in: &words, at: place, holds: { nil }) { continue }
      counters.countRead(column, block: index)
      let block = column.doubles(ofBlock: index, &scratch)
      keepRanges(of: block, ranges.ranges, isInverted: isInverted, in: &words, at: place)
    }
  }

  /// Whether a block need not be looked into, since no row of it is left or its header tells
  /// whether the condition holds; then its rows are kept or not.
  private func isDecided(
    in words: inout MutableSpan<UInt64>, at place: Range<Int>, holds: () -> Bool?
  ) -> Bool {
    if isClear(words, place) {
      counters.skippedCount += 1
      return true
    }
    guard let holds = holds() else { return false }
    counters.prunedCount += 1
    if !holds { clear(&words, place) }
    return true
  }

  private func keepTable(
    _ column: borrowing EncodedColumn, _ members: [UInt8], in rows: inout Bitmap
  ) {
    var words = rows.words.mutableSpan
    for index in column.headers.indices {
      let (place, header) = (column.words(ofBlock: index), column.headers[index])
      if isDecided(in: &words, at: place, holds: { header.areMembers(members) }) { continue }
      counters.countRead(column, block: index)
      let block = column.integers(ofBlock: index, &scratch)
      let base = Int(truncatingIfNeeded: block.base)
      switch block.offsets {
      case .constant: break
      case .byte(let codes):
        keepMembers(of: codes, base, members.span, in: &words, at: place)
      case .short(let codes):
        keepMembers(of: codes, base, members.span, in: &words, at: place)
      case .word(let codes):
        keepMembers(of: codes, base, members.span, in: &words, at: place)
      case .long(let codes):
        keepMembers(of: codes, base, members.span, in: &words, at: place)
      }
    }
  }

  private func keepRange(
    _ column: borrowing EncodedColumn, _ range: ClosedRange<Int64>, isInverted: Bool,
    in rows: inout Bitmap
  ) {
    var words = rows.words.mutableSpan
    for index in column.headers.indices {
      let (place, header) = (column.words(ofBlock: index), column.headers[index])
      let isDecided = isDecided(in: &words, at: place) {
        header.areIn(range).map { $0 != isInverted }
      }
      if isDecided { continue }
      counters.countRead(column, block: index)
      if let block = column.packed(ofBlock: index) {
        keepPacked(block, range, isInverted: isInverted, in: &words, at: place)
        continue
      }
      let block = column.integers(ofBlock: index, &scratch)
      keepRange(block, range, isInverted: isInverted, in: &words, at: place)
    }
  }

  /// Tests offsets as they are packed.
  private func keepPacked(
    _ block: borrowing PackedBlock, _ range: ClosedRange<Int64>, isInverted: Bool,
    in words: inout MutableSpan<UInt64>, at place: Range<Int>
  ) {
    let lower = UInt64(bitPattern: max(range.lowerBound, block.base) &- block.base)
    let upper = UInt64(bitPattern: range.upperBound &- block.base)
    if block.low.count == 0 {
      let first = UInt8(clamping: lower)
      keepNarrow(
        block, from: first, width: UInt8(clamping: upper) - first,
        isInverted: isInverted, in: &words, at: place)
    } else {
      keepWide(block, from: lower, to: upper, isInverted: isInverted, in: &words, at: place)
    }
  }

  private func keepRange(
    _ block: borrowing IntegerBlock, _ range: ClosedRange<Int64>, isInverted: Bool,
    in words: inout MutableSpan<UInt64>, at place: Range<Int>
  ) {
    // No value lies below the base, so the range may be cut there; above it, offsets compare as
    // values do. The header made sure that some value may be in the range.
    let lower = UInt64(bitPattern: max(range.lowerBound, block.base) &- block.base)
    let upper = UInt64(bitPattern: range.upperBound &- block.base)
    switch block.offsets {
    case .constant: break
    case .byte(let offsets): keepOffsets(offsets, lower, upper, isInverted, in: &words, at: place)
    case .short(let offsets): keepOffsets(offsets, lower, upper, isInverted, in: &words, at: place)
    case .word(let offsets): keepOffsets(offsets, lower, upper, isInverted, in: &words, at: place)
    case .long(let offsets): keepOffsets(offsets, lower, upper, isInverted, in: &words, at: place)
    }
  }
}

extension BlockHeader {
  /// Whether all values are in a range, or none is; nil when it takes a look at them.
  func areIn(_ range: ClosedRange<Int64>) -> Bool? {
    if greatest < range.lowerBound || least > range.upperBound { return false }
    if range.lowerBound <= least && greatest <= range.upperBound { return true }
    guard mask != 0 else { return nil }
    let first = UInt64(bitPattern: max(range.lowerBound, least) &- least)
    let last = UInt64(bitPattern: min(range.upperBound, greatest) &- least)
    let within = (UInt64.max &>> (63 &- (last &- first))) &<< first
    if mask & within == 0 { return false }
    return mask & ~within == 0 ? true : nil
  }

  /// Whether all codes are members, or none is; nil when it takes a look at them.
  func areMembers(_ members: [UInt8]) -> Bool? {
    guard mask != 0, least >= 0 else { return nil }
    // Also keeps the sums below in range, whatever a damaged header claims.
    guard least < members.count else { return false }
    var (some, all) = (false, true)
    var rest = mask
    while rest != 0 {
      let code = Int(truncatingIfNeeded: least) &+ rest.trailingZeroBitCount
      if code < members.count && members[code] != 0 { some = true } else { all = false }
      rest &= rest &- 1
    }
    return all ? true : some ? nil : false
  }
}

private func isClear(_ words: borrowing MutableSpan<UInt64>, _ place: Range<Int>) -> Bool {
  for index in place where words[index] != 0 { return false }
  return true
}

private func clear(_ words: inout MutableSpan<UInt64>, _ place: Range<Int>) {
  for index in place { words[index] = 0 }
}

private func keepOffsets<Offset: FixedWidthInteger & UnsignedInteger>(
  _ offsets: Swift.Span<Offset>, _ lower: UInt64, _ upper: UInt64, _ isInverted: Bool,
  in words: inout MutableSpan<UInt64>, at place: Range<Int>
) {
  guard let first = Offset(exactly: lower) else {
    if !isInverted { clear(&words, place) }
    return
  }
  let last = Offset(clamping: upper)
  keepRange(
    of: offsets, from: first, width: last - first, isInverted: isInverted, in: &words, at: place)
}
