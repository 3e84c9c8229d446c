import Columns
import LMDB
import Scanning

/// The oldest part of the hot batches as a segment, ready to be stored in their place.
///
/// It rests on its batches alone: others may append, load, merge and remove meanwhile.
package struct PreparedSeal: Sendable {
  let part: HotPart
  /// Nil where later batches supersede every span.
  let segment: EncodedSegment?
  /// The numbers in the part of the spans that were encoded, in their order.
  private let encodedIndexes: [Int]?

  /// Encodes a part.
  ///
  /// The catalogue must know the attributes of its spans. Memory: the spans and their encoding.
  init(_ part: HotPart, _ catalogue: AttributeCatalogue) {
    self.part = part
    let spans = part.liveSpans
    encodedIndexes =
      part.superseded.isEmpty
      ? nil : (0..<part.spans.count).filter { !part.superseded.contains($0) }
    segment =
      spans.isEmpty
      ? nil
      : SegmentEncoder.encode(
        // The number that it will have is not known yet.
        spans, segment: 0, catalogue: catalogue,
        compressionLevel: StorageLimits.payloadCompressionLevel, isConcurrent: true)
  }

  /// The rows of spans that were replaced after they were encoded.
  ///
  /// Later batches of the part itself replace spans in their place.
  func rowsLost(in now: HotPart) -> [Int] {
    guard let segment else { return [] }
    var lost = now.superseded
    for (index, sequence) in now.replacements where sequence > part.lastSequence {
      lost.insert(index)
    }
    guard !lost.isEmpty else { return [] }
    return segment.spanIndexes.indices.filter { row in
      let index = segment.spanIndexes[row]
      return lost.contains(encodedIndexes.map { $0[index] } ?? index)
    }
  }
}

/// A seal with the numbers of its segment and of its run of the trace index, which follow from one
/// state of the store; made again in no time when others took these numbers.
struct NumberedSeal {
  let segments: PreparedSegments
  private let state: StoreState

  init(_ seal: PreparedSeal, _ snapshot: StorageSnapshot) throws(ScanError) {
    state = snapshot.state
    segments = try PreparedSegments(seal.segment.map { [$0] } ?? [], snapshot)
  }

  func holds(_ now: StoreState) -> Bool {
    now.nextSegment == state.nextSegment && now.nextIndexRun == state.nextIndexRun
  }
}
