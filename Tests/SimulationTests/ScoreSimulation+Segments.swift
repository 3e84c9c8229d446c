import TestSupport
import Testing
import TraceStorage

/// What happens to segments while scores come.
extension ScoreSimulation {
  /// Stores the seal that was prepared some operations ago, or prepares one.
  mutating func sealBesideOthers() throws {
    let store = try open()
    if let seal = pendingSeal {
      log.append("finish seal")
      pendingSeal = nil
      _ = try store.commit(seal)
    } else {
      log.append("begin seal")
      pendingSeal = try store.prepareSeal()
    }
  }

  mutating func compact() throws {
    log.append("compact")
    let policy: CompactionPolicy = random.chance(50) ? .thorough : .background
    #expect(try open().compact(policy).isComplete, context)
  }

  /// Removes the segments whose last span is old: their scores wait for spans from then on.
  mutating func retain() throws {
    let store = try open()
    try store.seal()
    var limits = RetentionLimits()
    let oldest = Int64.random(in: 0..<700, using: &random)
    limits.oldestStart = oldest
    log.append("retain from \(oldest)")
    let segments = try SegmentContents.all(
      of: try store.snapshot(), sealedCount: try store.statistics().segmentCount)
    let gone = Set(segments.filter { $0.lastStart < oldest }.flatMap(\.live))
    #expect(try store.retain(limits).spanCount == gone.count, context)
    spans.remove(gone, segmentCount: 0, deadRowCount: 0)
  }
}
