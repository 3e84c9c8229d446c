import Synchronization

/// What a process remembers of stored scores from one snapshot to the next.
final class ScoreMemories: Sendable {
  /// Chunks of parts never change.
  private let parts = Mutex<[UInt32: SegmentMemory]>([:])
  /// Joined columns do, each time with a greater version.
  private let joined = Mutex<[UInt32: (version: UInt64, memory: SegmentMemory)]>([:])
  /// Columns joined in memory: of hot spans, and of segments that nobody joined yet.
  private let built = Mutex<[BuiltKey: Built]>([:])

  enum BuiltKey: Hashable {
    case sealed(UInt32)
    case hot(group: Int)
  }

  private struct Built: Sendable {
    var version: UInt64
    /// The hot spans that were joined, since a group changes with each batch.
    ///
    /// Nil for a sealed segment, which has one state, and must not hold its snapshot here.
    var hot: StoredSegment?
    var scores: StoredSegment
  }

  func memory(ofPart part: UInt32) -> SegmentMemory {
    parts.withLock { memories in
      if let known = memories[part] { return known }
      let new = SegmentMemory()
      memories[part] = new
      return new
    }
  }

  /// Forgets the parts that were merged into others.
  func keepParts(_ kept: Set<UInt32>) {
    parts.withLock { memories in
      guard memories.count > kept.count else { return }
      memories = memories.filter { kept.contains($0.key) }
    }
  }

  /// An older version than the latest is remembered by nobody.
  func memory(ofSegment segment: UInt32, version: UInt64) -> SegmentMemory {
    joined.withLock { memories in
      if let known = memories[segment], known.version >= version {
        return known.version == version ? known.memory : SegmentMemory()
      }
      let new = SegmentMemory()
      memories[segment] = (version, new)
      return new
    }
  }

  /// Columns joined before; `hot` is the group as it is now.
  func builtScores(
    _ key: BuiltKey, version: UInt64, hot: StoredSegment?
  ) -> StoredSegment? {
    built.withLock { all in
      guard let known = all[key], known.version == version, known.hot === hot else { return nil }
      return known.scores
    }
  }

  func keep(_ scores: StoredSegment, _ key: BuiltKey, version: UInt64, hot: StoredSegment?) {
    built.withLock { all in
      // What an old snapshot joins is of no use to later ones.
      guard all.allSatisfy({ $0.value.version <= version }) else { return }
      all = all.filter { $0.value.version == version }
      all[key] = Built(version: version, hot: hot, scores: scores)
    }
  }
}
