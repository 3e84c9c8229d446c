import DisplayWidth
import QueryEngine
import TerminalRendering
import Testing

/// A report in the format of terminals.
private func table(_ result: QueryResult, width: Int? = 80) -> String {
  TableWriter(width: width).render(result)
}

@Test func `a calm report says so first, and then what it rests on`() {
  #expect(
    table(SampleReports.result(SampleReports.quiet)) == """
      prompt_version=v3 → prompt_version=v4
      No metric regressed; 1 equivalent, 1 inconclusive.

      A  prompt_version=v3  12,803 spans in 640 traces  2026-11-20 to 2026-11-26
      B  prompt_version=v4  12,240 spans in 612 traces  2026-11-25 to 2026-11-30

      metric        verdict             A      B  change           95% CI  adj. p
      latency       = equivalent    2.10s  2.11s  +0.48%    −2.4 to +3.3%   0.800
      error_rate()  ? inconclusive     0%     0%    0 pp  −0.6 to +0.6 pp   1.000
      More traces a side for a verdict, about: error_rate() 120.

      Each trace counts as one independent observation; 95% intervals; p adjusted for
      all 17 tests (Benjamini–Hochberg), alpha 0.05; 2,000 resamples, seed 1.

      """)
}

@Test func `too few data are no verdict`() {
  let text = table(SampleReports.result(SampleReports.insufficient))
  #expect(text.contains("\nToo few data for any verdict.\n"))
  #expect(text.contains("\np99(latency)  · insufficient  2.10s  2.40s\n"))
  #expect(text.contains("about: p99(latency) 449."))
}

@Test func `each section of a report is there, with its numbers in units`() {
  let text = table(SampleReports.result(SampleReports.regressed), width: 120)
  for line in [
    "p95(latency) regressed; sum(cost) improved; finish_reason changed; 1 equivalent, "
      + "1 inconclusive, 1 with too few data.",
    "The shape of traces differs: transitions, tool:search and has tool:search.",
    "The mix differs: model.",
    "p95(latency)             ▼ regressed       3.74s    4.93s    +31.8%    +23 to +40.4%  <0.001",
    "sum(cost)                ▲ improved      $0.0123  $0.0101    −17.9%  −23.6 to −11.4%  <0.001",
    "finish_reason            ◆ changed                         TV 0.092    0.061 to 0.12  <0.001",
    "finish_reason: stop 87.5% → 78.4%, length 6.41% → 15.4%, tool_calls 4.69% → 5.39%, …",
    "has tool:search  40%  55%   +15 pp     +9 to +21 pp  pooled z               <0.001",
    "1 other feature tested: no difference beyond chance.",
    "model      gpt-4o       70%  52%  −18 pp  −24 to −12 pp  <0.001",
    "p95(latency)  stage              +410ms  +20.0ms   +390ms",
    "              · tool             +360ms  +50.0ms   +310ms      30%      36%",
    "B     worst p95(latency)      58.9s  4f52d3fefa342b15167cd62efb019964",
    "5 pairs, 4 with a difference to show.", "  -Your flight is changed to 10:40.",
    "  … 5 lines not shown", "… 1 pair not shown; --format html or markdown has all",
    "model=gpt-4o-mini",
    "note: Values of one trace count as one where ranks are tested.",
  ] {
    #expect(text.contains("\n\(line)\n"), "\(line)")
  }
}

@Test(arguments: [64, 65, 79, 80, 120])
func `no line of a report is wider than the terminal`(_ width: Int) {
  for report in [SampleReports.regressed, SampleReports.hostile, SampleReports.quiet] {
    for line in table(SampleReports.result(report), width: width).split(separator: "\n") {
      #expect(CharacterWidth.columns(of: String(line)) <= width, "\(line)")
    }
  }
}

@Test func `a narrow terminal loses columns before verdicts, and is told`() {
  let text = table(SampleReports.result(SampleReports.quiet), width: 50)
  #expect(text.contains("\nerror_rate()  ? inconclusive     0%     0%    0 pp\n"))
  #expect(text.contains("\n… 2 columns not shown; --format json has all\n"))
}

@Test func `verdicts have colours where there are any`() {
  let result = SampleReports.result(SampleReports.regressed)
  #expect(!TableWriter(width: 80).render(result).contains("\u{1B}"))
  let coloured = TableWriter(width: 80, palette: .ansi).render(result)
  #expect(coloured.contains("\u{1B}[31m▼ regressed\u{1B}[0m"))
  #expect(coloured.contains("\u{1B}[32m▲ improved\u{1B}[0m"))
  #expect(coloured.contains("\u{1B}[31m  -Your flight is changed to 10:40.\u{1B}[0m"))
}

@Test func `several candidates are summed up in a line each before their reports`() {
  let text = table(SampleReports.result(SampleReports.quiet, SampleReports.regressed))
  #expect(
    text.hasPrefix(
      """
      prompt_version=v4: No metric regressed; 1 equivalent, 1 inconclusive.
      prompt_version=v4: p95(latency) regressed; sum(cost) improved; finish_reason
        changed; 1 equivalent, 1 inconclusive, 1 with too few data.

      prompt_version=v3 → prompt_version=v4

      """))
}
