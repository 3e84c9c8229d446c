package import QueryEngine

/// Values as a person reads them.
package enum HumanText {
  /// Stands for null in tables: not a word that a value could be.
  package static let null = "∅"

  /// A value in human units.
  ///
  /// Text is as it came: whoever shows it escapes control characters.
  package static func value(
    _ value: Value, null: String = null, _ clock: ResultClock = .utc
  ) -> String {
    switch value {
    case .null: null
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .double(let number): HumanUnits.number(number)
    case .string(let text): text
    case .duration(let nanoseconds): HumanUnits.duration(nanoseconds)
    case .instant(let time): HumanUnits.instant(clock.text(of: time))
    case .bytes(let count): HumanUnits.bytes(count)
    case .money(let nanodollars): HumanUnits.money(nanodollars)
    case .list(let values): "[\(values.map { Self.value($0, clock) }.joined(separator: ", "))]"
    }
  }
}

extension ValueType {
  /// Whether values of the type line up at their last digit.
  var isNumeric: Bool {
    switch self {
    case .integer, .double, .duration, .bytes, .money: true
    case .boolean, .string, .instant, .list, .mixed: false
    }
  }

  /// Whether values of the type may be cut to fit a terminal.
  ///
  /// A cut number would be a lie.
  var isShrinkable: Bool {
    switch self {
    case .string, .list, .mixed: true
    case .boolean, .integer, .double, .duration, .instant, .bytes, .money: false
    }
  }
}
