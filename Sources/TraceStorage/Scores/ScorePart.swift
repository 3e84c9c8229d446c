import ByteCoding
import LMDB
import Scanning
import Synchronization

/// A part of a run of scores, opened: its hashes are read when a look-up comes near, the rest when
/// one hits.
final class ScorePart: Sendable {
  let header: ScorePartHeader
  private let segment: StoredSegment
  private let hashes = Mutex<[UInt64]?>(nil)
  private let decoded = Mutex<DecodedScores?>(nil)

  init(_ header: ScorePartHeader, _ chunks: SegmentChunks) throws(ScanError) {
    self.header = header
    segment = try StoredSegment(
      header: SegmentHeader(ofScores: header), chunks: chunks, catalogue: AttributeCatalogue())
  }

  /// A part that is in memory only.
  convenience init(_ encoded: EncodedScorePart) throws(ScanError) {
    let chunks = Dictionary(
      uniqueKeysWithValues: encoded.chunks.map { ($0.key, AlignedBytes($0.bytes)) })
    try self.init(
      encoded.header,
      SegmentChunks(
        segment: encoded.header.part, source: .owned(chunks, payloads: []),
        memory: SegmentMemory()))
  }

  /// The hashes of the targets, ascending, one a score.
  func targetHashes() throws(ScanError) -> [UInt64] {
    if let known = hashes.withLock({ $0 }) { return known }
    let new = try segment.integers(of: ScoreField.targetHash.id, absent: 0)
      .map { UInt64(bitPattern: $0) ^ 1 << 63 }
    guard new.first == header.leastHash, new.last == header.greatestHash,
      zip(new, new.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw .damaged("scores of part \(header.part) are out of order") }
    hashes.withLock { $0 = new }
    return new
  }

  /// All columns.
  ///
  /// O(rows) the first time.
  func scores() throws(ScanError) -> DecodedScores {
    if let known = decoded.withLock({ $0 }) { return known }
    let new = try DecodedScores(segment)
    decoded.withLock { $0 = new }
    return new
  }

  /// Lets go of what was decoded; it can be had again.
  func forget() { decoded.withLock { $0 = nil } }

  /// The rows of a hash.
  func rows(of hash: UInt64) throws(ScanError) -> Range<Int> {
    guard header.leastHash <= hash, hash <= header.greatestHash else { return 0..<0 }
    let hashes = try targetHashes()
    let first = firstIndex(in: hashes, from: 0, notBelow: hash)
    var end = first
    while end < hashes.count, hashes[end] == hash { end += 1 }
    return first..<end
  }
}

/// The first of some ascending hashes, from an index on, that is not below another.
///
/// Gallops: O(log distance).
func firstIndex(in hashes: [UInt64], from start: Int, notBelow hash: UInt64) -> Int {
  var low = start
  var step = 1
  while low + step <= hashes.count, hashes[low + step - 1] < hash {
    low += step
    step *= 2
  }
  var high = min(low + step, hashes.count)
  while low < high {
    let middle = (low + high) / 2
    if hashes[middle] < hash { low = middle + 1 } else { high = middle }
  }
  return low
}

extension SegmentHeader {
  /// Scores are read as segments are; they have no traces and no times of starts.
  fileprivate init(ofScores header: ScorePartHeader) {
    self.init(
      segment: header.part, rowCount: header.rowCount, traceCount: 0, leastStart: 0,
      greatestStart: 0, greatestEnd: 0, columnByteCount: header.byteCount, payloadByteCount: 0,
      payloadBlockCount: 0)
  }
}
