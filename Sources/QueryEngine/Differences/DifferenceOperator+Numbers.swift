import Scanning
import Statistics

// How numbers are told apart: each of few, and ranges of many.

/// What the numbers of a field or an attribute are grouped by.
struct NumberGroups {
  var key: Scalar
  /// Nil where each number is a value.
  var ranges: NumberRanges?

  /// What a value of the key stands for.
  func value(of key: Value) -> Value {
    guard let ranges, let place = key.wholeNumber else { return key }
    return ranges.labels[Int(place)]
  }
}

extension DifferenceOperator {
  /// Nil where neither population has a number.
  func numberGroups(
    of candidate: DifferenceCandidate, _ scan: inout SegmentScan
  ) throws(QueryError) -> NumberGroups? {
    guard let numbers = candidate.numbers, let value = candidate.number,
      try isStored(numbers, scan.source)
    else { return nil }
    let aggregates: [Aggregate] =
      [.uniqueValues(value, limit: NumberRanges.valueLimit + 1), .extremum(.greatest, value)]
      + NumberRanges.shares.map { .quantile(value, $0) }
    let both = plan.second.map { Predicate.any([plan.first, $0]) } ?? .always
    let found = try groups(of: [], aggregates.map { conditional($0, on: both) }, &scan)
    guard let row = found.first, case .list(let least) = row[0], !least.isEmpty else { return nil }
    guard least.count > NumberRanges.valueLimit,
      let ranges = NumberRanges(
        least: least, greatest: row[1], deciles: Array(row.dropFirst(2)))
    else { return NumberGroups(key: value) }
    return NumberGroups(
      key: .bin(NumberBins(type: value.type, edges: ranges.edges), value), ranges: ranges)
  }

  /// Whether a segment has values of a column that is stored; columns that are made count as such.
  private func isStored(
    _ column: ColumnReference, _ source: any ScanSource
  ) throws(QueryError) -> Bool {
    let identifiers = column.columnIDs
    guard !identifiers.isEmpty else { return true }
    do {
      for index in 0..<source.segmentCount {
        let segment = try source.segment(at: index)
        for identifier in identifiers where segment.summary(of: identifier) != nil { return true }
      }
    } catch {
      throw .storage(error)
    }
    return false
  }
}
