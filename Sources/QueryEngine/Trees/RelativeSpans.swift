import QuerySyntax

/// Which spans of a forest have relatives among some of them.
extension SpanForest {
  /// The spans that have a relative among the given ones.
  ///
  /// One sweep over the parents at most, whatever the relation.
  func spans(with relation: SpanRelation, among given: Bitmap) -> Bitmap {
    if given.isEmpty { return given }
    switch relation {
    case .parent: return children(of: given)
    case .child: return parents(of: given)
    case .ancestor: return descendants(of: given)
    case .descendant: return ancestors(of: given)
    case .sibling: return siblings(of: given)
    case .root: return members(ofTracesRootedIn: given)
    case .trace: return members(ofTracesOf: given)
    }
  }

  private func parents(of given: Bitmap) -> Bitmap {
    var found = Bitmap(bitCount: count, isSet: false)
    for position in given.rows {
      let parent = parents[Int(position)]
      if parent != Self.none { found.set(Int(parent)) }
    }
    return found
  }

  /// The spans that have a descendant among the given ones.
  func ancestors(of given: Bitmap) -> Bitmap {
    var found = Bitmap(bitCount: count, isSet: false)
    for position in given.rows {
      var parent = parents[Int(position)]
      // Above a span that was found, all are.
      while parent != Self.none && !found[Int(parent)] {
        found.set(Int(parent))
        parent = parents[Int(parent)]
      }
    }
    return found
  }

  private func children(of given: Bitmap) -> Bitmap {
    var found = given.words
    markChildren(parents.span, of: given.words.span, in: &found)
    return Bitmap(bitCount: count, found)
  }

  private func descendants(of given: Bitmap) -> Bitmap {
    var found = Bitmap(bitCount: count, isSet: false)
    markDescendants(parents.span, of: given.words.span, in: &found.words)
    return found
  }

  private func siblings(of given: Bitmap) -> Bitmap {
    var (one, several) = (given, given)
    one.clearAll()
    several.clearAll()
    for position in given.rows {
      let parent = Int(parents[Int(position)])
      guard parent != Int(Self.none) else { continue }
      if one[parent] { several.set(parent) } else { one.set(parent) }
    }
    var found = Bitmap(bitCount: count, isSet: false)
    for position in parents.indices where parents[position] != Self.none {
      let parent = Int(parents[position])
      if given[position] ? several[parent] : one[parent] { found.set(position) }
    }
    for positions in groupsOfOrphans {
      let givenCount = positions.count { given[$0] }
      for position in positions where givenCount > (given[position] ? 1 : 0) {
        found.set(position)
      }
    }
    return found
  }

  /// Orphans of one trace with the same parent id, which are siblings.
  var groupsOfOrphans: [[Int]] {
    guard orphans.count > 1 else { return [] }
    let positions = orphans.map(\.position)
    let traces = firstRows(ofTracesOf: positions.span, starts: traceStarts.words.span)
    var groups: [[Int]] = []
    // By the ids of the parents in the trace at hand.
    var numbers: [Int64: Int] = [:]
    for index in orphans.indices {
      if index > 0 && traces[index] != traces[index - 1] {
        numbers.removeAll(keepingCapacity: true)
      }
      let number = numbers[orphans[index].parentID] ?? groups.count
      if number == groups.count {
        groups.append([])
        numbers[orphans[index].parentID] = number
      }
      groups[number].append(Int(orphans[index].position))
    }
    return groups
  }

  private func members(ofTracesRootedIn given: Bitmap) -> Bitmap {
    var starts = Bitmap(bitCount: count, isSet: false)
    for trace in traces {
      if let root = root(of: trace), given[root] { starts.set(trace.lowerBound) }
    }
    return members(ofTracesAt: starts)
  }

  /// All spans of the traces of some.
  func members(ofTracesOf given: Bitmap) -> Bitmap {
    var starts = Bitmap(bitCount: count, isSet: false)
    let positions = given.rows
    for start in firstRows(ofTracesOf: positions.span, starts: traceStarts.words.span) {
      starts.set(Int(start))
    }
    return members(ofTracesAt: starts)
  }

  private func members(ofTracesAt starts: Bitmap) -> Bitmap {
    var members = starts
    fillTraces(&members.words, from: traceStarts.words.span, rowCount: count)
    return members
  }
}

/// Marks the positions whose parent is given, a word at a time.
private func markChildren(
  _ parents: Swift.Span<UInt32>, of given: Swift.Span<UInt64>, in words: inout [UInt64]
) {
  var target = words.mutableSpan
  for index in target.indices {
    let first = index &* 64
    var bits: UInt64 = 0
    for bit in 0..<min(64, parents.count &- first) {
      let parent = parents[first &+ bit]
      guard parent != SpanForest.none else { continue }
      let isGiven = given[Int(parent &>> 6)] &>> UInt64(parent & 63) & 1
      bits |= isGiven &<< UInt64(truncatingIfNeeded: bit)
    }
    target[index] = bits
  }
}

/// Marks the positions below given ones: parents precede their children, so that theirs is known.
private func markDescendants(
  _ parents: Swift.Span<UInt32>, of given: Swift.Span<UInt64>, in words: inout [UInt64]
) {
  var target = words.mutableSpan
  for position in parents.indices {
    let parent = parents[position]
    guard parent != SpanForest.none else { continue }
    let word = Int(parent &>> 6)
    let isBelow = (given[word] | target[word]) &>> UInt64(parent & 63) & 1
    target[position &>> 6] |= isBelow &<< UInt64(truncatingIfNeeded: position & 63)
  }
}
