import Foundation
import TestSupport

@testable import Drift

/// Metrics as a comparison could have found them.
enum SampleMetrics {
  /// Values of a side, log-normal around a median.
  static func values(_ count: Int, median: Double, spread: Double, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      // Twelve uniform numbers sum up to nearly a normal one.
      let normal = (0..<12).reduce(-6.0) { sum, _ in
        sum + Double.random(in: 0..<1, using: &generator)
      }
      return median * exp(spread * normal)
    }
  }

  /// What a plot shows of two sides; bins of equal ratios where `isLogarithmic`.
  static func plot(
    _ baseline: [Double], _ candidate: [Double], isLogarithmic: Bool = false
  ) -> MetricComparison.Plot {
    let low = min(baseline.min() ?? 0, candidate.min() ?? 0)
    let high = max(baseline.max() ?? 1, candidate.max() ?? 1)
    let edges = (0...24).map { step in
      isLogarithmic
        ? low * exp(log(high / low) * Double(step) / 24) : low + (high - low) * Double(step) / 24
    }
    func bins(_ values: [Double]) -> [Int] {
      values.reduce(into: Array(repeating: 0, count: 24)) { bins, value in
        bins[max(0, (edges.firstIndex { $0 > value } ?? 24) - 1)] += 1
      }
    }
    func quantiles(_ values: [Double]) -> [Double] {
      let sorted = values.sorted()
      return (0...100).map { sorted[(sorted.count - 1) * $0 / 100] }
    }
    return MetricComparison.Plot(
      baselineQuantiles: quantiles(baseline), candidateQuantiles: quantiles(candidate),
      edges: edges, baselineBins: bins(baseline), candidateBins: bins(candidate), categories: [])
  }

  static func series(_ baseline: Double, _ candidate: Double) -> MetricComparison.Series {
    let hour: Int64 = 3_600_000_000_000
    var generator = SeededGenerator(seed: 5)
    return MetricComparison.Series(
      width: 6 * hour,
      buckets: (0..<40).map { index in
        let noise = Double.random(in: 0.9..<1.1, using: &generator)
        return MetricComparison.Series.Bucket(
          start: SampleReports.start + Int64(index) * 6 * hour,
          baseline: index < 26 && index != 9 ? baseline * noise : nil,
          candidate: index >= 20 ? candidate * noise : nil,
          baselineCount: index < 26 ? 40 : 0, candidateCount: index >= 20 ? 55 : 0)
      })
  }

  static func metric(
    _ name: String, _ verdict: Verdict, _ measure: MetricComparison.Measure = .distribution,
    _ unit: MetricComparison.Unit = .number, sides: (Double?, Double?), counts: Int = 640,
    effect: MetricComparison.Effect?, p: Double? = nil, tolerance: Double = 0.05,
    better: MetricComparison.Direction = .lower, needed: Int? = nil,
    plot: MetricComparison.Plot? = nil
  ) -> MetricComparison {
    MetricComparison(
      metric: name, measure: measure, unit: unit, baseline: sides.0, candidate: sides.1,
      baselineCount: counts, candidateCount: counts - 28, baselineMissing: 3, candidateMissing: 0,
      effect: effect,
      effects: [.init("cliffs_delta", 0.21, low: 0.12, high: 0.3), .init("psi", 0.12, cut: 0.08)],
      test: p == nil ? nil : "Mann–Whitney", p: p.map { $0 / 3 }, adjustedP: p,
      tolerance: tolerance, better: better, verdict: verdict, needed: needed, plot: plot)
  }

  static func categories(_ counts: [(String, Int, Int)]) -> MetricComparison.Plot {
    MetricComparison.Plot(
      baselineQuantiles: [], candidateQuantiles: [], edges: [], baselineBins: [],
      candidateBins: [],
      categories: counts.map { .init(value: $0.0, baseline: $0.1, candidate: $0.2) })
  }
}
