import Foundation
import Spoor
import TestSupport
import Testing

/// Comparisons of the example traces, whose two prompt versions are repetitions of the same prompt.
@Suite struct ExampleComparisonTests {
  private static let folder = TemporaryFolder()
  private static let store = Result {
    let store = try Store.open(folder.appending("comparisons.spoor"))
    try Layout.oneSegment.fill(store, with: try ExampleSpans.spans.get(), [])
    return store
  }

  @Test(arguments: [
    "compare prompt_version v1 vs v2", "stage=generation compare prompt_version v1 vs v2",
    "stage=generation drift prompt_version",
    "stage=agent compare prompt_version v1 vs v2 on latency, count(descendant{stage=tool})",
    "stage=generation compare prompt_version v1 vs v2 with cluster=user",
  ])
  func `repetitions of one prompt do not differ`(query: String) throws {
    let reports = try Self.store.get().compare(query)
    #expect(reports.count == 1)
    for report in reports {
      #expect(!report.metrics.isEmpty)
      for metric in report.metrics {
        #expect(
          ![.regressed, .improved, .changed].contains(metric.verdict),
          "\(metric.metric) \(metric.verdict)")
      }
      for test in report.shape?.tests ?? [] { #expect(!test.differs, "\(test.feature)") }
      #expect(!report.hasRegressed)
    }
  }

  @Test func `the same question has the same answer, to the last byte`() throws {
    let store = try Self.store.get()
    let query = "stage=generation compare prompt_version v1 vs v2"
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var settings = QuerySettings()
    settings.threadCount = 1
    let first = try encoder.encode(try store.compare(query))
    let second = try encoder.encode(try store.compare(query, settings))
    #expect(first == second)
    let decoded = try JSONDecoder().decode([ComparisonReport].self, from: first)
    #expect(try decoded == store.compare(query))
  }

  @Test func `a comparison built in Swift is that of its text`() throws {
    let store = try Self.store.get()
    let query = TypedQuery.where(\.stage == "generation").compare(
      \.promptVersion, "v1", vs: "v2",
      on: [
        QueryMetric(Aggregate.p95(\.latency), within: .share(0.1)),
        QueryMetric(\.latency > .seconds(2), named: "slow", better: .lower),
        QueryMetric(field(\.outputTokens)),
      ])
    #expect(
      query.text
        == "stage = \"generation\" compare prompt_version \"v1\" vs \"v2\" on p95(latency) within 10%, "
        + "(latency > 2s) as slow lower is better, output_tokens")
    let report = try #require(try store.compare(query).first)
    #expect(report.metrics.map(\.metric) == ["p95(latency)", "slow", "output_tokens"])
    #expect(report.metrics[1].better == .lower)
    #expect(report.baseline.name == "prompt_version=v1")
    let populations = TypedQuery.everything.compare(\.stage == "tool", vs: \.stage == "agent")
    #expect(try store.compare(populations).first?.candidate.spans ?? 0 > 0)
  }

  @Test func `a query that compares nothing is refused`() throws {
    let store = try Self.store.get()
    #expect {
      try store.compare("stage=generation")
    } throws: { error in
      if case .refused(let message)? = error as? StoreError {
        message.contains("compares nothing")
      } else {
        false
      }
    }
  }
}
