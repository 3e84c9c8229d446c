/// A set of Unicode scalars: a character of a pattern, `.`, or a class.
struct ScalarSet: Hashable, Sendable {
  /// Scalar values, in any order.
  private var ranges: [ClosedRange<UInt32>]
  private var isInverted = false
  /// Whether a scalar belongs as soon as its upper or lower case does.
  private var ignoresCase = false
  /// Answers for ASCII, bit by bit: nearly all that is ever asked.
  private var asciiLow: UInt64 = 0
  private var asciiHigh: UInt64 = 0

  init(_ ranges: [ClosedRange<UInt32>], isInverted: Bool = false, ignoresCase: Bool = false) {
    self.ranges = ranges
    self.isInverted = isInverted
    self.ignoresCase = ignoresCase
    for value in 0..<UInt32(64) where hasMember(value) { asciiLow |= 1 << UInt64(value) }
    for value in 64..<UInt32(128) where hasMember(value) { asciiHigh |= 1 << UInt64(value - 64) }
  }

  init(_ scalar: Unicode.Scalar, ignoresCase: Bool) {
    self.init([scalar.value...scalar.value], ignoresCase: ignoresCase)
  }

  /// Everything but a line feed.
  static let anyButLineFeed = ScalarSet([10...10], isInverted: true)

  /// `\d`, `\w` or `\s`, ASCII only as in RE2.
  static func ranges(ofClass letter: Unicode.Scalar) -> [ClosedRange<UInt32>]? {
    switch letter {
    case "d": [48...57]
    case "w": [48...57, 65...90, 95...95, 97...122]
    case "s": [9...10, 12...13, 32...32]
    default: nil
    }
  }

  /// What lies between ranges, for `\D`, `\W` and `\S`.
  static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    gaps.append(next...0x10ffff)
    return gaps
  }

  /// The one scalar of the set, in the sense of `TextNeed.characters`; nil where it has others.
  var only: Unicode.Scalar? {
    guard !isInverted, ranges.allSatisfy({ $0.count == 1 }) else { return nil }
    let members = ranges.compactMap { Unicode.Scalar($0.lowerBound) }
    guard let first = members.first, members.count == ranges.count else { return nil }
    // Cases beyond ASCII are told apart by indexes, and not by the pattern.
    if !first.isASCII { return ignoresCase || members.contains { $0 != first } ? nil : first }
    return members.allSatisfy { haveSameLetter($0, first) } ? first : nil
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 64 { return asciiLow >> UInt64(value) & 1 == 1 }
    if value < 128 { return asciiHigh >> UInt64(value - 64) & 1 == 1 }
    return hasMember(value)
  }

  private func hasMember(_ value: UInt32) -> Bool {
    isInRanges(value) != isInverted
  }

  private func isInRanges(_ value: UInt32) -> Bool {
    if ranges.contains(where: { $0.contains(value) }) { return true }
    guard ignoresCase, let scalar = Unicode.Scalar(value) else { return false }
    let cases = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
    return cases.contains { mapping in
      let scalars = mapping.unicodeScalars
      guard scalars.count == 1, let other = scalars.first?.value else { return false }
      return ranges.contains { $0.contains(other) }
    }
  }
}

/// Whether two scalars of ASCII are the same, or one letter in two cases.
private func haveSameLetter(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
  left == right
    || left.isASCII && right.isASCII && left.properties.isAlphabetic
      && left.value | 0x20 == right.value | 0x20
}
