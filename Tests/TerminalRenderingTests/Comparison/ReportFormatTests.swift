import Foundation
import QueryEngine
import TerminalRendering
import Testing

@testable import Drift

@Test func `json is the report, and reads back as it`() throws {
  for report in [
    SampleReports.regressed, SampleReports.quiet, SampleReports.insufficient,
    SampleReports.hostile, SampleReports.extreme,
  ] {
    let text = JSONWriter(elapsedNanoseconds: 5).render(SampleReports.result(report))
    #expect(text.hasPrefix(#"{"kind":"comparison","baseline":{"name":"#))
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    let read = try JSONDecoder().decode(ComparisonReport.self, from: Data(text.utf8))
    #expect(read == report)
  }
}

@Test func `json has the same members in the same order, also where there is nothing`() {
  let text = JSONWriter().render(SampleReports.result(SampleReports.insufficient))
  let parts = [
    #"{"metric":"cost","measure":"mean","unit":"nano_usd","baseline":null,"candidate":null,"#,
    #""baseline_count":28,"candidate_count":0,"baseline_missing":3,"candidate_missing":0,"#,
    #""effect":null,"effects":[{"name":"cliffs_delta","value":0.21,"low":0.12,"high":0.3,"#,
    #""cut":null},{"name":"psi","value":0.12,"low":null,"high":null,"cut":0.08}],"#,
    #""test":null,"p":null,"p_adjusted":null,"tolerance":0.0,"better":"lower","#,
    #""verdict":"insufficient","needed":null,"plot":null,"series":null}],"mix":[],"#,
    #""shape":null,"causes":[],"strata":[],"exemplars":[],"pairs":[],"method":"#,
    #"{"alpha":0.05,"confidence":0.95,"unit":"trace","resamples":2000,"seed":1,"tests":17,"#,
    #""weights":null},"#,
    #""notes":[]}"#,
  ]
  #expect(text.contains(parts.joined()), "\(text)")
}

@Test func `json of several candidates is a list, and has the notes of the query`() throws {
  let result = SampleReports.result(
    SampleReports.quiet, SampleReports.regressed, notes: ["2 spans lacked `stage`"])
  let text = JSONWriter().render(result)
  #expect(text.hasPrefix(#"{"kind":"comparisons","comparisons":[{"kind":"comparison","#))
  #expect(text.hasSuffix("],\"notes\":[\"2 spans lacked `stage`\"]}\n"))
  struct List: Decodable { var comparisons: [ComparisonReport] }
  let read = try JSONDecoder().decode(List.self, from: Data(text.utf8))
  #expect(read.comparisons == result.comparisons)

  let one = SampleReports.result(SampleReports.quiet, notes: ["2 spans lacked `stage`"])
  #expect(JSONWriter().render(one).hasSuffix(",\"notes\":[\"2 spans lacked `stage`\"]}\n"))
}

@Test func `json of a comparison has what the query asserts`() {
  var result = SampleReports.result(SampleReports.quiet)
  result.assertions = [.init(text: "count() > 3", checkedCount: 1, failures: [], hasNoSpans: false)]
  #expect(
    JSONWriter().render(result).hasSuffix(
      #""notes":[],"assertions":[{"assert":"count() > 3","passed":true,"checked":1,"#
        + "\"failures\":[]}]}\n"))
}

@Test func `rows of a comparison are what the formats of rows print`() {
  var result = SampleReports.result(SampleReports.quiet)
  result.columns = [.init(name: "metric", type: .string)]
  result.rows = [[.string("latency")]]
  #expect(CSVWriter().render(result) == "metric\nlatency\n")
  #expect(JSONLinesWriter().render(result) == "{\"metric\":\"latency\"}\n")
  #expect(TSVWriter().render(result) == "metric\nlatency\n")
}

@Test func `markdown has the answer and the metrics in sight, and the rest to unfold`() {
  #expect(
    MarkdownWriter().render(SampleReports.result(SampleReports.quiet)) == """
      ### prompt\\_version=v3 → prompt\\_version=v4

      **No metric regressed; 1 equivalent, 1 inconclusive.**

      A: prompt\\_version=v3, 12,803 spans in 640 traces, 2026-11-20 to 2026-11-26

      B: prompt\\_version=v4, 12,240 spans in 612 traces, 2026-11-25 to 2026-11-30

      | metric | verdict | A | B | change | 95% CI | adj. p |
      | --- | --- | ---: | ---: | ---: | ---: | ---: |
      | latency | = equivalent | 2.10s | 2.11s | +0.48% | −2.4 to +3.3% | 0.800 |
      | error\\_rate() | ? inconclusive | 0% | 0% | 0 pp | −0.6 to +0.6 pp | 1.000 |

      More traces a side for a verdict, about: error\\_rate() 120.

      <details><summary>Method</summary>

      Each trace counts as one independent observation; 95% intervals; p adjusted for all 17 \
      tests (Benjamini–Hochberg), alpha 0.05; 2,000 resamples, seed 1.

      </details>

      """)
  let text = MarkdownWriter().render(SampleReports.result(SampleReports.regressed))
  for title in [
    "Shape of traces", "Mix", "Causes", "Strata", "Traces to look at", "Same input on both sides",
  ] {
    #expect(text.contains("<details><summary>\(title)</summary>\n\n"), "\(title)")
  }
  #expect(text.contains("```diff\n@@ -1,3 +1,3 @@\n I can help with that.\n-Your flight"))
}

@Test func `a hostile name ends no cell, no block and no tag of markdown`() {
  let text = MarkdownWriter().render(SampleReports.result(SampleReports.hostile))
  var fence: Substring?
  var barCounts: Set<Int> = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    let ticks = line.prefix { $0 == "`" }
    if let open = fence {
      if line == open { fence = nil }
    } else if ticks.count >= 3 {
      fence = ticks
    } else {
      #expect(!line.replacing("<details>", with: "").contains("<s") || line.contains("<summary>"))
      if line.hasPrefix("|") {
        barCounts.insert(
          line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" })
      }
    }
  }
  #expect(fence == nil)
  // Metrics; features; shapes; attributes; causes; metrics of strata; exemplars.
  #expect(barCounts.isSubset(of: [5, 6, 7, 8]), "\(barCounts)")
}

@Test func `no format of a report lets escape codes through`() {
  let result = SampleReports.result(SampleReports.hostile)
  for format in OutputFormat.allCases {
    let text = format.writer().render(result)
    #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" }, "\(format)")
  }
}

@Test func `the same report gives the same bytes`() {
  let result = SampleReports.result(SampleReports.regressed, SampleReports.quiet)
  for format in OutputFormat.allCases {
    #expect(format.writer().render(result) == format.writer().render(result))
  }
}
