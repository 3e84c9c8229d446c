import Drift

/// What may be why a metric differs.
extension ReportPage {
  var shape: Section? {
    guard let shape = report.shape else { return nil }
    let differing = shape.tests.filter(\.differs)
    let tables =
      HTMLText.table(columns.features(differing), caption: "Features of traces that differ")
      + paragraph(ReportText.quietFeatures(of: shape), "muted")
      + HTMLText.table(columns.movers(shape.movers), caption: "Shapes that moved")
    return section("Shape of traces", tables)
  }

  var mix: Section? {
    guard !report.mix.isEmpty else { return nil }
    let differing = report.mix.filter(\.differs)
    let quiet = report.mix.filter { !$0.differs }.map(\.attribute)
    let calm =
      quiet.isEmpty ? "" : "No difference that matters: \(quiet.joined(separator: ", "))."
    return section(
      "Mix",
      HTMLText.table(columns.mix(differing), caption: "Attributes whose values moved")
        + paragraph(calm, "muted"))
  }

  var causes: Section? {
    let lead =
      "The difference of means, split exactly: mix is what changed shares of the values make of it, "
      + "within is what changed inside of them."
    let drawings = report.causes.map { cause in
      let plot = CausePlot(cause, unit: text.unit(of: cause.metric))
      return
        "<div class=\"card\">\n<h3>\(escaped(cause.metric)) by \(escaped(cause.attribute))</h3>"
        + "\n<p class=\"figures\">\(escaped(plot.sentence))</p>\n"
        + HTMLText.element("figure", plot.drawing) + "</div>\n"
    }
    guard !drawings.isEmpty else { return nil }
    return section(
      "Causes",
      "<p class=\"muted\"><span class=\"key mix\"></span>mix <span class=\"key b\"></span>within</p>"
        + "\n<div class=\"cards\">\n\(drawings.joined())</div>\n", lead: lead)
  }

  var strata: Section? {
    let tables = report.strata.map { stratum in
      "<h3>\(escaped(stratum.name))</h3>\n" + metricTable(stratum.metrics)
    }
    return section(
      "Strata", tables.joined(), lead: "The same comparison among the spans of one value.")
  }

  var exemplars: Section? {
    guard !report.exemplars.isEmpty else { return nil }
    return section(
      "Traces to look at", HTMLText.table(columns.exemplars, caption: "Traces to look at"))
  }

  var pairs: Section? {
    let differing = report.pairs.filter { $0.outputDifference != nil }
    let items = differing.enumerated().map { index, pair in
      let lines = DifferenceLine.lines(of: pair.outputDifference ?? "").map { line in
        HTMLText.element("span", ["class": className(of: line.kind)], escaped(line.text))
      }
      // One is seen without a click.
      return
        "<details\(index == 0 ? " open" : "")><summary><code>\(escaped(pair.baselineTrace))</code> → "
        + "<code>\(escaped(pair.candidateTrace))</code></summary>\n"
        + "<p class=\"muted\">Input: \(escaped(pair.input))</p>\n"
        + "<pre class=\"diff\">\(lines.joined(separator: "\n"))</pre></details>\n"
    }
    guard !report.pairs.isEmpty else { return nil }
    return section(ReportText.pairsTitle, paragraph(text.pairs) + items.joined())
  }

  private func className(of kind: DifferenceLine.Kind) -> String {
    switch kind {
    case .added: "added"
    case .removed: "removed"
    case .place: "place"
    case .same: ""
    }
  }
}
