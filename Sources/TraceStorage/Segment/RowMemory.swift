import Synchronization

/// What it takes to read single rows of a segment, kept from one snapshot to the next.
struct RowMemory: Sendable {
  let plan: SpanPlan
  /// The chunks read so far, by the slots that the plan gave them.
  var chunks: [RememberedChunk?]

  init(_ plan: SpanPlan) {
    self.plan = plan
    chunks = Array(repeating: nil, count: plan.slotCount)
  }

  /// Memory held, roughly.
  var byteCount: Int {
    chunks.reduce(plan.byteCount) {
      $0 + MemoryLayout<RememberedChunk?>.stride + ($1?.byteCount ?? 0)
    }
  }
}

/// The row memories of the segments that were read last, of all segments of a store.
///
/// One for a store, so that its size is bounded however many segments there are. Any number of
/// threads may use it.
final class RowMemories: Sendable {
  private struct Kept {
    var memory: RowMemory
    var byteCount: Int
    var lastUse: UInt64
  }

  private struct State {
    var segments: [UInt32: Kept] = [:]
    /// Uses so far.
    var useCount: UInt64 = 0
    var byteCount = 0
  }

  private let byteLimit: Int
  private let state = Mutex(State())

  init(byteLimit: Int = StorageLimits.rowMemoryByteCount) {
    self.byteLimit = byteLimit
  }

  subscript(segment: UInt32) -> RowMemory? {
    state.withLock { state in
      guard let index = state.segments.index(forKey: segment) else { return nil }
      state.useCount += 1
      state.segments.values[index].lastUse = state.useCount
      return state.segments.values[index].memory
    }
  }

  /// Keeps what was learned of a segment in place of what was known of it, and lets go of segments
  /// not used for longest until all fit; one that alone is too large is kept alone.
  func keep(_ memory: RowMemory, of segment: UInt32) {
    let byteCount = memory.byteCount
    state.withLock { state in
      if let old = state.segments.removeValue(forKey: segment) { state.byteCount -= old.byteCount }
      while state.byteCount + byteCount > byteLimit,
        let oldest = state.segments.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.byteCount -= oldest.value.byteCount
        state.segments[oldest.key] = nil
      }
      state.useCount += 1
      state.byteCount += byteCount
      state.segments[segment] = Kept(
        memory: memory, byteCount: byteCount, lastUse: state.useCount)
    }
  }

  /// Memory held, roughly.
  var byteCount: Int { state.withLock { $0.byteCount } }
}
