import TestSupport
import Testing
import TraceStorage

/// Plans of compaction on made lists of segments; there is no store.
@Suite struct CompactionPlanTests {
  private static let hour: Int64 = 3_600_000_000_000

  /// A segment of an hour's spans.
  private func segment(
    _ number: UInt32, rows: Int, dead: Int = 0, hours: ClosedRange<Int64>? = nil, bytes: Int? = nil
  ) -> CompactionCandidate {
    let hours = hours ?? Int64(number)...Int64(number) + 1
    return CompactionCandidate(
      segment: number, liveRowCount: rows, deadRowCount: dead, byteCount: bytes ?? rows * 100,
      startRange: hours.lowerBound * Self.hour...hours.upperBound * Self.hour - 1)
  }

  private func members(
    _ candidates: [CompactionCandidate], _ policy: CompactionPolicy = .thorough
  ) -> [UInt32]? {
    CompactionPlan(candidates, policy)?.members.map(\.segment)
  }

  @Test func `small segments of neighbouring hours are merged, oldest first`() {
    let candidates = [3, 1, 2].map { segment($0, rows: 100) }
    #expect(members(candidates) == [1, 2, 3])
  }

  @Test func `a full segment is left alone, and does not part its neighbours`() {
    let full = segment(2, rows: 120_000)
    #expect(members([segment(1, rows: 100), full, segment(3, rows: 100)]) == [1, 3])
    #expect(members([full, segment(3, rows: 100)]) == nil)
    #expect(members([full]) == nil)
    #expect(members([]) == nil)
  }

  @Test func `what fills a segment by its bytes is full`() {
    let texts = (1...3).map { segment($0, rows: 10, bytes: 40 << 20) }
    #expect(members(texts) == nil)
  }

  @Test func `a small segment does not have a large one written again`() {
    #expect(members([segment(1, rows: 50_000), segment(2, rows: 10)]) == nil)
    #expect(members([segment(1, rows: 40_000), segment(2, rows: 40_000)]) == [1, 2])
  }

  @Test func `a merge never holds more than one segment`() {
    let candidates = (1...9).map { segment($0, rows: 50_000) }
    let plans = CompactionPlan.sequence(candidates, .thorough)
    #expect(plans.map(\.members.count) == [2, 2, 2, 2])
    #expect(plans.allSatisfy { $0.rowCount <= StorageLimits.segmentRowCount })
  }

  @Test func `beside other work eight are waited for, or half a segment`() {
    let small = (1...7).map { segment($0, rows: 100) }
    #expect(members(small, .background) == nil)
    #expect(members(small + [segment(8, rows: 100)], .background) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(members((1...3).map { segment($0, rows: 30_000) }, .background) == [1, 2, 3])
  }

  @Test func `dead rows are worth a rewrite once they are many`() {
    #expect(members([segment(1, rows: 99_000, dead: 1_000)]) == nil)
    #expect(members([segment(1, rows: 90_000, dead: 10_000)]) == [1])
    #expect(members([segment(1, rows: 90_000, dead: 10_000)], .background) == nil)
    #expect(members([segment(1, rows: 60_000, dead: 20_000)], .background) == [1])
  }

  @Test func `a segment without a live row goes, and nothing comes of it`() throws {
    let plan = try #require(CompactionPlan([segment(1, rows: 0, dead: 5)], .background))
    #expect(plan.members.map(\.segment) == [1])
    #expect(plan.result(segment: 2) == nil)
  }

  @Test func `a straggler's segment is not merged with those of today`() {
    let year: Int64 = 365 * 24
    let straggler = segment(1, rows: 10, hours: 0...year)
    let today = (2...9).map { segment($0, rows: 1_000, hours: year - 1...year) }
    #expect(members([straggler] + today) == Array(2...9))
    #expect(members([straggler, segment(2, rows: 1_000, hours: year - 1...year)]) == nil)
  }

  @Test func `a clock that is wrong by an age does not overflow`() {
    let wrong = CompactionCandidate(
      segment: 1, liveRowCount: 10, byteCount: 10, startRange: .min ... .max)
    #expect(members([wrong] + (2...9).map { segment($0, rows: 100) }) == Array(2...9))
  }

  @Test func `few spans a day become segments of many days`() {
    let days = (0..<100).map { segment($0, rows: 100, hours: Int64($0) * 24...Int64($0) * 24 + 24) }
    let plans = CompactionPlan.sequence(days, .thorough)
    #expect(plans.count == 1)
    #expect(plans.first?.rowCount == 10_000)
  }

  @Test(arguments: [100, 1_000, 10_000], [1, 2, 3] as [UInt64])
  func `a row is written about as often as its segment doubles, and segments stay few`(
    sealed: Int, seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    var segments: [CompactionCandidate] = []
    var (stored, written) = (0, 0)
    for number in 1...400 as ClosedRange<UInt32> {
      let rows = Int.random(in: sealed / 2...sealed * 3 / 2, using: &random)
      segments.append(segment(number * 1_000, rows: rows, hours: Int64(number)...Int64(number) + 1))
      stored += rows
      while let plan = CompactionPlan(segments, .background) {
        written += plan.rowCount
        let merged = Set(plan.members.map(\.segment))
        let next = (plan.members.map(\.segment).max() ?? 0) + 1
        segments.removeAll { merged.contains($0.segment) }
        if let result = plan.result(segment: next) { segments.append(result) }
      }
    }
    #expect(segments.reduce(0) { $0 + $1.liveRowCount } == stored)
    let doublings = Double(StorageLimits.segmentRowCount / sealed).logarithm2
    #expect(Double(written) <= (doublings + 1) * Double(stored))
    // Half-full ones, and seven or so of each size below.
    #expect(
      segments.count <= 2 * stored / StorageLimits.segmentRowCount + 8 * Int(doublings / 3 + 2))
  }

  @Test func `plans come to an end, whatever the segments`() {
    for seed in 0..<40 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let candidates = (1...60 as ClosedRange<UInt32>).map { number in
        let start = Int64.random(in: 0..<5_000, using: &random)
        return segment(
          number,
          rows: Int.random(in: 0...1 << Int.random(in: 0..<17, using: &random), using: &random),
          dead: Int.random(in: 0...1 << Int.random(in: 0..<15, using: &random), using: &random),
          hours: start...start + Int64.random(in: 1..<400, using: &random))
      }
      let plans = CompactionPlan.sequence(candidates, .thorough)
      #expect(plans.count <= 2 * candidates.count, "seed \(seed)")
      for plan in plans where plan.members.count > 1 {
        let largest = plan.members.map(\.liveRowCount).max() ?? 0
        #expect(plan.rowCount >= 2 * largest, "seed \(seed)")
        #expect(plan.rowCount <= StorageLimits.segmentRowCount, "seed \(seed)")
      }
    }
  }
}

extension Double {
  /// Floor of the logarithm; of powers of two and their like it is exact.
  fileprivate var logarithm2: Double { Double(exponent) }
}
