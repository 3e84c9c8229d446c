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
    if isClear(bits) { continue }
    if !column.isFull(index) {
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

/// The same for a block of stored values.
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

/// Goes over all values in their order and adds 1 or 0 for each: to find the values of the set
/// rows alone means to count, for each, those before it, which takes longer until few rows are
/// set, and to guess how many there are in a word, which processors do badly.
private func tallyStored<Code: FixedWidthInteger & UnsignedInteger>(
  _ codes: Swift.Span<Code>, _ base: Int, _ words: Swift.Span<UInt64>,
  _ presence: Swift.Span<UInt64>, into counts: inout MutableSpan<Int>
) {
  let last = counts.count &- 1
  var place = 0
  for index in words.indices {
    let word = words[index]
    var rest = presence[index]
    while rest != 0 {
      // A damaged block may have fewer values than bits.
      if place >= codes.count { return }
      let isSet = word &>> UInt64(truncatingIfNeeded: rest.trailingZeroBitCount) & 1
      let code = base &+ Int(truncatingIfNeeded: codes[place])
      counts[min(max(0, code), last)] &+= Int(truncatingIfNeeded: isSet)
      place &+= 1
      rest &= rest &- 1
    }
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
