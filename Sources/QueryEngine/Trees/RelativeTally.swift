import QuerySyntax
import Statistics

/// What an aggregate over relatives adds up; an empty one changes nothing.
///
/// Only added, never taken away: so sums of doubles are exact, and extremes need no order.
protocol RelativeTally {
  mutating func add(_ other: Self)
}

struct CountTally: RelativeTally {
  var count = 0

  mutating func add(_ other: CountTally) { count += other.count }
}

/// A sum of whole numbers.
struct WholeTally: RelativeTally {
  var count = 0
  var sum: Int128 = 0

  mutating func add(_ other: WholeTally) {
    count += other.count
    sum += other.sum
  }
}

/// A sum of doubles, rounded once in the end.
struct DoubleTally: RelativeTally {
  var count = 0
  var sum = ExactSum()

  mutating func add(_ other: DoubleTally) {
    guard other.count > 0 else { return }
    count += other.count
    sum.add(other.sum)
  }
}

struct ExtremumTally<Number: Comparable>: RelativeTally {
  let isLeast: Bool
  var best: Number?

  mutating func add(_ other: ExtremumTally) {
    guard let candidate = other.best else { return }
    guard let best else { return self.best = candidate }
    self.best = isLeast ? Swift.min(best, candidate) : Swift.max(best, candidate)
  }
}

extension SpanForest {
  /// Adds up what the relatives of each span have: a tally for each position.
  ///
  /// - Parameters:
  ///   - relation: What the relatives are.
  ///   - empty: A tally of nothing.
  ///   - own: What a span adds to the tallies of those whose relative it is; nil for nothing.
  ///   - query: Asked trace by trace whether to stop. The tallies of one trace are held at a time.
  ///   - put: Takes a position's tally.
  /// - Throws: What `put` throws, or when the query is to stop.
  func tally<Tally: RelativeTally>(
    _ relation: SpanRelation, from empty: Tally, own: (Int) -> Tally?,
    _ query: QueryShare, put: (Int, Tally) throws(QueryError) -> Void
  ) throws(QueryError) {
    var tallies: [Tally] = []
    let siblings = relation == .sibling ? orphanTallies(from: empty, own: own) : [:]
    for trace in traces {
      try query.check()
      tallies.removeAll(keepingCapacity: true)
      tallies.append(contentsOf: repeatElement(empty, count: trace.count))
      switch relation {
      case .child: addToParents(trace, own, &tallies)
      case .descendant: addToAncestors(trace, own, &tallies)
      case .parent, .ancestor: addToChildren(trace, own, &tallies, handsOn: relation == .ancestor)
      case .sibling: addToSiblings(trace, from: empty, own, &tallies)
      case .root:
        guard let root = root(of: trace), let tally = own(root) else { break }
        for place in tallies.indices { tallies[place] = tally }
      case .trace:
        var total = empty
        for position in trace { if let tally = own(position) { total.add(tally) } }
        for place in tallies.indices { tallies[place] = total }
      }
      for position in trace {
        try put(position, siblings[position] ?? tallies[position - trace.lowerBound])
      }
    }
  }

  private func addToParents<Tally: RelativeTally>(
    _ trace: Range<Int>, _ own: (Int) -> Tally?, _ tallies: inout [Tally]
  ) {
    for position in trace where parents[position] != Self.none {
      guard let tally = own(position) else { continue }
      tallies[Int(parents[position]) - trace.lowerBound].add(tally)
    }
  }

  /// From the last position to the first: what is below a span is complete when it is its turn.
  private func addToAncestors<Tally: RelativeTally>(
    _ trace: Range<Int>, _ own: (Int) -> Tally?, _ tallies: inout [Tally]
  ) {
    for position in trace.reversed() where parents[position] != Self.none {
      let parent = Int(parents[position]) - trace.lowerBound
      let below = tallies[position - trace.lowerBound]
      tallies[parent].add(below)
      if let tally = own(position) { tallies[parent].add(tally) }
    }
  }

  private func addToChildren<Tally: RelativeTally>(
    _ trace: Range<Int>, _ own: (Int) -> Tally?, _ tallies: inout [Tally], handsOn: Bool
  ) {
    for position in trace where parents[position] != Self.none {
      let parent = Int(parents[position])
      if handsOn { tallies[position - trace.lowerBound] = tallies[parent - trace.lowerBound] }
      if let tally = own(parent) { tallies[position - trace.lowerBound].add(tally) }
    }
  }

  /// Once forwards for the siblings before each span, once backwards for those behind it.
  private func addToSiblings<Tally: RelativeTally>(
    _ trace: Range<Int>, from empty: Tally, _ own: (Int) -> Tally?, _ tallies: inout [Tally]
  ) {
    for isForward in [true, false] {
      var soFar = [Tally](repeating: empty, count: trace.count)
      for place in 0..<trace.count {
        let position = isForward ? trace.lowerBound + place : trace.upperBound - 1 - place
        guard parents[position] != Self.none else { continue }
        let parent = Int(parents[position]) - trace.lowerBound
        tallies[position - trace.lowerBound].add(soFar[parent])
        if let tally = own(position) { soFar[parent].add(tally) }
      }
    }
  }

  /// The tallies of the orphans that have siblings.
  private func orphanTallies<Tally: RelativeTally>(
    from empty: Tally, own: (Int) -> Tally?
  ) -> [Int: Tally] {
    var found: [Int: Tally] = [:]
    for positions in groupsOfOrphans {
      for order in [positions, positions.reversed()] {
        var soFar = empty
        for position in order {
          found[position, default: empty].add(soFar)
          if let tally = own(position) { soFar.add(tally) }
        }
      }
    }
    return found
  }
}
