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

  /// Some codes, each once, of so many there are; or, inverted, all others.
  ///
  /// O(codes): dictionaries are longer than the lists that queries name.
  init(_ codes: [UInt32], ofCount count: Int, isInverted: Bool) {
    guard let least = codes.min(), let greatest = codes.max() else {
      self = isInverted ? .all : .none
      return
    }
    if codes.count == count {
      self = isInverted ? .none : .all
    } else if Int(greatest - least) == codes.count - 1 {
      self = .range(lower: least, width: greatest - least, isInverted: isInverted)
    } else {
      var members = [UInt8](repeating: isInverted ? 1 : 0, count: count)
      for code in codes { members[Int(code)] = isInverted ? 0 : 1 }
      self.init(members)
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
