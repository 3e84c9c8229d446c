import Synchronization

/// Deals the segments of a scan to its threads, one at a time: whoever is done with one takes the
/// next, so that a slow segment, or a busy core, holds up nobody else.
final class SegmentDealer: Sendable {
  private let segments: [Int]
  private let next = Atomic(0)
  private let isInTurn: Bool
  /// The next place of each thread when they are dealt in turn.
  private let turns: Mutex<[Int]>

  /// In turn, thread `n` of `count` gets every `count`-th segment from the `n`-th on.
  init(_ segments: [Int], toThreads count: Int, inTurn: Bool) {
    self.segments = segments
    isInTurn = inTurn
    turns = Mutex(Array(0..<count))
  }

  /// The thread's next segment; nil when all are dealt.
  func deal(to thread: Int) -> Int? {
    let place = isInTurn ? turn(of: thread) : next.add(1, ordering: .relaxed).oldValue
    return place < segments.count ? segments[place] : nil
  }

  private func turn(of thread: Int) -> Int {
    turns.withLock { places in
      defer { places[thread] += places.count }
      return places[thread]
    }
  }
}
