import QuerySyntax
import Scanning
import Statistics

/// Runs a plan that compares two populations.
///
/// One pass over the spans for each field or attribute that has few enough values to tell, and one
/// more for each with numbers, whose ranges it finds.
struct DifferenceOperator {
  let plan: DifferencePlan
  let logical: LogicalPlan
  let options: QueryOptions

  func run(_ scan: inout SegmentScan) throws(QueryError) -> QueryResult {
    let sizes = try sizes(&scan)
    // What lacks a field that the filter compares was counted by then.
    scan.isRepeated = true
    var result = QueryResult(
      columns: DifferencePlan.columns.map { QueryResult.Column(name: $0.name, type: $0.type) },
      rows: [])
    result.notes.append(
      "\(sizes.first) \(logical.level.rawValue) in the first population, \(sizes.second) in the second"
    )
    guard sizes.first > 0, sizes.second > 0 else { return result }
    var table = DifferenceTable(firstCount: sizes.first, secondCount: sizes.second)
    var manyValued: [String] = []
    for candidate in plan.candidates {
      try scan.control.check()
      if let counts = try counts(of: candidate, &scan) {
        table.add(candidate.name, isField: candidate.isField, counts)
      } else {
        manyValued.append(candidate.name)
      }
    }
    result.rows = table.rows(plan.count)
    result.notes += leftOut(manyValued)
    return result
  }

  private func leftOut(_ manyValued: [String]) -> [String] {
    var notes: [String] = []
    if !plan.definingNames.isEmpty {
      notes.append("left out, since it tells the populations apart: " + list(plan.definingNames))
    }
    if !manyValued.isEmpty { notes.append("left out, having many values: " + list(manyValued)) }
    return notes
  }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private struct Sizes {
    var first: Int
    var second: Int
  }

  private func sizes(_ scan: inout SegmentScan) throws(QueryError) -> Sizes {
    let both = Predicate.all([plan.first, plan.second ?? .never])
    let counted = try groups(
      of: [],
      [
        .count, conditional(.count, on: plan.first),
        conditional(.count, on: plan.second ?? .never), conditional(.count, on: both),
      ], &scan)
    let numbers = (counted.first ?? []).map { Int($0.wholeNumber ?? 0) }
    guard numbers.count == 4 else { return Sizes(first: 0, second: 0) }
    if numbers[3] > 0 {
      throw .refused(
        Diagnostics(
          Diagnostic(
            "the populations have \(numbers[3]) \(logical.level.rawValue) in common",
            at: plan.range, hint: "make the conditions exclude each other")))
    }
    return Sizes(
      first: numbers[1], second: plan.second == nil ? numbers[0] - numbers[1] : numbers[2])
  }

  /// How often each value is in the first and in the second population; nil where there are too
  /// many texts to tell of anything.
  private func counts(
    of candidate: DifferenceCandidate, _ scan: inout SegmentScan
  ) throws(QueryError) -> DifferenceTable.Counts? {
    let limit = DifferenceTable.greatestTextCount
    if let texts = candidate.texts, try valueCount(of: texts, scan.source) > limit { return nil }
    let numbers = try numberGroups(of: candidate, &scan)
    let texts = candidate.texts.map { Scalar.column($0) }
    let keys = [texts, numbers?.key].compactMap { $0 }
    guard !keys.isEmpty else { return DifferenceTable.Counts() }
    let second = plan.second.map { conditional(.count, on: $0) }
    let rows = try groups(
      of: keys, [conditional(.count, on: plan.first), second ?? .count], &scan)
    var counts = DifferenceTable.Counts()
    for row in rows {
      let sums = row.suffix(2).map { Int($0.wholeNumber ?? 0) }
      let (first, second) = (sums[0], second == nil ? sums[1] - sums[0] : sums[1])
      // Of spans in neither population.
      guard first + second > 0 else { continue }
      let text = texts == nil ? Value.null : row[0]
      let number = numbers.map { $0.value(of: row[keys.count - 1]) } ?? .null
      let count = DifferenceTable.Count(
        value: text == .null ? number : text, first: first, second: second)
      if number != .null, numbers?.ranges != nil {
        counts.ranges.append(count)
      } else {
        counts.values.append(count)
      }
    }
    return texts != nil && counts.values.count > limit ? nil : counts
  }

  func conditional(_ aggregate: Aggregate, on predicate: Predicate) -> Aggregate {
    predicate == .always ? aggregate : .conditional(aggregate, ExactPredicate(predicate))
  }

  func groups(
    of keys: [Scalar], _ aggregates: [Aggregate], _ scan: inout SegmentScan
  ) throws(QueryError) -> [[Value]] {
    let columns =
      keys.indices.map { OutputColumn(name: "", expression: GroupExpression.key($0, .mixed)) }
      + aggregates.enumerated().map { place, aggregate in
        OutputColumn(name: "", expression: GroupExpression.aggregate(place, aggregate.type))
      }
    let groups = GroupPlan(
      keys: keys, keyNames: keys.map { _ in "" }, aggregates: aggregates, columns: columns,
      steps: [], fill: nil)
    return try AggregateOperator(
      plan: groups, timeRange: logical.timeRange, options: options, notices: scan.notices,
      meter: scan.meter
    ).run(&scan).rows
  }

  /// The most values of a field in any segment.
  private func valueCount(
    of candidate: ColumnReference, _ source: any ScanSource
  ) throws(QueryError) -> Int {
    var greatest = 0
    do {
      for index in 0..<source.segmentCount {
        let segment = try source.segment(at: index)
        for column in candidate.columnIDs {
          greatest = max(greatest, segment.summary(of: column)?.distinctCount ?? 0)
        }
      }
    } catch {
      throw .storage(error)
    }
    return greatest
  }
}
