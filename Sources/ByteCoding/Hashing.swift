/// The 64-bit xxHash of `bytes`: fast, well mixed, the same on every machine.
///
/// Follows the published XXH64 specification. Not for input an enemy chooses.
/// - Complexity: O(n), several bytes a cycle.
package func xxHash64(_ bytes: RawSpan, seed: UInt64 = 0) -> UInt64 {
  let count = bytes.byteCount
  var offset = 0
  var hash: UInt64
  if count >= stripeByteCount {
    var lanes = Lanes(seed: seed)
    let end = count - stripeByteCount
    while offset <= end {
      lanes.consume(bytes, at: offset)
      offset += stripeByteCount
    }
    hash = lanes.merged
  } else {
    hash = seed &+ prime5
  }
  hash &+= UInt64(count)
  return avalanche(mixTail(hash, bytes, from: offset))
}

/// The splitmix64 finaliser: spreads ids that share long prefixes over all 64 bits.
///
/// A bijection, so distinct inputs stay distinct.
package func mix64(_ value: UInt64) -> UInt64 {
  var mixed = value &+ 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}

/// Bytes hashed at a time: one 8-byte word for each of four lanes.
private let stripeByteCount = 32

// The five primes of the specification, literals so that each use is an immediate.
private var prime1: UInt64 { 0x9E37_79B1_85EB_CA87 }
private var prime2: UInt64 { 0xC2B2_AE3D_27D4_EB4F }
private var prime3: UInt64 { 0x1656_67B1_9E37_79F9 }
private var prime4: UInt64 { 0x85EB_CA77_C2B2_AE63 }
private var prime5: UInt64 { 0x27D4_EB2F_1656_67C5 }

/// Four independent sums, so that four multiplications overlap.
private struct Lanes {
  var first: UInt64
  var second: UInt64
  var third: UInt64
  var fourth: UInt64

  init(seed: UInt64) {
    first = seed &+ prime1 &+ prime2
    second = seed &+ prime2
    third = seed
    fourth = seed &- prime1
  }

  /// Takes in the 32 bytes at `offset`.
  @inline(__always)
  mutating func consume(_ bytes: RawSpan, at offset: Int) {
    first = round(first, word(bytes, at: offset))
    second = round(second, word(bytes, at: offset + 8))
    third = round(third, word(bytes, at: offset + 16))
    fourth = round(fourth, word(bytes, at: offset + 24))
  }

  var merged: UInt64 {
    var hash =
      rotated(first, 1) &+ rotated(second, 7) &+ rotated(third, 12) &+ rotated(fourth, 18)
    hash = merge(hash, first)
    hash = merge(hash, second)
    hash = merge(hash, third)
    return merge(hash, fourth)
  }
}

/// Takes in the last 31 bytes or fewer, from `start`.
private func mixTail(_ hash: UInt64, _ bytes: RawSpan, from start: Int) -> UInt64 {
  var hash = hash
  var offset = start
  while bytes.byteCount - offset >= 8 {
    hash = rotated(hash ^ round(0, word(bytes, at: offset)), 27) &* prime1 &+ prime4
    offset += 8
  }
  if bytes.byteCount - offset >= 4 {
    let half = UInt64(halfWord(bytes, at: offset))
    hash = rotated(hash ^ (half &* prime1), 23) &* prime2 &+ prime3
    offset += 4
  }
  while offset < bytes.byteCount {
    hash = rotated(hash ^ (UInt64(byte(bytes, at: offset)) &* prime5), 11) &* prime1
    offset += 1
  }
  return hash
}

private func avalanche(_ value: UInt64) -> UInt64 {
  var hash = value
  hash = (hash ^ (hash >> 33)) &* prime2
  hash = (hash ^ (hash >> 29)) &* prime3
  return hash ^ (hash >> 32)
}

@inline(__always)
private func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
  rotated(lane &+ (input &* prime2), 31) &* prime1
}

@inline(__always)
private func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
  (hash ^ round(0, lane)) &* prime1 &+ prime4
}

@inline(__always)
private func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
  (value &<< count) | (value &>> (64 &- count))
}

@inline(__always)
private func word(_ bytes: RawSpan, at offset: Int) -> UInt64 {
  // Safe: each caller's loop condition keeps the eight bytes inside; also checked.
  UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
}

@inline(__always)
private func halfWord(_ bytes: RawSpan, at offset: Int) -> UInt32 {
  // Safe: the caller checked that four bytes are left.
  UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
}

@inline(__always)
private func byte(_ bytes: RawSpan, at offset: Int) -> UInt8 {
  // Safe: the caller checked that a byte is left.
  unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
}
