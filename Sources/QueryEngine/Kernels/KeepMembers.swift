/// Clears the bit of every row whose code the table marks 0.
///
/// The table has an entry for every code of a valid row; others count as 0. The codes, less
/// `base`, are those of a block, whose words begin at `place`.
func keepMembers<Code: FixedWidthInteger & UnsignedInteger>(
  of codes: Swift.Span<Code>, _ base: Int, _ table: Swift.Span<UInt8>,
  in words: inout MutableSpan<UInt64>, at place: Range<Int>
) {
  for index in place {
    var rest = words[index]
    var kept: UInt64 = 0
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      let row = (index &- place.lowerBound) &* 64 &+ bit
      let code = base &+ Int(truncatingIfNeeded: codes[row])
      let isMember: UInt64 = 0 <= code && code < table.count && table[code] != 0 ? 1 : 0
      kept |= isMember &<< UInt64(truncatingIfNeeded: bit)
      rest &= rest &- 1
    }
    words[index] = kept
  }
}
