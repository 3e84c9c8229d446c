import Scanning

extension PatternNode {
  /// What every text has that the pattern matches in.
  ///
  /// Characters that follow each other are one stretch, whatever assertions stand between them; what
  /// may be absent, or one of several, ends it.
  var need: TextNeed {
    var stretches = NeededStretches()
    stretches.add(self)
    return stretches.finish()
  }
}

/// Gathers what a pattern needs, from left to right.
private struct NeededStretches {
  private var needs: [TextNeed] = []
  private var characters = ""

  mutating func add(_ node: PatternNode) {
    switch node {
    case .empty, .assertion: break
    case .scalar(let set):
      if let only = set.only { characters.unicodeScalars.append(only) } else { end() }
    case .sequence(let parts): for part in parts { add(part) }
    case .alternatives(let parts):
      end()
      let alternatives = parts.map(\.need)
      if !alternatives.contains(.anything) { needs.append(.some(alternatives)) }
    case .repetition(let part, let least, let most):
      if least == 1, most == 1 { return add(part) }
      end()
      if least > 0 {
        add(part)
        end()
      }
    }
  }

  /// Ends the stretch of characters.
  private mutating func end() {
    if !characters.isEmpty { needs.append(.characters(characters)) }
    characters = ""
  }

  mutating func finish() -> TextNeed {
    end()
    if needs.isEmpty { return .anything }
    return needs.count == 1 ? needs[0] : .all(needs)
  }
}
