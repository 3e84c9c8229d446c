import CivilCalendar
import TraceModel

/// By which clocks an answer's times are written: those of the zone that `tz` names, or UTC.
///
/// Values are nanoseconds of UTC whatever the clock.
package struct ResultClock: Hashable, Sendable {
  private var zone: Zone?

  /// The clocks of UTC.
  package static let utc = ResultClock(nil)

  /// A zone's clocks; without one those of UTC.
  init(_ zone: Zone?) {
    self.zone = zone == .utc ? nil : zone
  }

  /// RFC 3339 with nine decimals: `2026-11-03T11:30:00.000000000+01:00`, in UTC with `Z`.
  package func text(of instant: Int64) -> String {
    guard let zone else { return InstantText.format(instant) }
    let second = instant >= 0 ? instant / 1_000_000_000 : -((-1 - instant) / 1_000_000_000) - 1
    return InstantText.format(instant, secondsAhead: zone.offset(at: second))
  }
}
