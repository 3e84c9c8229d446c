import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// Answers from partial aggregates that earlier queries left.
struct CacheTests {
  /// A store of some of the segments, the first ones sealed.
  private func source(
    _ segments: [[TestSpan]], generations: [Int: UInt32] = [:], sealed: Int
  ) -> MemorySource {
    // Empty ones have no start to be sorted by; the others are sorted here, so that places stay.
    var source = MemorySource(segments, seed: 1)
    source.identities = segments.indices.map { index in
      index < sealed
        ? SegmentIdentity(number: UInt32(index), generation: generations[index] ?? 0) : nil
    }
    return source
  }

  private func sorted(_ segments: [[TestSpan]]) -> [[TestSpan]] {
    segments.filter { !$0.isEmpty }
      .sorted { ($0.map(\.start).min() ?? 0) < ($1.map(\.start).min() ?? 0) }
  }
}
