import Statistics
import Testing

struct ExactSumTests {
  private func sum(_ values: [Double]) -> Double {
    var sum = ExactSum()
    for value in values { sum.add(value) }
    return sum.value
  }

  @Test func `an empty sum is zero`() {
    #expect(ExactSum().value == 0)
  }

  @Test func `small numbers survive between large ones that cancel`() {
    #expect(sum([1e308, 1, -1e308]) == 1)
    #expect(sum([1e16, 1, 1, -1e16]) == 2)
    #expect(sum([0.1, 0.2, 0.3, -0.3, -0.2, -0.1]) == 0)
  }

  @Test func `ten tenths are rounded once`() {
    // 0.1 is a little more than a tenth; ten of them are nearest to 1 exactly.
    #expect(sum(Array(repeating: 0.1, count: 10)) == 1)
    #expect(Array(repeating: 0.1, count: 10).reduce(0, +) != 1)
  }

  @Test func `ties go to the even neighbour`() {
    #expect(sum([0x1p53, 1]) == 0x1p53)
    #expect(sum([0x1p53 + 2, 1]) == 0x1p53 + 4)
    #expect(sum([0x1p53, 1, 0x1p-1074]) == 0x1p53 + 2)
  }

  @Test func `the least and the greatest doubles add up`() {
    #expect(sum([.leastNonzeroMagnitude, .leastNonzeroMagnitude]) == 0x1p-1073)
    #expect(sum([.greatestFiniteMagnitude, .greatestFiniteMagnitude]) == .infinity)
    #expect(
      sum([.greatestFiniteMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude])
        == .greatestFiniteMagnitude)
    #expect(sum([-.greatestFiniteMagnitude, -.greatestFiniteMagnitude]) == -.infinity)
  }

  @Test(arguments: 0..<20) func `neither order nor split changes a bit`(_ seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    var values: [Double] = []
    for _ in 0..<500 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let value = Double(bitPattern: state)
      if value.isFinite && value.magnitude < 1e300 { values.append(value) }
    }
    let forward = sum(values)
    #expect(sum(values.reversed()) == forward)
    var left = ExactSum()
    var right = ExactSum()
    for value in values[..<100] { left.add(value) }
    for value in values[100...] { right.add(value) }
    right.add(left)
    #expect(right.value == forward)
  }

  @Test func `a quotient is rounded once`() {
    var sum = ExactSum()
    for _ in 0..<3 { sum.add(0.1) }
    #expect(sum.quotient(by: 3) == 0.1)
    var third = ExactSum()
    third.add(1)
    #expect(third.quotient(by: 3) == 1.0 / 3)
    #expect(third.quotient(by: 10) == 0.1)
    var least = ExactSum()
    least.add(0x1p-1074)
    #expect(least.quotient(by: 2) == 0)
    least.add(0x1p-1074)
    least.add(0x1p-1074)
    #expect(least.quotient(by: 2) == 0x1p-1073)
  }
}

struct ExactQuotientTests {
  @Test func `quotients of large whole numbers are rounded once`() {
    #expect(nearestQuotient(1, 3) == 1.0 / 3)
    #expect(nearestQuotient(-7, 2) == -3.5)
    #expect(nearestQuotient(0, 5) == 0)
    // 2^53 + 1 lies between two doubles; half of it does not need rounding to even twice.
    #expect(nearestQuotient((1 << 53) + 1, 1) == 0x1p53)
    #expect(nearestQuotient((1 << 53) + 3, 1) == 0x1p53 + 4)
    #expect(nearestQuotient((1 << 100) + 1, 1 << 100) == 1)
    #expect(nearestQuotient(.max, .max) == 1)
    #expect(nearestQuotient(.min, 1) == -0x1p127)
  }

  @Test func `halves go to the even whole number`() {
    #expect(halfEvenQuotient(5, 2) == 2)
    #expect(halfEvenQuotient(7, 2) == 4)
    #expect(halfEvenQuotient(-5, 2) == -2)
    #expect(halfEvenQuotient(-7, 2) == -4)
    #expect(halfEvenQuotient(8, 3) == 3)
    #expect(halfEvenQuotient(7, -3) == -2)
  }
}
