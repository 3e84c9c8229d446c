import Foundation
import LineEditor
import Spoor

/// Looks at a store until there is nothing more to look for, or somebody presses Ctrl-C.
struct Watching {
  var looks: ComparisonLooks
  let interval: Duration
  /// How long to look; nil for without an end.
  let length: Duration?
  /// Whether to stop once every metric has a verdict.
  let endsDecided: Bool
  /// Whether to stop once a metric regressed.
  let endsRegressed: Bool

  /// Seconds between two looks at whether Ctrl-C was pressed.
  private static let patience = 0.05

  /// The last state; nil where there was none before Ctrl-C.
  mutating func run(_ show: (WatchState) -> Void) throws(CommandFailure) -> WatchState? {
    let started = ContinuousClock.now
    var next = started
    var last: WatchState?
    while true {
      do throws(StoreError) {
        let state = try looks.look()
        show(state)
        last = state
        if isOver(state) { return state }
      } catch {
        guard error == .cancelled else { throw CommandFailure(error) }
        return last
      }
      next = max(next + interval, .now)
      if let length {
        // The last look is at the end, not before it.
        guard ContinuousClock.now < started + length else { return last }
        next = min(next, started + length)
      }
      guard Self.waits(until: next) else { return last }
    }
  }

  private func isOver(_ state: WatchState) -> Bool {
    endsDecided && state.isDecided || endsRegressed && state.hasRegressed
  }

  /// False when Ctrl-C was pressed.
  private static func waits(until end: ContinuousClock.Instant) -> Bool {
    while !InterruptFlag.isRaised {
      let rest = end - .now
      guard rest > .zero else { return true }
      let seconds = Double(rest.nanoseconds) / 1e9
      Thread.sleep(forTimeInterval: min(patience, seconds))
    }
    return false
  }
}
