import Drift
import QueryEngine
import TerminalRendering
import Testing

/// A report as a page.
private func page(_ result: QueryResult, query: String? = nil) -> String {
  HTMLWriter(query: query).render(result)
}

/// Elements that have no end.
private let voidElements: Set<Substring> = ["meta", "br", "!doctype"]

/// What of a page's tags does not close or was not opened; nil when all is well.
private func imbalance(of page: String) -> String? {
  var open: [Substring] = []
  for piece in page.split(separator: "<").dropFirst(page.hasPrefix("<") ? 0 : 1) {
    guard let end = piece.firstIndex(of: ">") else { return "<\(piece.prefix(40))" }
    let tag = piece[..<end]
    let name = tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" }
    if tag.hasPrefix("/") {
      guard open.popLast() == name else { return "</\(name)> behind \(open)" }
    } else if !tag.hasSuffix("/"), !voidElements.contains(name) {
      open.append(name)
    }
  }
  return open.isEmpty ? nil : "\(open)"
}

@Test func `every tag of a page is closed, whatever names hold`() {
  for report in [
    SampleReports.regressed, SampleReports.quiet, SampleReports.insufficient,
    SampleReports.hostile, SampleReports.extreme,
  ] {
    let text = page(SampleReports.result(report), query: "a < b and c > d \"x\" compare k v vs w")
    #expect(imbalance(of: text) == nil)
    #expect(!text.contains("<script"))
    #expect(!text.contains("onload='"))
    #expect(!text.contains("\u{202E}"))
  }
}

@Test func `a page needs nothing but itself`() {
  let text = page(SampleReports.result(SampleReports.regressed, SampleReports.quiet))
  for word in ["http:", "https:", "src=", "url(", "@import", "<link", "<script", "<img"] {
    #expect(!text.contains(word), "\(word)")
  }
  #expect(text.contains("default-src 'none'"))
  let links = text.matches(of: /href="([^"]*)"/).map(\.output.1)
  // Two candidates, nine sections of one and three of the other.
  #expect(links.count == 2 + 9 + 3 && links.starts(with: ["#r0", "#r1"]))
  for link in links { #expect(text.contains("id=\"\(link.dropFirst())\"")) }
}

@Test func `a page has the answer, the query, and every section of the report`() {
  let text = page(SampleReports.result(SampleReports.regressed), query: "compare x a vs b")
  #expect(text.contains("<p class=\"answer bad\">p95(latency) regressed; sum(cost) improved;"))
  #expect(text.contains("<pre class=\"query\">compare x a vs b</pre>"))
  for title in [
    "Metrics", "Distributions", "Shape of traces", "Mix", "Causes", "Strata", "Traces to look at",
    "Same input on both sides", "Method",
  ] {
    #expect(text.contains("<h2>\(title)</h2>"), "\(title)")
  }
  #expect(text.contains("<span class=\"added\">+I have searched for flights"))
  #expect(text.contains("<dt>Mann–Whitney</dt><dd>p 6.667e-06, adjusted 0.00002</dd>"))
}

@Test func `every drawing is told to those who do not see it`() {
  let text = page(SampleReports.result(SampleReports.regressed))
  let drawings = text.matches(of: /<svg [^>]*>/).map { String($0.output) }
  // Six effects and an axis, thrice with the strata's two each; five plots, a series, two causes.
  #expect(drawings.count == 7 + 2 * 3 + 5 + 1 + 2)
  for drawing in drawings {
    #expect(drawing.contains("role=\"img\"") && drawing.contains(/aria-label="[^"]+"/))
  }
}

@Test func `what is drawn lies on the drawing`() throws {
  for report in [SampleReports.regressed, SampleReports.extreme] {
    let text = page(SampleReports.result(report))
    for match in text.matches(of: /(?: x| x1| x2| cx| y| y1| y2| cy)="([^"]*)"/) {
      let place = try #require(Double(match.output.1))
      #expect(place >= -10 && place <= 490, "\(match.output.0)")
    }
    #expect(!text.contains(/\sd="[^"]*[ni]/))
  }
}

@Test func `an effect within its tolerance is drawn in the band, one beyond it outside`() throws {
  let text = page(SampleReports.result(SampleReports.regressed))
  let band = try #require(
    text.firstMatch(of: /x="([\d.]+)" y="0" width="([\d.]+)" [^>]*class="band"/))
  let start = try #require(Double(band.output.1))
  let end = start + (try #require(Double(band.output.2)))
  func mark(_ verdict: String) throws -> Double {
    let pattern = try Regex<(Substring, Substring)>(
      "<rect x=\"([\\d.]+)\" [^>]*\"mark \(verdict)\"")
    return try #require(text.firstMatch(of: pattern).flatMap { Double($0.output.1) }) + 4
  }
  #expect(try mark("equivalent") > start && mark("equivalent") < end)
  #expect(try mark("regressed") > end)
  #expect(try mark("improved") < start)
}

@Test func `curves rise from the left to the right and from 0 to 100 %`() throws {
  let text = page(SampleReports.result(SampleReports.regressed))
  let curve = try #require(text.firstMatch(of: /<path d="([^"]*)" class="curve a"/))
  let points = curve.output.1.split { "ML".contains($0) }.map { step in
    step.split(separator: " ").compactMap { Double($0) }
  }
  #expect(points.count == 103)
  for (left, right) in zip(points, points.dropFirst()) {
    // Pages count from the top.
    #expect(left[0] <= right[0] && left[1] >= right[1])
  }
  #expect(points.first?[1] == 146)
  #expect(points.last?[1] == 16)
}

@Test func `an outer bin that is much wider than the others is left out, and told of`() {
  var report = SampleReports.regressed
  report.metrics[0].plot?.candidateQuantiles[100] = 90e9
  report.metrics[0].plot?.edges[24] = 90e9
  let text = page(SampleReports.result(report))
  #expect(text.contains("Not drawn: the outermost values, down to 669ms and up to 1m 30s."))
  #expect(text.contains(">8s</text>") && !text.contains(">1m 00s</text>"))
}

@Test func `other answers are tables on a page`() {
  let result = QueryResult(
    columns: [.init(name: "name", type: .string), .init(name: "p95(latency)", type: .duration)],
    rows: [[.string("<b>&\u{1B}"), .duration(450_000_000)], [.null, .null]],
    notes: ["1 span lacked `x`"])
  let text = page(result, query: "group by name")
  #expect(imbalance(of: text) == nil)
  #expect(text.contains("<th>name</th><th class=\"n\">p95(latency)</th>"))
  #expect(text.contains("<tr><td>&lt;b&gt;&amp;\\u{1b}</td><td class=\"n\">450ms</td></tr>"))
  #expect(text.contains("<tr><td>∅</td><td class=\"n\">∅</td></tr>"))
  #expect(text.contains("<p class=\"note\">1 span lacked `x`</p>"))
}
