/// A choice of segments to be merged into one.
///
/// A merge fits one segment and has at least twice the rows of its largest member. So a row is
/// written once more only when its segment doubles: at most log2 of a full segment's rows in all,
/// and about log8 where the policy waits for eight. Segments that are half full are left alone.
package struct CompactionPlan: Hashable, Sendable {
  /// A segment is left alone when this many of it would not fit one.
  private static let fullShare = 2
  /// How much longer than its members one after the other a merge may be, beyond `freeExtent`.
  private static let extentFactor = 2.0

  /// The segments to be merged, by first start; a single one is written anew without its dead
  /// rows.
  package let members: [CompactionCandidate]

  /// The rows that the merge writes.
  package var rowCount: Int { members.reduce(0) { $0 + $1.liveRowCount } }

  /// The merge that removes most segments for the rows that it writes; nil when none is worthwhile.
  ///
  /// Members are neighbours by their first start, leaving out the segments that are full.
  /// O(n · longest run) after sorting.
  package init?(_ candidates: [CompactionCandidate], _ policy: CompactionPolicy) {
    let ordered = candidates.sorted {
      ($0.startRange.lowerBound, $0.segment) < ($1.startRange.lowerBound, $1.segment)
    }
    if let run = Self.bestRun(of: ordered.filter { !$0.isFull(policy) }, policy) {
      members = run
    } else if let worn = ordered.first(where: { $0.isWorn(policy) }) {
      members = [worn]
    } else {
      return nil
    }
  }

  private init(_ members: [CompactionCandidate]) {
    self.members = members
  }

  /// All merges that would follow one another, each on what those before it leave.
  package static func sequence(
    _ candidates: [CompactionCandidate], _ policy: CompactionPolicy
  ) -> [CompactionPlan] {
    var rest = candidates
    var plans: [CompactionPlan] = []
    var nextSegment = (candidates.map(\.segment).max() ?? 0) + 1
    while let plan = CompactionPlan(rest, policy) {
      plans.append(plan)
      let merged = Set(plan.members.map(\.segment))
      rest.removeAll { merged.contains($0.segment) }
      if let result = plan.result(segment: nextSegment) { rest.append(result) }
      nextSegment += 1
    }
    return plans
  }

  /// The segment that the merge makes; nil when no row is left.
  package func result(segment: UInt32) -> CompactionCandidate? {
    guard rowCount > 0, let range = members.startRange else { return nil }
    return CompactionCandidate(
      segment: segment, liveRowCount: rowCount,
      byteCount: members.reduce(0) { $0 + $1.byteCount }, startRange: range)
  }

  private static func bestRun(
    of candidates: [CompactionCandidate], _ policy: CompactionPolicy
  ) -> [CompactionCandidate]? {
    var best: (run: Range<Int>, cost: Double)?
    for first in candidates.indices {
      var run = CompactionRun()
      for next in first..<min(first + policy.greatestCount, candidates.count) {
        run.add(candidates[next])
        guard run.fits(policy) else { break }
        guard run.isWorthwhile(policy) else { continue }
        // Rows written for each segment that goes.
        let cost = Double(run.rowCount) / Double(run.count - 1)
        let isBetter = best.map { (cost, -run.count) < ($0.cost, -$0.run.count) } ?? true
        if isBetter, candidates[first...next].keepTheirExtent(policy, extentFactor) {
          best = (first..<next + 1, cost)
        }
      }
    }
    return best.map { Array(candidates[$0.run]) }
  }

  fileprivate static func isFull(_ rows: Int, _ bytes: Int, _ policy: CompactionPolicy) -> Bool {
    fullShare * rows > policy.rowLimit || fullShare * bytes > policy.byteLimit
  }
}

/// The sizes of a run that grows.
private struct CompactionRun {
  var count = 0
  var rowCount = 0
  var byteCount = 0
  private var largestRowCount = 0

  mutating func add(_ candidate: CompactionCandidate) {
    count += 1
    rowCount += candidate.liveRowCount
    byteCount += candidate.byteCount
    largestRowCount = max(largestRowCount, candidate.liveRowCount)
  }

  func fits(_ policy: CompactionPolicy) -> Bool {
    rowCount <= policy.rowLimit && byteCount <= policy.byteLimit
  }

  func isWorthwhile(_ policy: CompactionPolicy) -> Bool {
    guard count > 1, rowCount >= 2 * largestRowCount else { return false }
    return count >= policy.leastCount || CompactionPlan.isFull(rowCount, byteCount, policy)
  }
}

extension CompactionCandidate {
  /// Whether a merge would write many rows for little.
  fileprivate func isFull(_ policy: CompactionPolicy) -> Bool {
    CompactionPlan.isFull(liveRowCount, byteCount, policy)
  }

  /// Whether enough rows are dead to pay for writing the others.
  fileprivate func isWorn(_ policy: CompactionPolicy) -> Bool {
    deadRowCount > 0 && deadRowCount * policy.deadRowShare >= liveRowCount + deadRowCount
  }
}

extension Collection<CompactionCandidate> {
  /// Bounds of all starts.
  fileprivate var startRange: ClosedRange<Int64>? {
    guard let least = map(\.startRange.lowerBound).min(),
      let greatest = map(\.startRange.upperBound).max()
    else { return nil }
    return least...greatest
  }

  /// Whether most rows lie in segments that cover their share of the time that the merged one
  /// would cover.
  ///
  /// The extent that half of the rows have at least is taken, not the mean: a straggler's segment
  /// is as long as the whole run, and must not vouch for it.
  fileprivate func keepTheirExtent(_ policy: CompactionPolicy, _ factor: Double) -> Bool {
    guard let range = startRange else { return false }
    let merged = Double(range.upperBound) - Double(range.lowerBound)
    if merged <= Double(policy.freeExtent) { return true }
    let rowCount = reduce(0) { $0 + $1.liveRowCount }
    var rows = 0
    for member in sorted(by: { $0.extent < $1.extent }) {
      rows += member.liveRowCount
      if 2 * rows >= rowCount { return merged <= factor * Double(count) * member.extent }
    }
    return false
  }
}
