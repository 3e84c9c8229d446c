import Statistics
import Testing

struct HyperLogLogTests {
  /// SplitMix64's output function: its values for 0, 1, 2, … look random and differ.
  private func hash(_ number: UInt64) -> UInt64 {
    var mixed = (number &+ 1) &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  @Test(arguments: [0, 1, 2, 10, 100, 1_000, 4_096, 10_000, 100_000, 300_000], 0..<3)
  func `the estimate is within four standard errors`(_ count: UInt64, _ seed: UInt64) {
    var sketch = HyperLogLog()
    // Each twice: repetitions do not count.
    for number in 0..<count {
      sketch.insert(hash(seed << 32 + number))
      sketch.insert(hash(seed << 32 + number))
    }
    let tolerance = max(0.5, 4 * 0.016_25 * Double(count))
    #expect(abs(sketch.estimate - Double(count)) <= tolerance, "\(sketch.estimate)")
  }

  @Test func `a merged sketch is that of all hashes`() {
    var (left, right, all) = (HyperLogLog(), HyperLogLog(), HyperLogLog())
    for number in 0..<5_000 as Range<UInt64> {
      if number % 3 != 0 { left.insert(hash(number)) }
      if number % 2 == 0 { right.insert(hash(number)) }
      if number % 3 != 0 || number % 2 == 0 { all.insert(hash(number)) }
    }
    left.merge(right)
    #expect(left == all)
  }
}
