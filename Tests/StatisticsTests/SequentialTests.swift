import Statistics
import Testing

/// Tests that may be looked at again and again.
struct SequentialTests {
  @Test func `the mixture's likelihood ratio is the integral that defines it`() throws {
    for item in try GoldenCase.all("mixture") {
      var test = MixtureTest(priorVariance: try item.number("prior"))
      let difference = try item.number("difference")
      test.look(difference: difference, variance: try item.number("variance"))
      item.expect("p", test.pValue, relative: 1e-9)
      #expect((test.pValue <= 0.05) == !test.interval.contains(0))
      #expect(test.interval.contains(difference))
    }
  }

  @Test func `looks only narrow the interval and lessen the p-value`() {
    var test = MixtureTest(priorVariance: 0.01)
    #expect(test.pValue == 1 && test.looks == 0)
    test.look(difference: 0.3, variance: 0)
    #expect(test.pValue == 1 && test.looks == 1)
    var generator = SplitMix64(seed: 2)
    for look in 1...50 {
      let before = test
      let difference = 0.1 + Double.random(in: -0.05...0.05, using: &generator)
      test.look(difference: difference, variance: 0.1 / Double(look))
      #expect(test.pValue <= before.pValue)
      #expect(test.interval.low >= before.interval.low)
      #expect(test.interval.high <= before.interval.high)
    }
  }

  @Test func `peeking twenty times raises no false alarms, and finds what is there`() throws {
    var generator = SplitMix64(seed: 14)
    var alarms = (none: 0, naive: 0, planted: 0)
    for _ in 0..<300 {
      var (test, planted) = (MixtureTest(priorVariance: 0.0025), MixtureTest(priorVariance: 0.0025))
      var (x, y, z) = (0, 0, 0)
      var hasNaiveAlarm = false
      for look in 1...20 {
        for _ in 0..<50 {
          x += generator.next(below: 100) < 20 ? 1 : 0
          y += generator.next(below: 100) < 20 ? 1 : 0
          z += generator.next(below: 100) < 30 ? 1 : 0
        }
        let baseline = try #require(Proportion(x, of: look * 50))
        let same = ProportionComparison(
          baseline: baseline, candidate: try #require(Proportion(y, of: look * 50)))
        test.look(same)
        hasNaiveAlarm = hasNaiveAlarm || same.pooledTest.pValue <= 0.05
        planted.look(
          ProportionComparison(
            baseline: baseline, candidate: try #require(Proportion(z, of: look * 50))))
      }
      alarms.none += test.pValue <= 0.05 ? 1 : 0
      alarms.naive += hasNaiveAlarm ? 1 : 0
      alarms.planted += planted.pValue <= 0.05 ? 1 : 0
    }
    // At most 5 % of 300 and three standard deviations; the z test alarms in about a quarter.
    #expect(alarms.none <= 26)
    #expect(alarms.naive > 45)
    #expect(alarms.planted > 285)
  }
}
