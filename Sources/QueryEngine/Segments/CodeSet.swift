/// The dictionary codes of a segment that pass a test, in the form that is tested fastest.
enum CodeSet: Hashable, Sendable {
  case none
  case all
  /// The codes from `lower` to `lower + width`, or, inverted, all others.
  case range(lower: UInt32, width: UInt32, isInverted: Bool)
  /// A byte a code, 1 for members.
  case table([UInt8])

  init(_ members: [UInt8]) {
    let count = members.reduce(into: 0) { $0 += Int($1) }
    if count == 0 {
      self = .none
    } else if count == members.count {
      self = .all
    } else if let range = CodeSet.run(of: 1, in: members, count: count) {
      self = .range(lower: range.lower, width: range.width, isInverted: false)
    } else if let range = CodeSet.run(of: 0, in: members, count: members.count - count) {
      self = .range(lower: range.lower, width: range.width, isInverted: true)
    } else {
      self = .table(members)
    }
  }

  /// The bounds of the codes marked so, when they follow one another.
  private static func run(
    of mark: UInt8, in members: [UInt8], count: Int
  ) -> (lower: UInt32, width: UInt32)? {
    guard let first = members.firstIndex(of: mark), let last = members.lastIndex(of: mark),
      last - first + 1 == count
    else { return nil }
    return (UInt32(first), UInt32(last - first))
  }
}
