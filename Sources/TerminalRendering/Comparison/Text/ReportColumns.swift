import Drift

/// The tables of a report, as columns of text that each format draws in its way.
///
/// Titles and cells hold names from spans as they came.
struct ReportColumns {
  let report: ComparisonReport
  let text: ReportText

  init(_ report: ComparisonReport) {
    self.report = report
    text = ReportText(report)
  }

  /// The sides: letters, names, sizes and windows.
  var sides: [ReportTable.Column] {
    let sides = [("A", report.baseline), ("B", report.candidate)]
    return [
      ReportTable.Column("", sides.map(\.0)),
      ReportTable.Column("", sides.map(\.1.name)),
      ReportTable.Column("", sides.map { ReportText.size(of: $0.1) }, isNumeric: true),
      ReportTable.Column(
        "", sides.map { ReportText.window(of: $0.1) ?? "" }, isNumeric: true, dropRank: 1,
        styles: [.dim, .dim]),
    ]
  }

  /// The columns that metrics have in every table.
  func metrics(_ metrics: [MetricComparison]) -> [ReportTable.Column] {
    let rows = metrics.map(MetricRow.init)
    return [
      ReportTable.Column("metric", rows.map(\.metric), leastWidth: 12),
      ReportTable.Column(
        "verdict", rows.map { "\($0.verdict.mark) \($0.verdict.rawValue)" },
        leastWidth: .max, styles: rows.map(\.verdict.style)),
      ReportTable.Column("A", rows.map(\.baseline), isNumeric: true, dropRank: 1),
      ReportTable.Column("B", rows.map(\.candidate), isNumeric: true, dropRank: 1),
      ReportTable.Column("change", rows.map(\.change), isNumeric: true),
      ReportTable.Column(text.intervalTitle, rows.map(\.interval), isNumeric: true, dropRank: 2),
      ReportTable.Column("adj. p", rows.map(\.probability), isNumeric: true, dropRank: 3),
    ]
  }

  /// The features of traces that differ.
  func features(_ tests: [ComparisonReport.Shape.ShapeTest]) -> [ReportTable.Column] {
    let units = tests.map { Self.unit(of: $0.feature) }
    let effects = zip(tests, units).map {
      EffectText($0.effect, unit: $1, baseline: $0.baseline)
    }
    func side(_ values: [Double?]) -> [String] {
      zip(values, units).map { value, unit in value.map { MetricText.value($0, unit) } ?? "" }
    }
    return [
      ReportTable.Column("feature", tests.map(\.feature), styles: tests.map { _ in .yellow }),
      ReportTable.Column("A", side(tests.map(\.baseline)), isNumeric: true),
      ReportTable.Column("B", side(tests.map(\.candidate)), isNumeric: true),
      ReportTable.Column("effect", effects.map(\.value), isNumeric: true),
      ReportTable.Column(
        text.intervalTitle, effects.map(\.interval), isNumeric: true, dropRank: 3),
      ReportTable.Column("test", tests.map(\.test), dropRank: 4),
      ReportTable.Column(
        "adj. p", tests.map { MetricText.probability($0.adjustedP ?? $0.p) }, isNumeric: true,
        dropRank: 2),
    ]
  }

  /// New and vanished shapes, and those that moved.
  func movers(_ movers: [ComparisonReport.Shape.ShapeMover]) -> [ReportTable.Column] {
    [
      ReportTable.Column(
        "", movers.map(\.kind.rawValue),
        styles: movers.map { $0.kind == .new || $0.kind == .vanished ? .yellow : nil }),
      ReportTable.Column("A", movers.map { HumanUnits.count($0.baseline) }, isNumeric: true),
      ReportTable.Column("B", movers.map { HumanUnits.count($0.candidate) }, isNumeric: true),
      ReportTable.Column("shape", movers.map(\.shape)),
      ReportTable.Column(
        "trace", movers.map { $0.exemplar ?? "" },
        leastWidth: TableLayout.shortIdentityWidth, dropRank: 1, isIdentity: true),
    ]
  }

  /// Attributes and those of their values that moved the most.
  func mix(_ attributes: [ComparisonReport.Mix]) -> [ReportTable.Column] {
    let rows = attributes.flatMap { mix in
      mix.movers.enumerated().map { (mix: $0 == 0 ? mix : nil, mover: $1) }
    }
    let effects = rows.map { EffectText($0.mover.effect, unit: .share, baseline: nil) }
    return [
      ReportTable.Column(
        "attribute", rows.map { $0.mix?.attribute ?? "" }, styles: rows.map { _ in .yellow }),
      ReportTable.Column("value", rows.map(\.mover.value)),
      ReportTable.Column("A", rows.map { share($0.mover.baseline) }, isNumeric: true),
      ReportTable.Column("B", rows.map { share($0.mover.candidate) }, isNumeric: true),
      ReportTable.Column("change", effects.map(\.value), isNumeric: true),
      ReportTable.Column(
        text.intervalTitle, effects.map(\.interval), isNumeric: true, dropRank: 1),
      ReportTable.Column(
        "adj. p", rows.map { MetricText.probability($0.mix?.adjustedP ?? $0.mix?.p) },
        isNumeric: true, dropRank: 2),
    ]
  }

  /// Each cause, followed by its values.
  var causes: [ReportTable.Column] {
    let rows = report.causes.flatMap { cause in
      [CauseRow(cause)] + cause.terms.map { CauseRow($0, of: cause) }
    }
    func difference(_ value: Double, _ row: CauseRow) -> String {
      MetricText.difference(value, text.unit(of: row.unitName))
    }
    return [
      ReportTable.Column("metric", rows.map(\.metric)),
      ReportTable.Column("by", rows.map(\.name)),
      ReportTable.Column("difference", rows.map { difference($0.total, $0) }, isNumeric: true),
      ReportTable.Column("mix", rows.map { difference($0.mix, $0) }, isNumeric: true),
      ReportTable.Column("within", rows.map { difference($0.within, $0) }, isNumeric: true),
      ReportTable.Column("share A", rows.map { share($0.shares?.0) }, isNumeric: true, dropRank: 1),
      ReportTable.Column("share B", rows.map { share($0.shares?.1) }, isNumeric: true, dropRank: 1),
    ]
  }

  /// Traces to look at.
  var exemplars: [ReportTable.Column] {
    let exemplars = report.exemplars
    return [
      ReportTable.Column("side", exemplars.map { $0.side == "baseline" ? "A" : "B" }),
      ReportTable.Column("why", exemplars.map(\.reason)),
      ReportTable.Column("value", exemplars.map(text.value), isNumeric: true),
      ReportTable.Column(
        "trace", exemplars.map(\.trace), leastWidth: TableLayout.shortIdentityWidth,
        isIdentity: true),
    ]
  }

  /// `has tool:search` is a part of the traces, other features are counts.
  private static func unit(of feature: String) -> MetricComparison.Unit {
    feature.hasPrefix("has ") ? .share : .number
  }

  private func share(_ value: Double?) -> String {
    value.map { MetricText.percent($0) } ?? ""
  }
}

/// A cause, or a value of one below it.
private struct CauseRow {
  var metric: String
  var name: String
  var unitName: String
  var total: Double
  var mix: Double
  var within: Double
  var shares: (Double, Double)?

  init(_ cause: ComparisonReport.Cause) {
    metric = cause.metric
    name = cause.attribute
    unitName = cause.metric
    total = cause.difference
    mix = cause.mix
    within = cause.within
  }

  init(_ term: ComparisonReport.Cause.Term, of cause: ComparisonReport.Cause) {
    metric = ""
    name = "· " + term.value
    unitName = cause.metric
    total = term.mix + term.within
    mix = term.mix
    within = term.within
    shares = (term.baselineShare, term.candidateShare)
  }
}
