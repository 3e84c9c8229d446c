import QuerySyntax

/// Comparisons with constants, as the plan has them: sets of numbers, conditions on text.
extension PlanText {
  static func text(
    of test: ValueTest, on subject: String, ofTypes types: [ValueType], negated: Bool
  ) -> String {
    var parts: [String] = []
    let whole = types.first { $0.isUnit } ?? .integer
    if let ranges = test.integers, whole.isUnit || mayHold(.integer, types) {
      parts.append(text(ofRanges: ranges.ranges.map { bounds($0, as: whole) }, on: subject))
    }
    if let ranges = test.doubles, mayHold(.double, types) {
      let sorted = ranges.ranges.sorted { $0.lowerBound < $1.lowerBound }
      parts.append(text(ofRanges: sorted.map(bounds), on: subject))
    }
    if let flags = test.booleans, mayHold(.boolean, types) {
      let values = [false, true].filter { flags.contains($0 ? 1 : 0) }
      parts.append("\(subject) in (\(values.map { "\($0)" }.joined(separator: ", ")))")
    }
    if let condition = test.text, mayHold(.string, types) {
      parts.append(text(of: condition, on: subject))
    }
    guard !parts.isEmpty else { return "no span" }
    let joined = parts.joined(separator: " or ")
    if negated { return "not (\(joined))" }
    return parts.count == 1 ? joined : "(\(joined))"
  }

  /// Whether a value of some types may be of one: lists hold any.
  private static func mayHold(_ type: ValueType, _ types: [ValueType]) -> Bool {
    types.contains { $0 == type || $0 == .mixed || $0 == .list }
  }

  /// A range's ends, nil where it is open.
  private typealias Bounds = (least: String?, greatest: String?)

  private static func bounds(_ range: ClosedRange<Int64>, as type: ValueType) -> Bounds {
    (
      range.lowerBound == .min ? nil : text(of: Value(range.lowerBound, unit: type)),
      range.upperBound == .max ? nil : text(of: Value(range.upperBound, unit: type))
    )
  }

  private static func bounds(_ range: ClosedRange<Double>) -> Bounds {
    let limit = Double.greatestFiniteMagnitude
    return (
      range.lowerBound == -limit ? nil : "\(range.lowerBound)",
      range.upperBound == limit ? nil : "\(range.upperBound)"
    )
  }

  private static func text(ofRanges ranges: [Bounds], on subject: String) -> String {
    guard !ranges.isEmpty else { return "no \(subject)" }
    let parts = ranges.map { range in
      switch range {
      case (nil, nil): "any \(subject)"
      case (let least?, nil): "\(subject) >= \(least)"
      case (nil, let greatest?): "\(subject) <= \(greatest)"
      case (let least?, let greatest?):
        least == greatest
          ? "\(subject) = \(least)" : "\(subject) between \(least) and \(greatest)"
      }
    }
    let joined = parts.joined(separator: " or ")
    return parts.count == 1 ? joined : "(\(joined))"
  }

  private static func text(of test: TextTest, on subject: String) -> String {
    let not = test.isInverted ? "not " : ""
    switch test.condition {
    case .among(let texts):
      let sorted = texts.map { quoted($0.text) }.sorted { orderBytes($0, $1) < 0 }
      if sorted.count == 1 { return "\(subject) \(test.isInverted ? "!=" : "=") \(sorted[0])" }
      return "\(subject) \(not)in (\(sorted.joined(separator: ", ")))"
    case .ordered(let comparison, let bound):
      return "\(not)\(subject) \(comparison.rawValue) \(quoted(bound))"
    case .between(let first, let last):
      return "\(subject) \(not)between \(quoted(first)) and \(quoted(last))"
    case .contains(let needle): return "\(subject) \(not)contains \(quoted(needle))"
    case .containsFolded(let needle): return "\(subject) \(not)icontains \(quoted(needle))"
    case .hasPrefix(let prefix): return "\(subject) \(not)startswith \(quoted(prefix))"
    case .like(let pattern): return "\(subject) \(not)like \(quoted(pattern.text))"
    case .matches(let expression):
      return "\(subject) \(test.isInverted ? "!~" : "=~") \(quoted(expression.pattern))"
    }
  }
}
