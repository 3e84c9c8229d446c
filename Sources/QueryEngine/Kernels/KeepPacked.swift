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

/// The same for offsets of 33 to 40 bits, from `lower` to `upper`.
func keepWide(
  _ block: borrowing PackedBlock, from lower: UInt64, to upper: UInt64, isInverted: Bool,
  in words: inout MutableSpan<UInt64>, at place: Range<Int>
) {
  let flip: UInt64 = isInverted ? .max : 0
  let (low, high, mask) = (block.low, block.high, block.mask)
  let strideBits = block.stride.trailingZeroBitCount
  // Offsets are below 2^40: what lies past is a bound that all of them keep.
  let isBounded = upper >> 40 == 0
  for index in place {
    let word = words[index]
    if word == 0 { continue }
    let row = (index &- place.lowerBound) &* 64
    let first = row & (block.stride &- 1)
    let shift = UInt8(truncatingIfNeeded: (row &>> strideBits) &* block.highBits)
    let (lows, highs) = (low.extracting(row..<row &+ 64), high.extracting(first..<first &+ 64))
    var matching: UInt64
    if word & (word &- 1) == 0 || word.nonzeroBitCount < fewBits {
      matching = rangeBits(of: lows, highs, shift, mask, from: lower, upper &- lower, among: word)
    } else {
      matching = bits(of: lows, highs, shift, mask, from: lower)
      if isBounded { matching &= ~bits(of: lows, highs, shift, mask, from: upper &+ 1) }
    }
    words[index] = word & (matching ^ flip)
  }
}

/// Fewer rows of a word than this are tested one by one: a test takes 3 ns, all 64 at once 16.
private let fewBits = 6

/// The rows, of 64 in two planes, whose offset is not below a bound.
///
/// The planes are compared each in its own width: 64-bit lanes, of which the vectors that every
/// x86-64 has hold two and compare none, take three times as long.
@inline(__always)
private func bits(
  of low: Swift.Span<UInt32>, _ high: Swift.Span<UInt8>, _ shift: UInt8, _ mask: UInt8,
  from bound: UInt64
) -> UInt64 {
  if bound >> 40 != 0 { return 0 }
  let lowBound = UInt32(truncatingIfNeeded: bound)
  let highBound = UInt8(truncatingIfNeeded: bound >> 32)
  var isNotBelow = InlineArray<64, UInt8>(repeating: 0)
  for row in 0..<64 { isNotBelow[row] = low[row] >= lowBound ? 1 : 0 }
  var matching = InlineArray<64, UInt8>(repeating: 0)
  for row in 0..<64 {
    let bits = high[row] &>> shift & mask
    let isAbove: UInt8 = bits > highBound ? 1 : 0
    let isEqual: UInt8 = bits == highBound ? 1 : 0
    matching[row] = isAbove | (isEqual & isNotBelow[row])
  }
  return packBits(matching)
}

/// Of some rows, those whose offset is in a range.
@inline(__always)
private func rangeBits(
  of low: Swift.Span<UInt32>, _ high: Swift.Span<UInt8>, _ shift: UInt8, _ mask: UInt8,
  from lower: UInt64, _ width: UInt64, among rows: UInt64
) -> UInt64 {
  var rest = rows
  var matching: UInt64 = 0
  while rest != 0 {
    let row = rest.trailingZeroBitCount
    let offset = UInt64(low[row]) | UInt64(high[row] &>> shift & mask) &<< 32
    let isIn: UInt64 = (offset &- lower) <= width ? 1 : 0
    matching |= isIn &<< UInt64(truncatingIfNeeded: row)
    rest &= rest &- 1
  }
  return matching
}
