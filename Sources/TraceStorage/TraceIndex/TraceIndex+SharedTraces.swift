import Scanning

/// The traces that have rows in several sealed segments: by segment, their first rows.
///
/// Equal hashes are taken for equal traces, so that a few may be listed that are in one only.
struct SealedSharedTraces: Sendable {
  let version: TraceIndexDirectory.Version
  private(set) var firstRows: [UInt32: [UInt32]] = [:]

  /// Postings that are compared at a time: 12 bytes each.
  private static let sliceCount = 1 << 18

  /// Looks for equal hashes, a slice of the hashes at a time.
  ///
  /// O(traces · log runs): runs are sorted already.
  init(
    of index: TraceIndex, where isLive: (UInt32) -> Bool
  ) throws(ScanError) {
    let directory = index.directory
    version = directory.version
    let total = directory.runs.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.entryCount } }
    let width = (1 << 32) / (total / Self.sliceCount + 1) + 1
    for lower in stride(from: 0, to: 1 << 32, by: width) {
      let hashes = UInt32(lower)...UInt32(min(lower + width, 1 << 32) - 1)
      try add(try index.postings(in: hashes, where: isLive))
    }
    for segment in firstRows.keys { firstRows[segment]?.sort() }
  }

  private mutating func add(_ postings: [TracePosting]) throws(ScanError) {
    let sorted = postings.sorted { $0.hash < $1.hash }
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].hash == sorted[start].hash { end += 1 }
      if sorted[start..<end].contains(where: { $0.segment != sorted[start].segment }) {
        for posting in sorted[start..<end] {
          firstRows[posting.segment, default: []].append(posting.firstRow)
        }
      }
      start = end
    }
  }
}

extension TraceIndex {
  /// The postings of a stretch of hashes, run by run.
  func postings(
    in hashes: ClosedRange<UInt32>, where isLive: (UInt32) -> Bool
  ) throws(ScanError) -> [TracePosting] {
    var found: [TracePosting] = []
    for run in directory.runs {
      for (place, part) in run.parts.enumerated() where part.leastHash <= hashes.upperBound {
        if place + 1 < run.parts.count, run.parts[place + 1].leastHash < hashes.lowerBound {
          continue
        }
        for posting in try open(part).postings(in: hashes) where isLive(posting.segment) {
          found.append(posting)
        }
      }
    }
    return found
  }
}
