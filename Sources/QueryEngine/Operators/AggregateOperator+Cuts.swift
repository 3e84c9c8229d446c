// `limit … per …` and `limit … with other`.

import Scanning

extension AggregateOperator {
  /// Leaves so many groups of each combination of some values, and gives back the others.
  func cut(
    _ groups: inout [GroupValues], by cut: LogicalPlan.Cut<GroupExpression>
  ) throws(QueryError) -> [GroupValues] {
    var kept: [GroupValues] = []
    var rest: [GroupValues] = []
    var counts: [[ExactValue]: Int] = [:]
    for group in groups {
      var key: [ExactValue] = []
      for expression in cut.keys {
        key.append(ExactValue(try group.value(of: expression, notices)))
      }
      if counts[key, default: 0] < cut.count { kept.append(group) } else { rest.append(group) }
      counts[key, default: 0] += 1
    }
    groups = kept
    return rest
  }

  /// Adds a row of the groups that were cut, if any, and one of these and the others together.
  ///
  /// Their aggregates are of the groups' spans, not of the groups' aggregates.
  func addSummaries(
    of cut: [GroupValues], to groups: inout [GroupValues], _ unfinished: PartialAggregate?,
    _ scan: inout SegmentScan
  ) throws(QueryError) {
    guard let unfinished else { return }
    let cutNumbers = cut.compactMap(\.number)
    let allNumbers = cutNumbers + groups.compactMap(\.number)
    let seconds = try rangeSeconds(scan)
    if !cut.isEmpty {
      groups.append(try summary(.other, of: cutNumbers, unfinished, seconds, &scan))
    }
    groups.append(try summary(.total, of: allNumbers, unfinished, seconds, &scan))
  }

  private func summary(
    _ kind: QueryResult.RowKind, of numbers: [Int], _ unfinished: PartialAggregate,
    _ seconds: Double?, _ scan: inout SegmentScan
  ) throws(QueryError) -> GroupValues {
    var isWanted = [Bool](repeating: false, count: unfinished.groupCount)
    for number in numbers { isWanted[number] = true }
    let segments = scan.candidatesAgain()
    let threads = ThreadPlan(options, segmentCount: segments.count)
    let numbers = QueryTextNumbers(
      store: options.textNumbers, segmentCount: scan.source.segmentCount)
    let empty = PartialAggregate(
      keys: [], program: program, notices: notices,
      bounds: DistributionBounds(
        memoryByteLimit: options.memoryByteLimit, threadCount: threads.count),
      numbers: numbers)
    var partial = PartialAggregate(isWanted, of: unfinished, into: empty)
    // What has results by now takes about as much again.
    try finish(&partial, beside: 2 * unfinished.byteCount, segments, threads, &scan)
    var group = GroupValues(
      keys: plan.keys.map { _ in .null },
      aggregates: try partial.results(of: plan.aggregates, group: 0))
    group.kind = kind
    setRates(of: &group, seconds: seconds)
    return group
  }
}
