import Statistics
import Testing

/// Sums of what kept things stand for, against each written down so many times.
struct WeightedSumTests {
  @Test func `a probability that is none counts as one`() {
    let none: [Double?] = [nil, 0, -0.5, 1.5, .nan, .infinity, 0x1p-57, .leastNonzeroMagnitude]
    for probability in none {
      #expect(WeightTotal.weight(ofProbability: probability) == 1)
    }
    #expect(WeightTotal.weight(ofProbability: 0.1) == 10)
    #expect(WeightTotal.weight(ofProbability: 0x1p-56) == 0x1p56)
  }

  @Test func `totals do not round until they are read`() {
    var total = WeightTotal()
    for _ in 0..<3 { total.add(1 / 0.3) }
    #expect(total.rounded == 10)
    #expect(total.value == 10)
    var halves = WeightTotal()
    halves.add(2.5)
    #expect(halves.rounded == 2)
    halves.add(1)
    #expect(halves.rounded == 4)
    #expect(total.share(of: WeightTotal()) == nil)
    #expect(halves.share(of: total) == 3.5 / (3 * (1 / 0.3)))
  }

  @Test func `a total past 64 bits is no whole number`() {
    var total = WeightTotal()
    for _ in 0..<127 { total.add(0x1p56) }
    #expect(total.rounded == 127 << 56)
    total.add(0x1p56)
    #expect(total.rounded == nil)
    #expect(total.value == 0x1p63)
  }

  @Test(arguments: 1..<21)
  func `whole numbers of whole weights are as if repeated`(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let bits = Int64.random(in: 1...62, using: &generator)
    var (sum, weights, repeated, count) =
      (WeightedWholeSum(), WeightTotal(), Int128(0), Int128(0))
    for _ in 0..<500 {
      let number = Int64.random(in: -(1 << bits)...(1 << bits), using: &generator)
      let weight = Int64(1) << Int64.random(in: 0...40, using: &generator) + 1
      sum.add(number, weight: Double(weight))
      weights.add(Double(weight))
      repeated += Int128(number) * Int128(weight)
      count += Int128(weight)
    }
    #expect(sum.rounded == Int64(exactly: repeated))
    #expect(sum.roundedAverage(over: weights) == Int64(halfEvenQuotient(repeated, count)))
    let average = nearestQuotient(repeated, count)
    let found = sum.average(over: weights) ?? .nan
    #expect(abs(found - average) <= average.ulp)
  }

  @Test func `extremes have an average`() {
    for number in [Int64.min, .max, .max - 1] {
      var (sum, weights) = (WeightedWholeSum(), WeightTotal())
      for _ in 0..<100 {
        sum.add(number, weight: 0x1p56)
        weights.add(0x1p56)
      }
      #expect(sum.rounded == nil)
      #expect(sum.roundedAverage(over: weights) == number)
    }
  }

  @Test func `parts add up in any order`() {
    let numbers = (0..<999).map { Int64($0 * $0 * 7_919 % 100_003) - 50_000 }
    let weight = { (number: Int64) in 1 / Double(number & 15 + 1) * 16 }
    var (forth, back, part) = (WeightedWholeSum(), WeightedWholeSum(), WeightedWholeSum())
    var (doubles, others, rest) = (WeightedSum(), WeightedSum(), WeightedSum())
    for number in numbers {
      forth.add(number, weight: weight(number))
      doubles.add(Double(number) / 7, weight: weight(number))
    }
    for number in numbers[300...].reversed() {
      back.add(number, weight: weight(number))
      others.add(Double(number) / 7, weight: weight(number))
    }
    for number in numbers[..<300] {
      part.add(number, weight: weight(number))
      rest.add(Double(number) / 7, weight: weight(number))
    }
    back.add(part)
    others.add(rest)
    #expect(forth == back)
    #expect(doubles.value == others.value && doubles.average == others.average)
    let naive = numbers.reduce(0.0) { $0 + Double($1) / 7 * weight($1) }
    #expect(abs(doubles.value - naive) < 1e-6)
  }

  @Test func `equal weights leave an average of doubles as it is`() {
    var weighted = WeightedSum()
    var plain = ExactSum()
    for number in 0..<1_000 {
      let value = Double(number * number % 997) / 7
      weighted.add(value, weight: 1 / 0.3)
      plain.add(value)
    }
    #expect(weighted.average == plain.quotient(by: 1_000))
    var huge = WeightedSum()
    huge.add(1e308, weight: 10)
    #expect(huge.value.isNaN && huge.average.isNaN)
  }

  @Test func `a deviation is that of repeated values`() {
    var weighted = WeightedVariance()
    var repeated = ExactVariance()
    for (value, weight) in [(2.5, 1), (7.25, 4), (-3, 10), (1e9, 2)] as [(Double, Int)] {
      weighted.add(value, weight: Double(weight))
      for _ in 0..<weight { repeated.add(value) }
    }
    let (first, second) = (weighted.standardDeviation ?? 0, repeated.standardDeviation ?? 1)
    #expect(abs(first - second) <= second.ulp)
    var one = WeightedVariance()
    one.add(3, weight: 10)
    #expect(one.standardDeviation == nil)
    one.add(3, weight: 2)
    #expect(one.standardDeviation == 0)
  }

  @Test func `ranks are those of repeated values`() throws {
    let weights = [1, 4, 10, 2, 1, 7]
    let total = weights.reduce(0, +)
    var sum = WeightTotal()
    for weight in weights { sum.add(Double(weight)) }
    for numerator in 0...200 as ClosedRange<Int64> {
      let fraction = try #require(QuantileFraction(numerator, over: 200))
      let rank = Int128(fraction.nearestRank(among: total))
      // Rounded up to the whole units at which a value of whole weight ends.
      let wanted = fraction.nearestRank(among: sum)
      #expect((wanted + WeightTotal.unitsOfOne - 1) / WeightTotal.unitsOfOne == rank)
    }
  }
}
