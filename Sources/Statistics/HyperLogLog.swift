/// An estimate of how many different hashes were inserted, in 4 KiB whatever their number.
///
/// HyperLogLog of P. Flajolet, É. Fusy, O. Gandouet and F. Meunier, "HyperLogLog: the analysis of
/// a near-optimal cardinality estimation algorithm" (2007), with the estimator of O. Ertl, "New
/// cardinality estimation algorithms for HyperLogLog sketches" (2017), which needs no tables and
/// no switch to another method for small numbers. The standard error is 1.04 / √4096 = 1.6 %;
/// small numbers come out right nearly always.
///
/// Invariant: the order of insertions does not matter, and a merged sketch is that of all hashes.
package struct HyperLogLog: Hashable, Sendable {
  /// The greatest place of a first set bit among the hashes of each register.
  private var registers = [UInt8](repeating: 0, count: HyperLogLog.registerCount)

  private static let indexBits = 12
  private static let registerCount = 1 << indexBits
  /// Bits of a hash that are left for the place of the first set one.
  private static let valueBits = 64 - indexBits

  package static let byteCount = registerCount

  /// Nothing inserted.
  package init() {}

  /// Inserts a hash whose bits are all equally likely.
  package mutating func insert(_ hash: UInt64) {
    let index = Int(hash >> UInt64(Self.valueBits))
    let rest = hash << UInt64(Self.indexBits)
    let place = UInt8(min(rest.leadingZeroBitCount, Self.valueBits) + 1)
    if place > registers[index] { registers[index] = place }
  }

  /// Inserts all that another sketch saw.
  package mutating func merge(_ other: HyperLogLog) {
    for index in registers.indices {
      registers[index] = max(registers[index], other.registers[index])
    }
  }

  /// How many different hashes there probably were.
  package var estimate: Double {
    var counts = [Double](repeating: 0, count: Self.valueBits + 2)
    for register in registers { counts[Int(register)] += 1 }
    let count = Double(Self.registerCount)
    var sum = count * Self.tau(1 - counts[Self.valueBits + 1] / count)
    for place in (1...Self.valueBits).reversed() { sum = 0.5 * (sum + counts[place]) }
    sum += count * Self.sigma(counts[0] / count)
    // 1 / (2 ln 2)
    return 0.721_347_520_444_481_7 * count * count / sum
  }

  /// Ertl's correction for registers that no hash reached.
  private static func sigma(_ share: Double) -> Double {
    guard share < 1 else { return .infinity }
    var (power, weight, sum) = (share, 1.0, share)
    while true {
      power *= power
      let previous = sum
      sum += power * weight
      weight += weight
      if sum == previous { return sum }
    }
  }

  /// Ertl's correction for registers that are full.
  private static func tau(_ share: Double) -> Double {
    guard share > 0, share < 1 else { return 0 }
    var (root, weight, sum) = (share, 1.0, 1 - share)
    while true {
      root = root.squareRoot()
      let previous = sum
      weight *= 0.5
      sum -= (1 - root) * (1 - root) * weight
      if sum == previous { return sum / 3 }
    }
  }
}
