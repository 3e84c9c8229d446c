import Scanning

/// Aggregates segments, those that are remembered from memory.
struct SegmentPartials: Sendable {
  /// Nil where nothing is remembered.
  let cache: PartialCache?
  let plan: PlanKey
  let batches: RowBatches

  /// Adds one of a scan's segments to a thread's aggregate.
  func add(
    _ index: Int, of scan: inout SegmentScan, to shared: inout RowBatches.Shared<SeparateAggregate>
  ) throws(QueryError) {
    guard let cache, let key = key(ofSegmentAt: index, scan) else {
      return try read(index, of: &scan, to: &shared)
    }
    if let known = cache.partial(for: key) {
      try scan.control.check()
      scan.addRemembered(known)
      shared.content.merge(known.aggregate)
      return try batches.hold(&shared)
    }
    guard shared.content.mayKeepApart else { return try read(index, of: &scan, to: &shared) }
    shared.content.startPart()
    var own = scan.cleared
    own.notices = Notices()
    try read(index, of: &own, to: &shared)
    scan.add(own)
    if own.notices.sawUndefined { scan.notices.sawUndefined = true }
    if let part = shared.content.endPart() {
      cache.remember(
        SegmentPartial(
          aggregate: part, census: own.census, rowsMatched: own.statistics.rowsMatched,
          sawUndefined: own.notices.sawUndefined), for: key)
    }
    try batches.hold(&shared)
  }

  private func key(ofSegmentAt index: Int, _ scan: SegmentScan) -> PartialKey? {
    guard plan.isOfSegmentAlone, let identity = scan.source.identity(ofSegmentAt: index),
      let starts = scan.source.startRange(ofSegmentAt: index), let bounds = scan.timeRange.bounds
    else { return nil }
    return PartialKey(segment: identity, starts: starts.clamped(to: bounds), plan: plan)
  }

  private func read(
    _ index: Int, of scan: inout SegmentScan, to shared: inout RowBatches.Shared<SeparateAggregate>
  ) throws(QueryError) {
    try scan.visit(index) { (reader, matches) throws(QueryError) in
      try batches.add(matches, of: reader, to: &shared)
    }
  }
}
