import QuerySyntax

/// A set of 64-bit integers as ascending, disjoint ranges.
///
/// Every comparison of a whole number with constants comes down to one, so there is one kernel
/// for all of them, and bounds of a segment rule rows out by intersection.
struct IntegerRanges: Hashable, Sendable {
  private(set) var ranges: [ClosedRange<Int64>]

  static let none = IntegerRanges(ranges: [])
  static let all = IntegerRanges(ranges: [Int64.min...Int64.max])

  private init(ranges: [ClosedRange<Int64>]) {
    self.ranges = ranges
  }

  init(_ range: ClosedRange<Int64>) {
    ranges = [range]
  }

  /// The integers that compare so with a number, without loss of precision.
  init(_ comparison: ComparisonOperator, _ number: Number) {
    switch number {
    case .integer(let value): self.init(comparison, from: value, through: value)
    case .double(let value): self.init(comparison, value)
    }
  }

  /// The integers that compare so with a stretch: less is before it, greater is after it.
  init(_ comparison: ComparisonOperator, from first: Int64, through last: Int64) {
    switch comparison {
    case .equal: self.init(first...last)
    case .notEqual: self = IntegerRanges(first...last).complement
    case .less: self = first == .min ? .none : IntegerRanges(Int64.min...(first - 1))
    case .lessOrEqual: self.init(Int64.min...last)
    case .greater: self = last == .max ? .none : IntegerRanges((last + 1)...Int64.max)
    case .greaterOrEqual: self.init(first...Int64.max)
    default: self = .none
    }
  }

  private init(_ comparison: ComparisonOperator, _ value: Double) {
    if let exact = Int64(exactly: value) {
      self.init(comparison, from: exact, through: exact)
      return
    }
    // Between two integers, or past them all.
    let below = IntegerRanges.atMost(value.rounded(.down))
    switch comparison {
    case .notEqual: self = value.isNaN ? .none : .all
    case .less, .lessOrEqual: self = value.isNaN ? .none : below
    case .greater, .greaterOrEqual: self = value.isNaN ? .none : below.complement
    default: self = .none
    }
  }

  private static func atMost(_ value: Double) -> IntegerRanges {
    if let last = Int64(exactly: value) { return IntegerRanges(Int64.min...last) }
    return value > 0 ? .all : .none
  }

  /// Every integer that is not in the set.
  var complement: IntegerRanges {
    var gaps: [ClosedRange<Int64>] = []
    var next: Int64? = .min
    for range in ranges {
      if let first = next, first < range.lowerBound {
        gaps.append(first...(range.lowerBound - 1))
      }
      next = range.upperBound == .max ? nil : range.upperBound + 1
    }
    if let first = next { gaps.append(first...Int64.max) }
    return IntegerRanges(ranges: gaps)
  }

  func union(_ other: IntegerRanges) -> IntegerRanges {
    let sorted = (ranges + other.ranges).sorted { $0.lowerBound < $1.lowerBound }
    var merged: [ClosedRange<Int64>] = []
    for range in sorted {
      if let last = merged.last,
        last.upperBound == .max || range.lowerBound <= last.upperBound + 1
      {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return IntegerRanges(ranges: merged)
  }

  func intersection(_ other: IntegerRanges) -> IntegerRanges {
    complement.union(other.complement).complement
  }

  func contains(_ value: Int64) -> Bool {
    ranges.contains { $0.contains(value) }
  }

  func overlaps(_ bounds: ClosedRange<Int64>) -> Bool {
    ranges.contains { $0.overlaps(bounds) }
  }

  func covers(_ bounds: ClosedRange<Int64>) -> Bool {
    ranges.contains { $0.lowerBound <= bounds.lowerBound && bounds.upperBound <= $0.upperBound }
  }
}

/// A number of a query: whole numbers keep all their digits.
enum Number: Hashable, Sendable {
  case integer(Int64)
  case double(Double)
}
