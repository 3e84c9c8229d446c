import Columns

/// Counts the set rows of each code.
///
/// `counts` has an entry for every code of a valid row; rows that are not valid must not be set.
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
  for index in words.indices {
    var rest = words[index]
    while rest != 0 {
      let row = index &* 64 &+ rest.trailingZeroBitCount
      counts[Int(truncatingIfNeeded: codes[row])] &+= 1
      rest &= rest &- 1
    }
  }
}
