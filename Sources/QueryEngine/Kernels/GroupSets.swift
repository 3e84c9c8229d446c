/// A set of numbers for each of some groups.
///
/// While the bits of all groups' numbers are few, a set is a row of bits, and adding to it a
/// memory access that stays in cache; past that, the pairs are hashed.
struct GroupSets: Sendable {
  /// Row after row, `stride` words each; empty once the pairs are hashed.
  private var bits: [UInt64] = []
  private var stride = 0
  private var pairs: IdentifierTable?
  private var counts: [Int] = []

  /// Words of all rows: 16 MiB, and of one row for a start.
  private static let bitLimit = 1 << 21
  private static let leastStride = 16

  private(set) var groupCount = 0

  var byteCount: Int {
    (bits.count + counts.count) * MemoryLayout<UInt64>.stride + (pairs?.byteCount ?? 0)
  }

  mutating func grow(to groupCount: Int) {
    self.groupCount = max(groupCount, self.groupCount)
    if pairs != nil { counts.grow(to: self.groupCount, with: 0) }
  }

  /// Adds each row's number to its group's set; numbers are below `numberCount`.
  mutating func insert(_ numbers: [UInt32], groups: [UInt32], numberCount: Int) {
    makeRoom(numberCount)
    if pairs == nil {
      mark(numbers.span, groups.span, stride: stride, in: &bits)
    } else {
      for index in numbers.indices { insertPair(groups[index], numbers[index]) }
    }
  }

  mutating func insert(_ number: UInt32, toGroup group: UInt32, numberCount: Int) {
    makeRoom(numberCount)
    if pairs == nil {
      bits[Int(group) * stride + Int(number >> 6)] |= 1 << UInt64(number & 63)
    } else {
      insertPair(group, number)
    }
  }

  private mutating func insertPair(_ group: UInt32, _ number: UInt32) {
    let known = pairs?.count
    _ = pairs?.identify(UInt64(group) << 32 | UInt64(number))
    if pairs?.count != known { counts[Int(group)] += 1 }
  }

  /// Widens the rows and adds those of new groups, or goes over to hashing.
  private mutating func makeRoom(_ numberCount: Int) {
    guard pairs == nil else { return }
    let words = (numberCount + 63) / 64
    guard words > stride || bits.count < groupCount * stride else { return }
    var wider = max(stride, Self.leastStride)
    while wider < words { wider *= 2 }
    guard groupCount * wider <= Self.bitLimit else {
      return hashPairs()
    }
    let oldStride = stride
    let old = bits
    // Room for as many groups again, so that groups that come one by one cost little.
    let rows = oldStride == wider ? groupCount * 2 : groupCount
    bits = Array(repeating: 0, count: min(rows * wider, Self.bitLimit / wider * wider))
    stride = wider
    guard oldStride > 0 else { return }
    for row in 0..<old.count / oldStride {
      for word in 0..<oldStride where old[row * oldStride + word] != 0 {
        bits[row * wider + word] = old[row * oldStride + word]
      }
    }
  }

  private mutating func hashPairs() {
    let old = self
    pairs = IdentifierTable()
    counts = Array(repeating: 0, count: groupCount)
    bits = []
    old.forEachPair { insertPair($0, $1) }
  }

  func forEachPair(_ body: (_ group: UInt32, _ number: UInt32) -> Void) {
    for pair in pairs?.keys ?? [] {
      body(UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair))
    }
    for index in bits.indices {
      var rest = bits[index]
      while rest != 0 {
        let (row, word) = index.quotientAndRemainder(dividingBy: stride)
        let number = word * 64 + rest.trailingZeroBitCount
        body(UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: number))
        rest &= rest &- 1
      }
    }
  }

  /// Numbers of a group's set.
  func count(ofGroup group: Int) -> Int {
    if pairs != nil { return group < counts.count ? counts[group] : 0 }
    guard (group + 1) * stride <= bits.count else { return 0 }
    var count = 0
    for word in bits[group * stride..<(group + 1) * stride] { count &+= word.nonzeroBitCount }
    return count
  }
}

private func mark(
  _ numbers: Swift.Span<UInt32>, _ groups: Swift.Span<UInt32>, stride: Int,
  in bits: inout [UInt64]
) {
  var bits = bits.mutableSpan
  for index in numbers.indices {
    let number = numbers[index]
    let place = Int(groups[index]) &* stride &+ Int(number &>> 6)
    bits[place] |= 1 &<< UInt64(number & 63)
  }
}
