// Rows of a segment lie trace by trace; a bitmap with the first row of each tells them apart.

/// The first row of each row's trace.
///
/// Row 0 begins a trace, whatever the bitmap says.
func firstRows(
  ofTracesOf rows: Swift.Span<UInt32>, starts: Swift.Span<UInt64>
) -> [UInt32] {
  var firsts = [UInt32](repeating: 0, count: rows.count)
  var target = firsts.mutableSpan
  for index in rows.indices {
    var word = Int(rows[index] &>> 6)
    // The bits up to the row's own.
    var bits = starts[word] & (UInt64.max &>> UInt64(63 &- rows[index] & 63))
    while bits == 0 && word > 0 {
      word &-= 1
      bits = starts[word]
    }
    let bit = bits == 0 ? 0 : 63 &- bits.leadingZeroBitCount
    target[index] = UInt32(truncatingIfNeeded: word &* 64 &+ bit)
  }
  return firsts
}

/// Sets all rows of the traces whose first row is set; of others, no row is set.
///
/// Words with no bit to set cost one step each, so that few traces cost little.
func fillTraces(
  _ words: inout [UInt64], from starts: Swift.Span<UInt64>, rowCount: Int
) {
  var target = words.mutableSpan
  // Whether the trace that the last word ended in goes on here, and is set.
  var isOpen = false
  for index in target.indices {
    let begun = target[index]
    if begun == 0 && !isOpen { continue }
    let first = starts[index]
    var filled: UInt64 = isOpen ? lowBits(below: first) : 0
    var rest = begun
    while rest != 0 {
      let bit = rest & (0 &- rest)
      // From the bit up to the next trace's first row.
      filled |= lowBits(below: first & ~(bit | (bit &- 1))) & ~(bit &- 1)
      rest &= rest &- 1
    }
    if first != 0 {
      let last: UInt64 = 1 &<< UInt64(63 &- first.leadingZeroBitCount)
      isOpen = begun & last != 0
    }
    target[index] = filled
  }
  let past = rowCount & 63
  if past != 0, target.count > 0 { target[target.count &- 1] &= 1 &<< UInt64(past) &- 1 }
}

/// The bits below the lowest that is set; all when none is.
@inline(__always)
private func lowBits(below bits: UInt64) -> UInt64 {
  (bits & (0 &- bits)) &- 1
}
