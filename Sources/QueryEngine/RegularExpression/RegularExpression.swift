import Scanning

/// A regular expression searched for in time linear in the text, whatever the pattern.
///
/// A query may come from anyone, so backtracking is out: K. Thompson's construction, simulated
/// with the set of all states at once (R. Cox, "Regular Expression Matching Can Be Simple And
/// Fast", 2007).
struct RegularExpression: Sendable {
  let pattern: String
  private let program: [PatternInstruction]
  /// What every text has that the pattern matches in.
  let need: TextNeed

  init(_ pattern: String) throws(PatternError) {
    self.pattern = pattern
    let node = try PatternParser.parse(pattern)
    program = try PatternCompiler.compile(node)
    need = node.need
  }

  /// Whether the pattern matches anywhere in the text.
  ///
  /// - Complexity: O(text × instructions).
  func matches(_ text: String) -> Bool {
    var current = PatternStates(capacity: program.count)
    var next = PatternStates(capacity: program.count)
    var before: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    while true {
      let scalar = scalars.next()
      // The search is not anchored: a match may begin at every place.
      if current.add(0, of: program, before: before, after: scalar) { return true }
      guard let scalar else { return false }
      let after = scalars.peeked
      next.removeAll()
      for index in 0..<current.count {
        let state = current[index]
        guard case .scalar(let set) = program[state], set.contains(scalar) else { continue }
        if next.add(state + 1, of: program, before: scalar, after: after) { return true }
      }
      swap(&current, &next)
      before = scalar
    }
  }
}

extension String.UnicodeScalarView.Iterator {
  /// The next scalar, not taken.
  fileprivate var peeked: Unicode.Scalar? {
    var copy = self
    return copy.next()
  }
}

extension RegularExpression: Hashable {
  static func == (left: RegularExpression, right: RegularExpression) -> Bool {
    left.pattern == right.pattern
  }

  func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}

/// A step of a compiled pattern.
///
/// Steps but `jump` and `split` go on with the next one.
enum PatternInstruction: Hashable, Sendable {
  case scalar(ScalarSet)
  case assertion(PatternAssertion)
  case split(Int, Int)
  case jump(Int)
  case match
}

/// A set of states in the order they were added, cleared in constant time.
///
/// Briggs and Torczon, "An Efficient Representation for Sparse Sets" (1993).
private struct PatternStates {
  private var dense: [Int]
  private var sparse: [Int]
  private(set) var count = 0
  private var pending: [Int] = []

  init(capacity: Int) {
    dense = Array(repeating: 0, count: capacity)
    sparse = Array(repeating: 0, count: capacity)
  }

  subscript(index: Int) -> Int { dense[index] }

  mutating func removeAll() { count = 0 }

  /// Adds a state and all that it leads to without a character; true when that is the match.
  mutating func add(
    _ state: Int, of program: [PatternInstruction], before: Unicode.Scalar?,
    after: Unicode.Scalar?
  ) -> Bool {
    pending.append(state)
    while let state = pending.popLast() {
      guard insert(state) else { continue }
      switch program[state] {
      case .match:
        pending.removeAll()
        return true
      case .scalar: break
      case .jump(let target): pending.append(target)
      case .split(let first, let second): pending += [first, second]
      case .assertion(let assertion):
        if assertion.holds(before: before, after: after) { pending.append(state + 1) }
      }
    }
    return false
  }

  /// True when the state was not in the set.
  private mutating func insert(_ state: Int) -> Bool {
    let slot = sparse[state]
    if slot < count && dense[slot] == state { return false }
    dense[count] = state
    sparse[state] = count
    count += 1
    return true
  }
}
