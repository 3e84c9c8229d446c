import Columns

/// Counts the set rows of each code.
///
/// The last count is for codes past the others: in a sound segment, for none. Rows without a value
/// must not be set.
func tally(
  _ column: borrowing CodeColumn, _ words: Swift.Span<UInt64>, into counts: inout MutableSpan<Int>
) {
  switch column {
  case .narrow(let codes): tally(codes, words, into: &counts)
  case .medium(let codes): tally(codes, words, into: &counts)
  case .wide(let codes): tally(codes, words, into: &counts)
  }
}

private func tally<Code: FixedWidthInteger & UnsignedInteger>(
  _ codes: Swift.Span<Code>, _ words: Swift.Span<UInt64>, into counts: inout MutableSpan<Int>
) {
  let last = counts.count &- 1
  for index in words.indices {
    var rest = words[index]
    while rest != 0 {
      let row = index &* 64 &+ rest.trailingZeroBitCount
      counts[min(Int(truncatingIfNeeded: codes[row]), last)] &+= 1
      rest &= rest &- 1
    }
  }
}
