import QuerySyntax

/// A set of finite doubles as disjoint ranges.
///
/// Doubles are discrete, so `x > 2` is `x >= 2.nextUp`: every comparison with constants becomes
/// closed ranges, also comparisons with integers that no double equals.
struct DoubleRanges: Hashable, Sendable {
  private(set) var ranges: [ClosedRange<Double>]

  static let none = DoubleRanges(ranges: [])

  private static let least = -Double.greatestFiniteMagnitude
  private static let greatest = Double.greatestFiniteMagnitude

  private init(ranges: [ClosedRange<Double>]) {
    self.ranges = ranges
  }

  /// The doubles that compare so with a number, without loss of precision.
  init(_ comparison: ComparisonOperator, _ number: Number) {
    let (below, above) = DoubleRanges.neighbours(of: number)
    // Equal only when a double is the number itself.
    let equal: [ClosedRange<Double>] = below == above ? [below...below] : []
    let less = below == above ? below.nextDown : below
    let greater = below == above ? above.nextUp : above
    ranges =
      switch comparison {
      case .equal: equal
      case .notEqual: DoubleRanges.through(less) + DoubleRanges.from(greater)
      case .less: DoubleRanges.through(less)
      case .lessOrEqual: DoubleRanges.through(below)
      case .greater: DoubleRanges.from(greater)
      case .greaterOrEqual: DoubleRanges.from(above)
      default: []
      }
  }

  /// The greatest double up to a number and the least from it on; one double twice when it is
  /// the number.
  private static func neighbours(of number: Number) -> (below: Double, above: Double) {
    switch number {
    case .double(let value): return (value, value)
    case .integer(let value):
      let nearest = Double(value)
      if Int64(exactly: nearest) == value { return (nearest, nearest) }
      // Rounded: 2^63 is past every Int64, else the rounded value says on which side it fell.
      let isAbove = Int64(exactly: nearest).map { $0 > value } ?? true
      return isAbove ? (nearest.nextDown, nearest) : (nearest, nearest.nextUp)
    }
  }

  private static func through(_ value: Double) -> [ClosedRange<Double>] {
    value >= least ? [least...min(value, greatest)] : []
  }

  private static func from(_ value: Double) -> [ClosedRange<Double>] {
    value <= greatest ? [max(value, least)...greatest] : []
  }

  func union(_ other: DoubleRanges) -> DoubleRanges {
    DoubleRanges(ranges: ranges + other.ranges)
  }

  func intersection(_ other: DoubleRanges) -> DoubleRanges {
    var shared: [ClosedRange<Double>] = []
    for range in ranges {
      for candidate in other.ranges where range.overlaps(candidate) {
        shared.append(range.clamped(to: candidate))
      }
    }
    return DoubleRanges(ranges: shared)
  }

  func contains(_ value: Double) -> Bool {
    ranges.contains { $0.contains(value) }
  }
}
