import Testing

@testable import Drift
@testable import TerminalRendering

@Test(
  arguments: [
    (2.31e9, .nanoseconds, "2.31s"), (0.4, .nanoseconds, "0s"), (-0.4, .nanoseconds, "0s"),
    (-65e9, .nanoseconds, "−1m 05s"), (1e300, .nanoseconds, "1e+300ns"),
    (1_536, .bytes, "1.5 KiB"), (12_300_000, .nanodollars, "$0.0123"), (0.031, .share, "3.1%"),
    (0.00042, .share, "0.042%"), (1, .share, "100%"), (0.12345, .share, "12.3%"),
    (812.5, .number, "812.5"), (-3, .number, "−3"),
  ] as [(Double, MetricComparison.Unit, String)])
func `values are in their units`(
  _ value: Double, _ unit: MetricComparison.Unit, _ expected: String
) {
  #expect(MetricText.value(value, unit) == expected)
}

@Test(
  arguments: [
    (1.2e8, .nanoseconds, "+120ms"), (-2.2e6, .nanodollars, "−$0.0022"), (0.013, .share, "+1.3 pp"),
    (-0.2, .share, "−20 pp"), (-0.000194, .share, "−0.019 pp"), (0, .share, "0 pp"),
    (0, .nanoseconds, "0s"), (4, .number, "+4"),
    (0.3, .nanoseconds, "0s"),
  ] as [(Double, MetricComparison.Unit, String)])
func `differences have a sign, and those of shares are points`(
  _ value: Double, _ unit: MetricComparison.Unit, _ expected: String
) {
  #expect(MetricText.difference(value, unit) == expected)
}

@Test(arguments: [
  (0.318, "+31.8%"), (-0.0049, "−0.49%"), (0.0500, "+5%"), (0.0504, "+5%"), (0.0514, "+5.1%"),
  (1.34, "+134%"), (0, "0%"), (0.00012345, "+0.012%"), (0.9999, "+100%"),
])
func `parts of the baseline are per cents`(_ value: Double, _ expected: String) {
  #expect(MetricText.relative(value) == expected)
}

@Test(
  arguments: [
    (2e9, .nanoseconds, "2s"), (2.5e9, .nanoseconds, "2.5s"), (5e8, .nanoseconds, "500ms"),
    (120e9, .nanoseconds, "2m 00s"), (0.1e9, .nanodollars, "$0.1"), (1e-7, .number, "1e-07"),
    (2_048, .bytes, "2 KiB"), (-1.5, .number, "−1.5"), (0.25, .share, "25%"),
  ] as [(Double, MetricComparison.Unit, String)])
func `ticks have no zeros that say nothing`(
  _ value: Double, _ unit: MetricComparison.Unit, _ expected: String
) {
  #expect(MetricText.tick(value, unit) == expected)
}

@Test(arguments: [
  (0.61, "0.610"), (0.001, "0.001"), (0.000999, "<0.001"), (0, "<0.001"), (1, "1.000"),
])
func `probabilities have three decimals`(_ p: Double, _ expected: String) {
  #expect(MetricText.probability(p) == expected)
}

@Test func `an effect is a part of the baseline where that says something`() {
  func text(_ name: String, _ value: Double, of baseline: Double?) -> String {
    EffectText(
      .init(name, value, low: value, high: value), unit: .nanoseconds, baseline: baseline
    ).value
  }
  #expect(text("shift", 1e8, of: 1e9) == "+10%")
  #expect(text("shift", 1e8, of: 0) == "+100ms")
  #expect(text("shift", 1e8, of: nil) == "+100ms")
  #expect(text("shift", 1e8, of: 1) == "+100ms")
  #expect(text("mean_difference", -1.2e9, of: 1e9) == "−1.20s")
  #expect(text("ratio", 1.21, of: 1e9) == "×1.21")
  #expect(text("cliffs_delta", -0.2, of: 1e9) == "δ −0.2")
  #expect(text("psi", 0.05479, of: nil) == "PSI 0.0548")
  #expect(text("novelty", 0.12, of: nil) == "novelty 0.12")
}
