import Testing

@testable import Drift
@testable import TerminalRendering

@Test func `ticks are round, on the axis, and about as many as wanted`() {
  let units: [MetricComparison.Unit] = [.number, .nanoseconds, .bytes, .nanodollars, .share]
  let ends: [(Double, Double)] = [
    (0, 1), (0, 97), (-3, 5), (1.2e9, 9.7e9), (0, 7_200e9), (0, 3e6), (1e-9, 2e-9), (0, 1e300),
    (0, 0), (5, 5), (-1e308, 1e308), (0, 3e18),
  ]
  for unit in units {
    for (low, high) in ends {
      let scale = AxisScale(low, high, from: 0, to: 100)
      let ticks = scale.ticks(4, unit: unit)
      #expect(ticks.count <= 9, "\(unit) \(low) \(high): \(ticks)")
      for tick in ticks {
        #expect(scale.contains(tick))
        #expect((0...100).contains(scale.place(tick)))
      }
      #expect(ticks == ticks.sorted() && Set(ticks).count == ticks.count)
    }
  }
  #expect(AxisScale(0, 97, from: 0, to: 1).ticks(4, unit: .number) == [0, 50])
  #expect(AxisScale(0, 9e9, from: 0, to: 1).ticks(4, unit: .nanoseconds) == [0, 5e9])
  #expect(
    AxisScale(0, 400e9, from: 0, to: 1).ticks(4, unit: .nanoseconds) == [0, 120e9, 240e9, 360e9])
  #expect(
    AxisScale(0, 5_000, from: 0, to: 1).ticks(4, unit: .bytes) == [0, 2_048, 4_096])
}

@Test func `equal ratios are equally far apart on a logarithmic axis`() {
  let scale = AxisScale(1, 10_000, from: 0, to: 100, isLogarithmic: true)
  for (value, place) in [(1, 0), (10, 25), (100, 50), (10_000, 100), (0, 0), (1e9, 100)] {
    #expect((scale.place(Double(value)) - Double(place)).magnitude < 1e-9)
  }
  #expect(scale.ticks(4, unit: .number) == [1, 10, 100, 1_000, 10_000])
  #expect(
    AxisScale(40, 900, from: 0, to: 1, isLogarithmic: true).ticks(5, unit: .number)
      == [50, 100, 200, 500])
  // Without positive values there are no ratios.
  #expect(!AxisScale(0, 10, from: 0, to: 1, isLogarithmic: true).isLogarithmic)
}
