import Columns

/// Counts the set rows of each code.
///
/// The last count is for codes past the others: in a sound segment, for none. Rows without a value
/// must not be set.
func tally(
  _ column: borrowing EncodedColumn, _ words: Swift.Span<UInt64>,
  into counts: inout MutableSpan<Int>, _ scratch: inout BlockScratch
) {
  for index in column.headers.indices {
    let bits = words.extracting(column.words(ofBlock: index))
    if column.headers[index].isConstant {
      let code = Int(truncatingIfNeeded: column.headers[index].least)
      counts[min(max(0, code), counts.count &- 1)] &+= setCount(bits)
      continue
    }
    let rowCount = setCount(bits)
    if rowCount == 0 { continue }
    if !column.isFull(index), rowCount * fewRowsShare < column.headers[index].valueCount {
      let block = column.storedIntegers(ofBlock: index, &scratch)
      tallyStored(block, bits, column.presence(ofBlock: index), into: &counts)
      continue
    }
    let block = column.integers(ofBlock: index, &scratch)
    let base = Int(truncatingIfNeeded: block.base)
    switch block.offsets {
    case .constant: break
    case .byte(let codes): tally(codes, base, bits, into: &counts)
    case .short(let codes): tally(codes, base, bits, into: &counts)
    case .word(let codes): tally(codes, base, bits, into: &counts)
    case .long(let codes): tally(codes, base, bits, into: &counts)
    }
  }
}

private func tally<Code: FixedWidthInteger & UnsignedInteger>(
  _ codes: Swift.Span<Code>, _ base: Int, _ words: Swift.Span<UInt64>,
  into counts: inout MutableSpan<Int>
) {
  let last = counts.count &- 1
  for index in words.indices {
    var rest = words[index]
    while rest != 0 {
      let row = index &* 64 &+ rest.trailingZeroBitCount
      let code = base &+ Int(truncatingIfNeeded: codes[row])
      counts[min(max(0, code), last)] &+= 1
      rest &= rest &- 1
    }
  }
}

/// Of a block with nulls, fewer rows than one in so many of its values are found by counting: each
/// takes two or three times as long as to move a value to its row.
private let fewRowsShare = 3

/// The same for a block of stored values, few of which are counted.
private func tallyStored(
  _ block: borrowing IntegerBlock, _ words: Swift.Span<UInt64>, _ presence: Swift.Span<UInt64>,
  into counts: inout MutableSpan<Int>
) {
  let base = Int(truncatingIfNeeded: block.base)
  switch block.offsets {
  case .constant: break
  case .byte(let codes): tallyStored(codes, base, words, presence, into: &counts)
  case .short(let codes): tallyStored(codes, base, words, presence, into: &counts)
  case .word(let codes): tallyStored(codes, base, words, presence, into: &counts)
  case .long(let codes): tallyStored(codes, base, words, presence, into: &counts)
  }
}

private func tallyStored<Code: FixedWidthInteger & UnsignedInteger>(
  _ codes: Swift.Span<Code>, _ base: Int, _ words: Swift.Span<UInt64>,
  _ presence: Swift.Span<UInt64>, into counts: inout MutableSpan<Int>
) {
  let last = counts.count &- 1
  // Values of the rows before the word at hand.
  var before = 0
  for index in words.indices {
    let present = presence[index]
    var rest = words[index] & present
    while rest != 0 {
      let earlier = (rest & (0 &- rest)) &- 1
      let place = before &+ (present & earlier).nonzeroBitCount
      // A damaged block may have fewer values than bits.
      if place < codes.count {
        let code = base &+ Int(truncatingIfNeeded: codes[place])
        counts[min(max(0, code), last)] &+= 1
      }
      rest &= rest &- 1
    }
    before &+= present.nonzeroBitCount
  }
}

/// Set bits of some words.
func setCount(_ words: Swift.Span<UInt64>) -> Int {
  var count = 0
  for index in words.indices { count &+= words[index].nonzeroBitCount }
  return count
}

/// Whether no bit is set.
func isClear(_ words: Swift.Span<UInt64>) -> Bool {
  for index in words.indices where words[index] != 0 { return false }
  return true
}

extension EncodedColumn {
  /// The words of a bitmap of rows that are a block's.
  func words(ofBlock index: Int) -> Range<Int> {
    let rows = rows(ofBlock: index)
    return rows.lowerBound / 64..<(rows.upperBound + 63) / 64
  }
}
