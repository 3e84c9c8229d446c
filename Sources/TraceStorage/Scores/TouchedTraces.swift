import Scanning
import TraceModel

/// The traces of sealed segments that scores are about, and what is unknown of them.
struct TouchedTraces {
  /// Ascending hashes, and the traces themselves.
  private let hashes: [UInt64]
  private let traces: [TraceID]
  private let sessions: Set<ByteText>
  private let filter: HashFilter

  init(of batch: ScoreBatch) {
    var hashes: [UInt64] = []
    var traces: [TraceID] = []
    var sessions: Set<ByteText> = []
    for entry in batch.entries {
      switch batch.scores[entry.index].target {
      case .span(let trace, _), .trace(let trace):
        if hashes.last == entry.hash, traces.last == trace { continue }
        hashes.append(entry.hash)
        traces.append(trace)
      case .session(let session): sessions.insert(ByteText(session))
      }
    }
    self.hashes = hashes
    self.traces = traces
    self.sessions = sessions
    filter = HashFilter(hashes)
  }

  var hasSessions: Bool { !sessions.isEmpty }

  /// The traces of each segment, by number.
  ///
  /// Few traces are looked up in the trace index; many are looked for in the segments' tables of
  /// traces, which costs less than a look-up each.
  func bySegment(of snapshot: StorageSnapshot) throws(ScanError) -> [UInt32: Set<Int>] {
    var touched: [UInt32: Set<Int>] = [:]
    let traceCount = snapshot.headers.reduce(0) { $0 + $1.traceCount }
    guard traces.count * StorageLimits.scoreIndexLookupCost > traceCount else {
      for trace in traces {
        for fragment in try snapshot.fragments(of: trace) {
          let number = try fragment.segment.traceNumber(ofRow: fragment.rows.lowerBound)
          touched[fragment.segment.header.segment, default: []].insert(number)
        }
      }
      return touched
    }
    for header in snapshot.headers {
      let (highs, lows) = try snapshot.sealedSegment(header).traceWords()
      var numbers: Set<Int> = []
      for number in highs.indices {
        let hash = scoreHash(traceHigh: highs[number], traceLow: lows[number])
        if filter.mayHold(hash), holds(hash) { numbers.insert(number) }
      }
      if !numbers.isEmpty { touched[header.segment] = numbers }
    }
    return touched
  }

  private func holds(_ hash: UInt64) -> Bool {
    let place = firstIndex(in: hashes, from: 0, notBelow: hash)
    return place < hashes.count && hashes[place] == hash
  }

  /// The traces of a segment that have a root span of one of the sessions.
  func sessionTraces(of targets: SegmentTargets) throws(ScanError) -> [Int] {
    sessions.isEmpty ? [] : try targets.traces(of: sessions)
  }
}

/// Rules most hashes out with one bit: the searches that remain are few.
private struct HashFilter {
  private var words: [UInt64]
  private let shift: UInt64

  init(_ hashes: [UInt64]) {
    // Sixteen bits a hash, so that a look-up for a hash that is not there seldom hits.
    var bitCount = 10
    while 1 << bitCount < hashes.count * 16 { bitCount += 1 }
    shift = UInt64(64 - bitCount)
    words = Array(repeating: 0, count: (1 << bitCount) / 64)
    for hash in hashes { words[Int(hash >> shift) / 64] |= 1 << (hash >> shift & 63) }
  }

  func mayHold(_ hash: UInt64) -> Bool {
    words[Int(hash >> shift) / 64] >> (hash >> shift & 63) & 1 != 0
  }
}
