/// Words with fewer set bits than this are walked bit by bit: sixteen tests cost about as much as
/// comparing all 64 rows at once.
private let sparseBitCount = 16

/// Clears the bit of every row whose value is not in `lower ... lower + width`, or, inverted, of
/// every row whose value is.
///
/// The values are those of a block, whose words begin at `place`.
func keepRange<Number: FixedWidthInteger & UnsignedInteger>(
  of values: Swift.Span<Number>, from lower: Number, width: Number, isInverted: Bool,
  in words: inout MutableSpan<UInt64>, at place: Range<Int>
) {
  let flip: UInt64 = isInverted ? .max : 0
  for index in place {
    let word = words[index]
    if word == 0 { continue }
    let first = (index &- place.lowerBound) &* 64
    let matching: UInt64
    if word.nonzeroBitCount < sparseBitCount || first &+ 64 > values.count {
      matching = rangeBits(of: values, first, word, from: lower, width: width)
    } else {
      let block = values.extracting(first..<first &+ 64)
      matching = rangeBits(of: block, from: lower, width: width)
    }
    words[index] = word & (matching ^ flip)
  }
}

/// The bits of 64 values that are in a range: one unsigned comparison tests both ends.
@inline(__always)
private func rangeBits<Number: FixedWidthInteger & UnsignedInteger>(
  of block: Swift.Span<Number>, from lower: Number, width: Number
) -> UInt64 {
  var bytes = InlineArray<64, UInt8>(repeating: 0)
  for row in 0..<64 {
    bytes[row] = (block[row] &- lower) <= width ? 1 : 0
  }
  return packBits(bytes)
}

/// The bits of the values in a range, of the rows that are set only.
@inline(__always)
private func rangeBits<Number: FixedWidthInteger & UnsignedInteger>(
  of values: Swift.Span<Number>, _ first: Int, _ word: UInt64, from lower: Number, width: Number
) -> UInt64 {
  var rest = word
  var matching: UInt64 = 0
  while rest != 0 {
    let bit = rest.trailingZeroBitCount
    let isIn: UInt64 = (values[first &+ bit] &- lower) <= width ? 1 : 0
    matching |= isIn &<< UInt64(truncatingIfNeeded: bit)
    rest &= rest &- 1
  }
  return matching
}

/// Clears the bit of every row whose number is in none of the ranges, or in one when inverted.
///
/// Numbers that are not finite are in none and their bits are cleared either way.
func keepRanges(
  of values: Swift.Span<Double>, _ ranges: [ClosedRange<Double>], isInverted: Bool,
  in words: inout MutableSpan<UInt64>, at place: Range<Int>
) {
  for index in place {
    var rest = words[index]
    var kept: UInt64 = 0
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      let value = values[(index &- place.lowerBound) &* 64 &+ bit]
      var isIn = false
      for range in ranges where range.lowerBound <= value && value <= range.upperBound {
        isIn = true
      }
      if isIn != isInverted && value.isFinite { kept |= 1 &<< UInt64(truncatingIfNeeded: bit) }
      rest &= rest &- 1
    }
    words[index] = kept
  }
}
