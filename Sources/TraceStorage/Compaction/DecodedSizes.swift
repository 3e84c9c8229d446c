import Synchronization

/// How many bytes the spans of segments take in memory, as far as this process has seen.
///
/// A header does not tell: texts are stored compressed, and names once. What a merge found too
/// large is thereby not tried again.
final class DecodedSizes: Sendable {
  private let byteCounts = Mutex<[UInt32: Int]>([:])

  subscript(segment: UInt32) -> Int? { byteCounts.withLock { $0[segment] } }

  func note(_ byteCount: Int, of segment: UInt32) {
    byteCounts.withLock { $0[segment] = byteCount }
  }

  /// Forgets the segments that are gone.
  func keep(_ segments: Set<UInt32>) {
    byteCounts.withLock { $0 = $0.filter { segments.contains($0.key) } }
  }
}
