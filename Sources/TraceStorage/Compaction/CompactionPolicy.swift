/// When segments are worth merging.
package struct CompactionPolicy: Hashable, Sendable {
  /// Rows and bytes in memory of a full segment.
  package var rowLimit = StorageLimits.segmentRowCount
  package var byteLimit = StorageLimits.segmentByteCount
  /// Segments that a merge takes at least, unless it makes one that is half full and so done with.
  package var leastCount: Int
  /// Segments that a merge takes at most: all of them are open at once.
  package var greatestCount = 256
  /// A segment of which one row in so many is dead is written anew, also by itself.
  package var deadRowShare: Int
  /// Nanoseconds that the starts of a merged segment may always cover.
  ///
  /// A week: beyond it a merge must not make most of its rows' segments much longer, so that one
  /// span of last year does not make every query of last year read those of today.
  package var freeExtent: Int64 = 7 * 86_400_000_000_000

  private init(leastCount: Int, deadRowShare: Int) {
    self.leastCount = leastCount
    self.deadRowShare = deadRowShare
  }

  /// What pays beside other work: eight at once, so that a row is written few times.
  package static let background = CompactionPolicy(leastCount: 8, deadRowShare: 4)
  /// What makes later queries faster at all.
  package static let thorough = CompactionPolicy(leastCount: 2, deadRowShare: 20)
}
