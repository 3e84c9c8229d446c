import Drift
import Testing

/// What two attributes explain together, and neither alone.
struct PairCauseTests {
  /// How much longer latencies of the candidate are, by model and tenant.
  private typealias Change = (_ model: Int, _ tenant: Int) -> Double

  private static let models = ["small", "large", "other"]
  private static let tenants = (0..<5).map { "tenant-\($0)" }

  /// A report of latencies of traces with models, tenants, and regions that have nothing to do with it.
  private func report(
    _ change: Change, level: Change = { _, _ in 1 },
    share: (_ side: Int, _ model: Int, _ tenant: Int) -> Double = { _, _, _ in 1 },
    count: Int = 4_000, seed: UInt64
  ) -> ComparisonReport {
    var source = InventedNumbers(seed: seed)
    var (values, models, tenants, regions): ([[Double]], [[UInt8]], [[UInt8]], [[UInt8]]) = (
      [[], []], [[], []], [[], []], [[], []]
    )
    for side in 0..<2 {
      while values[side].count < count {
        let model = source.index(of: [0.5, 0.3, 0.2])
        let tenant = source.index(below: Self.tenants.count)
        guard source.chance(share(side, model, tenant)) else { continue }
        var value = source.exponential(0.5 * source.normal()) * [1, 2, 3][model]
        value *= level(model, tenant)
        if side == 1 { value *= change(model, tenant) }
        values[side].append(value)
        models[side].append(UInt8(model))
        tenants[side].append(UInt8(tenant))
        regions[side].append(UInt8(source.index(below: 4)))
      }
    }
    return Self.report(
      values,
      [
        ("model", Self.models, models), ("tenant", Self.tenants, tenants),
        ("region", ["a", "b", "c", "d"], regions),
      ])
  }

  private static func report(
    _ values: [[Double]], _ attributes: [(name: String, values: [String], codes: [[UInt8]])]
  ) -> ComparisonReport {
    var input = ComparisonInput(
      baseline: .init(name: "v3", spans: values[0].count, traces: values[0].count),
      candidate: .init(name: "v4", spans: values[1].count, traces: values[1].count),
      metrics: [
        MetricInput(
          name: "latency", kind: .mean, unit: .nanoseconds, better: .lower,
          baseline: .single(values[0]), candidate: .single(values[1]))
      ])
    func column(_ values: [Double]) -> CauseColumns.Column {
      CauseColumns.Column(values: values, rows: nil, unitCount: Double(values.count))
    }
    input.causeColumns = CauseColumns(
      attributes: attributes.map { attribute in
        CauseColumns.Attribute(
          name: attribute.name, values: attribute.values, codes: Array(attribute.values.indices),
          baseline: attribute.codes[0], candidate: attribute.codes[1], isPart: false)
      },
      metrics: [
        CauseColumns.Metric(
          name: "latency", isOfSums: false, baseline: column(values[0]),
          candidate: column(values[1]))
      ])
    return ComparisonReport(input)
  }

  private func pairs(_ report: ComparisonReport) -> [String] {
    report.causes.map(\.attribute).filter { $0.contains(",") }
  }

  @Test func `one tenant of one model that became slow is named as a pair`() throws {
    let report = report({ $0 == 1 && $1 == 2 ? 3 : 1 }, seed: 1)
    let cause = try #require(report.causes.first)
    #expect(cause.attribute == "model, tenant")
    #expect(cause.terms.first?.value == "large, tenant-2")
    let effect = try #require(report.metrics.first?.effect?.value)
    #expect(abs(cause.mix + cause.within - effect) < 1e-9 * effect)
    #expect(abs(try #require(cause.terms.first).within) > 0.7 * effect)
    #expect(pairs(report).count == 1)
  }

  @Test func `a model and a tenant that each became slower are no pair`() {
    let report = report({ ($0 == 1 ? 1.6 : 1) * ($1 == 2 ? 1.5 : 1) }, seed: 2)
    #expect(pairs(report).isEmpty)
    #expect(Set(report.causes.map(\.attribute)) == ["model", "tenant"])
  }

  @Test func `more traces of a slow model of one tenant are a pair, if both are as frequent`() {
    let report = report(
      { _, _ in 1 }, level: { model, tenant in model == 2 && tenant == 2 ? 4 : 1 },
      share: { side, model, tenant in
        if side == 0 { return 0.5 }
        return (model == 2) == (tenant == 2) ? (model == 2 ? 1 : 0.5) : 0.4
      }, count: 8_000, seed: 3)
    #expect(pairs(report) == ["model, tenant"])
    #expect(report.causes.first?.terms.first?.value == "other, tenant-2")
  }

  @Test func `more traces of a slow model are a cause alone, whosever they are`() {
    let report = report(
      { _, _ in 1 },
      share: { side, model, tenant in
        if side == 0 { return 0.5 }
        return tenant == 2 ? (model == 2 ? 1 : 0.3) : 0.5
      }, count: 8_000, seed: 3)
    // Latency goes by the model alone; the tenant's has risen with its models.
    #expect(pairs(report).isEmpty)
    #expect(report.causes.first?.attribute == "model")
  }

  @Test func `what became slower everywhere alike, or by one attribute, is rarely a pair`() {
    var named = 0
    for seed in 0..<40 {
      let one = report({ _, _ in 1.4 }, count: 900, seed: UInt64(500 + seed))
      #expect(one.metrics.first?.verdict == .regressed)
      let other = report(
        { model, _ in model == 1 ? 1.8 : 1.1 }, count: 900, seed: UInt64(700 + seed))
      named += (pairs(one).isEmpty ? 0 : 1) + (pairs(other).isEmpty ? 0 : 1)
    }
    // One in twenty by chance: of eighty, thirteen or more once in two thousand seeds.
    #expect(named <= 12, "\(named)")
  }

  @Test func `cells with fewer than thirty values are gathered, and tell nothing`() throws {
    var values: [[Double]] = [[], []]
    var (models, tenants): ([[UInt8]], [[UInt8]]) = ([[], []], [[], []])
    var source = InventedNumbers(seed: 9)
    for side in 0..<2 {
      for number in 0..<2_000 {
        // Ten values of a cell, of which the candidate's are a thousand times as long.
        let isRare = number < 10
        let value = source.exponential(0.3 * source.normal()) * (side == 1 ? 1.2 : 1)
        values[side].append(isRare && side == 1 ? value * 1_000 : value)
        models[side].append(isRare ? 1 : UInt8(number % 2))
        tenants[side].append(isRare ? 2 : UInt8(number / 2 % 2))
      }
    }
    let report = Self.report(
      values, [("model", ["a", "b"], models), ("tenant", ["x", "y", "z"], tenants)])
    #expect(pairs(report).isEmpty)
  }

  @Test func `an attribute that follows from another makes no pair with it`() {
    var source = InventedNumbers(seed: 12)
    var values: [[Double]] = [[], []]
    var models: [[UInt8]] = [[], []]
    for side in 0..<2 {
      for _ in 0..<3_000 {
        let model = source.index(below: 3)
        let value = source.exponential(0.4 * source.normal())
        values[side].append(side == 1 && model == 1 ? value * 2 : value)
        models[side].append(UInt8(model))
      }
    }
    let report = Self.report(
      values, [("model", Self.models, models), ("provider", ["p", "q", "r"], models)])
    #expect(pairs(report).isEmpty)
    #expect(report.causes.map(\.attribute) == ["model", "provider"])
  }
}
