/// Where the piece that begins at `start` ends, if it ends before `end`: a place that the bytes
/// before it choose.
///
/// The same bytes are cut at the same places wherever they stand, but for the first cuts behind a
/// change: a transcript that grows at its end, or repeats a long prompt, shares its pieces with
/// what was stored before. O(length of the piece).
func contentCut(_ text: Swift.Span<UInt8>, from start: Int, to end: Int) -> Int {
  let least = start + PayloadLimits.cutLeastByteCount
  guard least < end else { return end }
  let greatest = min(end, start + PayloadLimits.cutGreatestByteCount)
  let shift = UInt64(64 - PayloadLimits.cutBitCount)
  // A byte leaves the sum when it is shifted out, 64 bytes later. The product, off the chain of
  // dependencies, brings every byte of the window into the bits that are looked at.
  var sum: UInt64 = 0
  for index in (least - PayloadLimits.cutWindowByteCount)..<least {
    sum = sum &<< 1 &+ UInt64(text[index])
  }
  for index in least..<greatest {
    if (sum &* 0x9E37_79B9_7F4A_7C15) &>> shift == 0 { return index }
    sum = sum &<< 1 &+ UInt64(text[index])
  }
  return greatest
}
