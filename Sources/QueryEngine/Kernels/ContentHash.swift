/// A hash of text that depends on its bytes alone: the same in every segment and process.
///
/// Eight bytes at a time, multiplied to 128 bits and folded. No defence against texts that are
/// chosen to collide.
func contentHash(_ bytes: Swift.Span<UInt8>) -> UInt64 {
  var state = UInt64(truncatingIfNeeded: bytes.count) ^ 0x2d35_8dcc_aa6c_78a5
  var place = 0
  while place &+ 8 <= bytes.count {
    let eight = bytes.extracting(place..<place &+ 8)
    // Spelled out, it becomes one load.
    let high = UInt64(eight[0]) &<< 56 | UInt64(eight[1]) &<< 48 | UInt64(eight[2]) &<< 40
    let middle = UInt64(eight[3]) &<< 32 | UInt64(eight[4]) &<< 24 | UInt64(eight[5]) &<< 16
    mix(high | middle | UInt64(eight[6]) &<< 8 | UInt64(eight[7]), into: &state)
    place &+= 8
  }
  guard place < bytes.count else { return state }
  var word: UInt64 = 0
  for index in place..<bytes.count { word = word &<< 8 | UInt64(bytes[index]) }
  mix(word, into: &state)
  return state
}

@inline(__always)
private func mix(_ word: UInt64, into state: inout UInt64) {
  let product = (state ^ word).multipliedFullWidth(by: 0x8bb8_4b93_962e_acc9)
  state = product.high ^ product.low
}

/// SplitMix64's output function: spreads what a number's bits say over all 64.
func spread(_ number: UInt64) -> UInt64 {
  var mixed = number &+ 0x9e37_79b9_7f4a_7c15
  mixed = (mixed ^ mixed &>> 30) &* 0xbf58_476d_1ce4_e5b9
  mixed = (mixed ^ mixed &>> 27) &* 0x94d0_49bb_1331_11eb
  return mixed ^ mixed &>> 31
}

extension Value {
  /// A hash for sketches: equal for equal values, all bits equally likely.
  var sketchHash: UInt64 {
    switch self {
    case .null: 0
    case .boolean(let flag): spread(flag ? 3 : 2)
    case .string(let text): spread(contentHash(text.utf8Span.span))
    case .double(let number):
      // 1 and 1.0 of one attribute are one value.
      Int64(exactly: number).map { spread(UInt64(bitPattern: $0)) } ?? spread(number.bitPattern)
    case .list(let elements): elements.reduce(spread(1)) { spread($0 ^ $1.sketchHash) }
    default: spread(UInt64(bitPattern: wholeNumber ?? 0))
    }
  }
}
