import Drift
import QuerySyntax
import Scanning
import TraceModel

/// Traces and runs to look at.
extension ComparisonRunner {
  /// New shapes that are shown with a trace.
  private static let shownShapeCount = 3
  private static let shownPairCount = 3
  /// Up to so many rows of both sides, inputs are read to find runs with the same, unasked.
  private static let usuallyPairedRowCount = 10_000

  /// Adds traces that show what a report says.
  func addExemplars(
    to report: inout ComparisonReport, _ search: ExemplarSearch, _ scan: SegmentScan
  ) throws(QueryError) {
    let found = report.metrics.flatMap { search.exemplars(of: $0) }
    let ids = try scan.traceIDs(
      at: found.map {
        ($0.isCandidate ? search.second : search.first).rows.tracePlaces[$0.trace]
      })
    report.exemplars = zip(found, ids).map { found, id in
      ComparisonReport.Exemplar(
        showing: "\(id)", side: found.isCandidate ? "candidate" : "baseline",
        reason: found.reason, value: found.value)
    }
    let new = (report.shape?.movers ?? []).filter { $0.kind == .new }
    for mover in new.prefix(Self.shownShapeCount) {
      guard let trace = mover.exemplar else { continue }
      report.exemplars.append(
        ComparisonReport.Exemplar(
          showing: trace, side: "candidate", reason: "new shape: \(mover.shape)"))
    }
  }

  /// The sides with their inputs, where these were not read and are few enough; nil where not.
  func inputSamples(
    _ samples: CollectedSamples, _ populations: [ComparedPopulation], _ scan: inout SegmentScan,
    _ memory: inout MemoryShare
  ) throws(QueryError) -> [SideSample]? {
    if plan.pairing != nil { return samples.sides }
    let rowCount = samples.sides.reduce(0) { $0 + $1.rowCount }
    guard logical.level == .spans, rowCount <= Self.usuallyPairedRowCount else { return nil }
    let program = SampleProgram(
      populations.map(\.condition), [], pairing: .column(ColumnReference(.input)))
    var inputMemory = MemoryShare(of: scan.meter)
    defer { inputMemory.release() }
    return try collect(populations, program, &scan, &inputMemory).sides
  }

  /// Adds some runs of both sides with the same input: those in which the first metric that can be
  /// compared run by run differs the most.
  func addPairs(
    to report: inout ComparisonReport, _ inputs: SampleInputs, _ first: UnitSample,
    _ second: UnitSample, pairing: (first: SideSample, second: SideSample), _ scan: SegmentScan
  ) throws(QueryError) {
    let runs = MatchedRuns(pairing.first, pairing.second)
    guard runs.count > 0 else { return }
    var order = Array(0..<runs.count)
    let numeric = plan.metrics.indices.first {
      plan.metrics[$0].isPairable && plan.metrics[$0].kind != .categories
    }
    if let metric = numeric {
      let place = inputs.samples.program.places[metric]
      let means = runs.means(first.rows.numbers[place], second.rows.numbers[place])
      order = means.sorted { left, right in
        let (one, other) = (
          abs(left.candidate - left.baseline), abs(right.candidate - right.baseline)
        )
        return one != other ? one > other : left.pair < right.pair
      }.map(\.pair)
    }
    for pair in order.prefix(Self.shownPairCount) {
      let rows = runs.rows[pair]
      let before = try run(pairing.first.places[rows.first], scan)
      let after = try run(pairing.second.places[rows.second], scan)
      var difference: String?
      if let old = before.output, let new = after.output {
        difference = LineDifference(readable(old), readable(new)).text
      }
      report.pairs.append(
        ComparisonReport.MatchedPair(
          of: before.input, baselineTrace: before.trace, candidateTrace: after.trace,
          difference: difference))
    }
  }

  private func run(
    _ place: RowPlace, _ scan: SegmentScan
  ) throws(QueryError) -> (trace: String, input: String, output: String?) {
    let reader = try scan.openSegment(at: place.segment)
    func text(_ field: Field) throws(QueryError) -> String? {
      let value = try reader.read(ColumnReference(field), rows: [place.row]).value(at: 0)
      return if case .string(let text) = value { text } else { nil }
    }
    var input = try text(.input)
    if let key = plan.pairing, key != .column(ColumnReference(.input)) {
      let value = try reader.evaluate(key, rows: [place.row]).value(at: 0)
      input = Self.label(value)
    }
    return (try text(.traceID) ?? "", input ?? "", try text(.output))
  }

  /// A text with its line breaks: of JSON, those that its strings write as `\n`, and one between
  /// messages.
  private func readable(_ text: String) -> String {
    guard text.hasPrefix("[") || text.hasPrefix("{") else { return text }
    return text.replacing("\\n", with: "\n").replacing("},{", with: "},\n{")
      .replacing("}, {", with: "},\n{")
  }
}
