import Columns

/// Clears the bit of every row whose offset, narrower than a byte, is not in
/// `lower ... lower + width`, or, inverted, is.
///
/// The bits are taken from their bytes and compared in one go: they are never laid out.
func keepNarrow(
  _ block: borrowing PackedBlock, from lower: UInt8, width: UInt8, isInverted: Bool,
  in words: inout MutableSpan<UInt64>, at place: Range<Int>
) {
  let flip: UInt64 = isInverted ? .max : 0
  let (plane, mask) = (block.high, block.mask)
  let strideBits = block.stride.trailingZeroBitCount
  for index in place {
    let word = words[index]
    if word == 0 { continue }
    let row = (index &- place.lowerBound) &* 64
    let shift = UInt8(truncatingIfNeeded: (row &>> strideBits) &* block.highBits)
    let first = row & (block.stride &- 1)
    let bytes = plane.extracting(first..<first &+ 64)
    var flags = InlineArray<64, UInt8>(repeating: 0)
    for bit in 0..<64 {
      let offset = bytes[bit] &>> shift & mask
      flags[bit] = (offset &- lower) <= width ? 1 : 0
    }
    words[index] = word & (packBits(flags) ^ flip)
  }
}

/// The same for offsets of 33 to 40 bits, bit by set bit: for blocks of which few rows are left.
func keepWide(
  _ block: borrowing PackedBlock, from lower: UInt64, width: UInt64, isInverted: Bool,
  in words: inout MutableSpan<UInt64>, at place: Range<Int>
) {
  let flip: UInt64 = isInverted ? .max : 0
  let (low, high, mask) = (block.low, block.high, block.mask)
  let strideBits = block.stride.trailingZeroBitCount
  for index in place {
    let word = words[index]
    if word == 0 { continue }
    let row = (index &- place.lowerBound) &* 64
    let shift = UInt8(truncatingIfNeeded: (row &>> strideBits) &* block.highBits)
    let first = row & (block.stride &- 1)
    let (lowParts, highParts) = (
      low.extracting(row..<row &+ 64), high.extracting(first..<first &+ 64)
    )
    var rest = word
    var matching: UInt64 = 0
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      let offset = UInt64(lowParts[bit]) | UInt64(highParts[bit] &>> shift & mask) &<< 32
      let isIn: UInt64 = (offset &- lower) <= width ? 1 : 0
      matching |= isIn &<< UInt64(truncatingIfNeeded: bit)
      rest &= rest &- 1
    }
    words[index] = word & (matching ^ flip)
  }
}
