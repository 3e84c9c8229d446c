/// Gives each distinct pair of numbers a number, 0, 1, 2, … in the order first seen.
///
/// While both sides are few, a look-up is one of an array; past that, of a hash table.
struct PairTable: Sendable {
  private var pairs = IdentifierTable()
  /// The number of pair (left, right) at `left << shift | right`; empty once there are too many.
  private var dense: [UInt32] = []
  private var shift = 0

  private static let unknown = UInt32.max
  /// 256 KiB of look-ups stay within an L2 cache.
  private static let denseLimit = 1 << 16

  var count: Int { pairs.count }
  var byteCount: Int { pairs.byteCount + dense.count * MemoryLayout<UInt32>.stride }

  /// The left and right number of a pair.
  func pair(_ number: Int) -> (left: UInt32, right: UInt32) {
    let key = pairs.keys[number]
    return (UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key))
  }

  mutating func identify(_ left: UInt32, _ right: UInt32) -> UInt32 {
    pairs.identify(UInt64(left) << 32 | UInt64(right))
  }

  /// Replaces each left number by that of its pair with the right one.
  ///
  /// The numbers are below the counts.
  mutating func identify(
    _ left: inout [UInt32], _ right: [UInt32], leftCount: Int, rightCount: Int
  ) {
    guard makeRoom(leftCount, rightCount) else {
      for index in left.indices { left[index] = identify(left[index], right[index]) }
      return
    }
    guard let new = lookUp(&left, right.span, from: 0) else { return }
    var next = new
    while next < left.count {
      let place = Int(left[next]) &<< shift | Int(right[next])
      dense[place] = identify(left[next], right[next])
      next = lookUp(&left, right.span, from: next) ?? left.count
    }
  }

  /// Replaces left numbers, from a place on, up to the first whose pair is new; nil when all are
  /// known.
  private func lookUp(
    _ left: inout [UInt32], _ right: Swift.Span<UInt32>, from start: Int
  ) -> Int? {
    var target = left.mutableSpan
    let known = dense.span
    for index in start..<target.count {
      let number = known[Int(target[index]) &<< shift | Int(right[index])]
      if number == Self.unknown { return index }
      target[index] = number
    }
    return nil
  }

  /// Makes the dense table large enough; false when it would be too large.
  private mutating func makeRoom(_ leftCount: Int, _ rightCount: Int) -> Bool {
    if dense.count >= leftCount << shift, 1 << shift >= rightCount, !dense.isEmpty { return true }
    guard leftCount <= Self.denseLimit, rightCount <= Self.denseLimit else {
      dense = []
      return false
    }
    let bits = Int.bitWidth - max(0, rightCount - 1).leadingZeroBitCount
    // Powers of two on both sides, so that the table is rebuilt a few times only.
    let rows = 1 << (Int.bitWidth - max(0, leftCount - 1).leadingZeroBitCount)
    guard rows << bits <= Self.denseLimit else {
      dense = []
      return false
    }
    shift = bits
    dense = Array(repeating: Self.unknown, count: rows << bits)
    for number in 0..<pairs.count {
      let (left, right) = pair(number)
      dense[Int(left) << shift | Int(right)] = UInt32(truncatingIfNeeded: number)
    }
    return true
  }
}
