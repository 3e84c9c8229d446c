import Drift
import Testing

/// How the mixes of attributes are compared.
struct MixTests {
  private func report(_ mix: [MixInput]) -> ComparisonReport {
    var input = ComparisonInput(
      baseline: .init(name: "v3", spans: 0, traces: 0),
      candidate: .init(name: "v4", spans: 0, traces: 0), metrics: [])
    input.mix = mix
    return ComparisonReport(input)
  }

  private func mix(_ attribute: String, _ counts: [(String, Int, Int)]) -> MixInput {
    MixInput(
      attribute: attribute,
      counts: counts.map { .init(value: $0.0, baseline: $0.1, candidate: $0.2) })
  }

  @Test func `a mix that differs is told with what moved, and a note says what to do`() throws {
    let report = report([
      mix("tenant", [("a", 500, 495), ("b", 500, 505)]),
      mix("model", [("small", 700, 400), ("large", 300, 600)]),
    ])
    #expect(report.mix.map(\.attribute) == ["model", "tenant"])
    let model = try #require(report.mix.first)
    #expect(model.differs)
    #expect(abs(model.totalVariation - 0.3) < 1e-12)
    #expect(model.movers.map(\.value) == ["large", "small"])
    #expect(model.movers.first?.effect.value == 0.3)
    #expect(!report.mix[1].differs)
    #expect(
      report.notes == [
        "The mix of model differs (large: 30 % of the baseline, 60 % of the candidate), which may "
          + "be why metrics do: compare within its values by stratifying by model."
      ])
  }

  @Test func `a difference that is certain but small does not matter`() throws {
    let report = report([mix("model", [("small", 500_000, 490_000), ("large", 500_000, 510_000)])])
    let model = try #require(report.mix.first)
    #expect(try #require(model.p) < 1e-10)
    #expect(!model.differs)
  }

  @Test func `an attribute whose every value is another says nothing`() throws {
    let counts = (0..<2_000).map { ("id-\($0)", $0 % 2, 1 - $0 % 2) }
    let ids = try #require(report([mix("id", counts)]).mix.first)
    #expect(ids.totalVariation == 1)
    #expect(!ids.differs)
  }

  @Test func `values that come together in units count less`() throws {
    // A hundred units with twenty equal values each.
    func sample(_ ones: Int) -> Sample {
      Sample(
        values: (0..<100).flatMap { [Double](repeating: $0 < ones ? 1 : 0, count: 20) },
        units: (0..<100).flatMap { [Int32](repeating: $0, count: 20) }, unitCount: 100)
    }
    let input = MixInput(
      attribute: "model", names: ["small", "large"], baseline: sample(50), candidate: sample(60))
    #expect(abs(input.designEffect - 20.2) < 0.1)
    #expect(input.counts.first?.baseline == 1_000)
    let clustered = try #require(report([input]).mix.first)
    let once = try #require(
      report([mix("model", [("small", 50, 40), ("large", 50, 60)])]).mix.first)
    #expect(abs(try #require(clustered.p) - (try #require(once.p))) < 0.01)
    #expect(!clustered.differs)
  }

  @Test func `strata are compared one by one, and adjusted with everything else`() throws {
    func metric(_ shift: Double) -> MetricInput {
      MetricInput(
        name: "latency", kind: .mean, unit: .number, better: .lower,
        baseline: .single((0..<100).map { Double($0 % 10) }),
        candidate: .single((0..<100).map { Double($0 % 10) + shift }))
    }
    var input = ComparisonInput(
      baseline: .init(name: "v3", spans: 0, traces: 0),
      candidate: .init(name: "v4", spans: 0, traces: 0), metrics: [metric(1.5)])
    input.strata = [
      .init(name: "model=small", metrics: [metric(0)]),
      .init(name: "model=large", metrics: [metric(3)]),
    ]
    let report = ComparisonReport(input)
    #expect(report.method.tests == 3)
    #expect(report.strata.map(\.name) == ["model=small", "model=large"])
    #expect(report.strata[0].metrics[0].adjustedP == 1)
    #expect(report.strata[1].metrics[0].verdict == .regressed)
  }
}
