import TerminalRendering
import Testing

@testable import Drift

@Test func `what regressed fails, and says by how much`() {
  #expect(
    ComparisonGate.failures(of: [SampleReports.regressed], requiringData: false) == [
      "regressed: p95(latency), prompt_version=v3 → prompt_version=v4: 3.74s to 4.93s, +31.8% "
        + "(+23 to +40.4%), tolerance ±5%"
    ])
}

@Test func `too few data fail where data are required`() {
  let reports = [SampleReports.insufficient, SampleReports.quiet]
  #expect(ComparisonGate.failures(of: reports, requiringData: false).isEmpty)
  #expect(
    ComparisonGate.failures(of: reports, requiringData: true) == [
      "too few data: p99(latency), prompt_version=v3 → prompt_version=v4: 51 and 23 values; "
        + "449 more traces a side are needed",
      "too few data: cost, prompt_version=v3 → prompt_version=v4: 28 and 0 values",
    ])
}

@Test func `every verdict but a regression passes`() {
  for verdict in Verdict.allCases {
    var report = SampleReports.quiet
    report.metrics[0].verdict = verdict
    let failures = ComparisonGate.failures(of: [report], requiringData: false)
    #expect(failures.isEmpty == (verdict != .regressed), "\(verdict)")
  }
}

@Test func `a message of the gate is one line, whatever names hold`() {
  var report = SampleReports.hostile
  for index in report.metrics.indices { report.metrics[index].verdict = .regressed }
  let failures = ComparisonGate.failures(of: [report], requiringData: false)
  #expect(failures.count == report.metrics.count)
  for failure in failures {
    #expect(!failure.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
  }
}
