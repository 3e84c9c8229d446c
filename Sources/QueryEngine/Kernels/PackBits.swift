/// The 64 bytes, each 0 or 1, as 64 bits: byte `i` becomes bit `i`.
///
/// Writing bytes first and packing them after is what the compiler turns into vector code; a loop
/// that shifts each bit into a word stays scalar, at a sixth of the speed.
@inline(__always)
func packBits(_ bytes: borrowing InlineArray<64, UInt8>) -> UInt64 {
  let raw = unsafe bytes.span.bytes
  var word: UInt64 = 0
  for group in 0..<8 {
    // Safe: eight bytes from 8 × group end at 64 at most, the size of the array.
    let eight = unsafe raw.unsafeLoadUnaligned(fromByteOffset: 8 &* group, as: UInt64.self)
    // The product gathers bit 0 of byte i in bit 56 + i. Byte 0 is the lowest: little endian.
    let bits = (UInt64(littleEndian: eight) &* 0x0102_0408_1020_4080) &>> 56
    word |= bits &<< UInt64(truncatingIfNeeded: 8 &* group)
  }
  return word
}
