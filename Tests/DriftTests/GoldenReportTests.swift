import Drift
import Foundation
import Testing

/// Whole reports against SciPy and statsmodels; `scripts/report-golden.py` writes what they say.
struct GoldenReportTests {
  private struct Case: Decodable {
    let kind: String
    let isPaired: Bool
    let baseline: [Double]
    let candidate: [Double]
    let baselineUnits: [Int32]?
    let candidateUnits: [Int32]?
    let baselineWeights: [Double]?
    let candidateWeights: [Double]?
    let expected: [String: Double]

    var metric: MetricInput {
      get throws {
        let kinds: [String: MetricInput.Kind] = [
          "distribution": .distribution, "mean": .mean, "meanOfSums": .meanOfSums,
          "share": .share, "quantile 50": .quantile(50, over: 100),
          "quantile 95": .quantile(95, over: 100),
          "categories": .categories((0..<4).map { "kind \($0)" }),
        ]
        return MetricInput(
          name: kind, kind: try #require(kinds[kind]), unit: .number, better: .lower,
          baseline: Self.sample(baseline, baselineUnits, baselineWeights),
          candidate: Self.sample(candidate, candidateUnits, candidateWeights),
          isPaired: isPaired)
      }
    }

    private static func sample(
      _ values: [Double], _ units: [Int32]?, _ weights: [Double]?
    ) -> Sample {
      guard let units else {
        var sample = Sample.single(values)
        sample.weights = weights.map { SampleWeights(ofValues: $0, ofUnits: $0) }
        return sample
      }
      return Sample(values: values, units: units, unitCount: Int(units.max() ?? -1) + 1)
    }

    /// What a report says of the metric, by the names of the file.
    static func found(_ metric: MetricComparison) -> [String: Double] {
      var found: [String: Double] = [:]
      found["baseline"] = metric.baseline
      found["candidate"] = metric.candidate
      found["effect"] = metric.effect?.value
      found["low"] = metric.effect?.low
      found["high"] = metric.effect?.high
      found["p"] = metric.p
      found["adjusted"] = metric.adjustedP
      for effect in metric.effects {
        found[effect.name] = effect.value
        found[effect.name + "Low"] = effect.low
        found[effect.name + "High"] = effect.high
      }
      return found
    }
  }

  @Test func `every number of a report is that of SciPy`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/reports.json")
    let reports = try JSONDecoder().decode([[Case]].self, from: Data(contentsOf: file))
    #expect(reports.count >= 8)
    for cases in reports {
      let metrics = report(try cases.map { try $0.metric }).metrics
      for (item, metric) in zip(cases, metrics) {
        let found = Case.found(metric)
        for (key, expected) in item.expected {
          let value = try #require(found[key], "\(item.kind) has no \(key)")
          let isTest = key == "p" || key == "adjusted"
          #expect(
            abs(value - expected) <= (isTest ? 1e-8 : 1e-10) * abs(expected) + 1e-14,
            "\(item.kind) of \(item.baseline.count): \(key) is \(value), expected \(expected)")
        }
      }
    }
  }
}
