import TerminalRendering
import Testing

@Test(arguments: [
  (0, "0s"), (999, "999ns"), (1_000, "1.00µs"), (45_600, "45.6µs"), (999_600, "1.00ms"),
  (450_000_000, "450ms"), (999_499_999, "999ms"), (999_600_000, "1.00s"),
  (2_314_000_000, "2.31s"), (9_999_000_000, "10.0s"), (59_940_000_000, "59.9s"),
  (59_960_000_000, "1m 00s"), (65_000_000_000, "1m 05s"), (3_599_600_000_000, "1h 00m"),
  (11_220_000_000_000, "3h 07m"), (86_400_000_000_000, "1d 00h"), (-450_000_000, "-450ms"),
])
func `durations have three digits and a unit`(_ nanoseconds: Int64, _ expected: String) {
  #expect(HumanUnits.duration(nanoseconds) == expected)
}

@Test(arguments: [
  (0, "$0"), (12_300_000, "$0.0123"), (50_000_000, "$0.05"), (100_000_000, "$0.10"),
  (1, "$0.000000001"), (1_234_567, "$0.00123"), (999_600_000, "$1.00"),
  (1_250_000_000, "$1.25"), (1_234_500_000_000, "$1,234.50"), (-5_000_000, "-$0.005"),
])
func `money shows cents from a dollar up and three digits below`(
  _ nanodollars: Int64, _ expected: String
) {
  #expect(HumanUnits.money(nanodollars) == expected)
}

@Test(arguments: [
  (0, "0 B"), (1_023, "1023 B"), (1_229, "1.2 KiB"), (348_160, "340 KiB"),
  (1_048_575, "1.0 MiB"), (5_000_000_000, "4.7 GiB"), (.max, "8 EiB"), (-2_048, "-2.0 KiB"),
])
func `bytes count in powers of 1024`(_ count: Int64, _ expected: String) {
  #expect(HumanUnits.bytes(count) == expected)
}

@Test(
  arguments: [
    (0, "0"), (0.25, "0.25"), (1.0 / 24, "0.04167"), (12.345678, "12.35"), (3, "3"),
    (1_234_567.8, "1234568"), (9_999.96, "10000"), (0.99996, "1"), (1e20, "1e+20"),
    (0.000_000_123_456, "1.235e-07"), (-0.5, "-0.5"), (100, "100"), (0.00001, "0.00001"),
  ] as [(Double, String)])
func `numbers keep four significant digits`(_ value: Double, _ expected: String) {
  #expect(HumanUnits.number(value) == expected)
}

@Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")])
func `counts are grouped by thousands`(_ number: Int, _ expected: String) {
  #expect(HumanUnits.count(number) == expected)
}

@Test(arguments: [
  (999, "999"), (1_234, "1.2k"), (34_567, "35k"), (999_950, "1.0M"), (5_600_000, "5.6M"),
])
func `short counts fit a narrow column`(_ number: Int64, _ expected: String) {
  #expect(HumanUnits.shortCount(number) == expected)
}
