import TestSupport
import Testing
import TraceStorage

extension Simulation {
  /// A seal that was begun, and what the store held then.
  struct PendingSeal {
    var seal: PreparedSeal
    var model: StoreModel
    /// Whether the spans were sealed otherwise since.
    var isOvertaken = false
  }

  /// Seals everything at once.
  mutating func seal() throws {
    log.append("seal")
    let store = try open()
    try store.seal()
    pendingSeal?.isOvertaken = true
    let statistics = try store.statistics()
    #expect(statistics.deadRowCount == model.deadRowCount, context)
    let isSealing = model.hotSpanCount > 0
    #expect(
      isSealing
        ? statistics.segmentCount > model.segmentCount
        : statistics.segmentCount == model.segmentCount, context)
    model.noteSeal(
      hot: [], segmentCount: statistics.segmentCount, deadRowCount: statistics.deadRowCount)
  }

  /// Prepares a seal of the oldest spans, if there is reason to.
  mutating func beginSeal() throws {
    log.append("begin seal")
    guard pendingSeal == nil, let seal = try open().prepareSeal() else { return }
    pendingSeal = PendingSeal(seal: seal, model: model)
  }

  /// Stores the seal that was prepared before whatever was done meanwhile.
  mutating func finishSeal() throws {
    guard let pending = pendingSeal else { return }
    log.append("finish seal")
    pendingSeal = nil
    let store = try open()
    let isStored = try store.commit(pending.seal)
    #expect(isStored == !pending.isOvertaken, context)
    guard isStored else { return }
    let statistics = try store.statistics()
    let snapshot = try store.snapshot()
    var hot: Set<Identity> = []
    for index in statistics.segmentCount..<snapshot.segmentCount {
      hot.formUnion(try SegmentContents(try snapshot.segment(at: index)).live)
    }
    let before = model.hotIdentities
    #expect(hot.isSubset(of: before), context)
    // What was replaced since the seal was begun is still hot; each leaves a dead row at most.
    let replaced = pending.model.hotIdentities.filter {
      pending.model.entries[$0]?.span.canonicalBytes != model.entries[$0]?.span.canonicalBytes
    }
    #expect(replaced.isSubset(of: hot), context)
    #expect(statistics.deadRowCount - model.deadRowCount <= replaced.count, context)
    #expect(before.subtracting(hot).isSubset(of: pending.model.hotIdentities), context)
    #expect(statistics.deadRowCount >= model.deadRowCount, context)
    model.noteSeal(
      hot: hot, segmentCount: statistics.segmentCount, deadRowCount: statistics.deadRowCount)
  }
}
