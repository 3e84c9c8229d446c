/// Clears the bit of every row whose code the table marks 0.
///
/// The table has an entry for every code of a valid row; others count as 0.
func keepMembers<Code: FixedWidthInteger & UnsignedInteger>(
  of codes: Swift.Span<Code>, _ table: Swift.Span<UInt8>, in words: inout MutableSpan<UInt64>
) {
  for index in words.indices {
    var rest = words[index]
    var kept: UInt64 = 0
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      let code = Int(truncatingIfNeeded: codes[index &* 64 &+ bit])
      let isMember: UInt64 = code < table.count && table[code] != 0 ? 1 : 0
      kept |= isMember &<< UInt64(truncatingIfNeeded: bit)
      rest &= rest &- 1
    }
    words[index] = kept
  }
}
