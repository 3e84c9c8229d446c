/// Says whether a text is a sentence of the grammar, by trying all that the grammar allows.
///
/// It shares no code with the parser, so that the two can be held against each other.
struct Recogniser {
  private let grammar: Grammar
  private let symbols: Set<String>
  private var text: [Unicode.Scalar] = []
  private var known: [Key: Set<Int>] = [:]

  private struct Key: Hashable {
    var rule: String
    var position: Int
  }

  init(_ grammar: Grammar) {
    self.grammar = grammar
    symbols = Set(
      grammar.names.filter { !Grammar.isToken($0) }.compactMap { grammar.rules[$0] }
        .flatMap(Self.texts).filter { $0.first?.isLetter == false })
  }

  /// Whether the whole text is a sentence of the rule.
  mutating func accepts(_ text: String, as rule: String = "query") -> Bool {
    self.text = Array(text.unicodeScalars)
    known = [:]
    let isToken = Grammar.isToken(rule)
    return ends(of: .rule(rule), at: 0, inToken: false)
      .contains { (isToken ? $0 : skippingSpace(from: $0)) == self.text.count }
  }

  private static func texts(of node: Grammar.Node) -> [String] {
    switch node {
    case .text(let text): [text]
    case .sequence(let nodes), .choice(let nodes, _): nodes.flatMap(texts)
    case .optional(let node, _), .repetition(let node, _): texts(of: node)
    default: []
    }
  }

  /// Where a part of the grammar that begins here can end.
  private mutating func ends(of node: Grammar.Node, at start: Int, inToken: Bool) -> Set<Int> {
    switch node {
    case .rule(let name): return ends(ofRule: name, at: start, inToken: inToken)
    case .text(let text):
      return inToken ? ends(ofText: text, at: start) : ends(ofKeyword: text, at: start)
    case .range(let from, let to):
      return start < text.count && from <= text[start] && text[start] <= to ? [start + 1] : []
    case .words: return []
    case .sequence(let nodes):
      return nodes.reduce([start]) { starts, node in
        Set(starts.flatMap { ends(of: node, at: $0, inToken: inToken) })
      }
    case .choice(let nodes, _):
      return nodes.reduce(into: []) { $0.formUnion(ends(of: $1, at: start, inToken: inToken)) }
    case .optional(let node, _):
      return ends(of: node, at: start, inToken: inToken).union([start])
    case .repetition(let node, _): return repeated(node, at: start, inToken: inToken)
    case .difference(let node, let excluded):
      return ends(of: node, at: start, inToken: inToken)
        .subtracting(ends(of: excluded, at: start, inToken: inToken))
    }
  }

  private mutating func repeated(_ node: Grammar.Node, at start: Int, inToken: Bool) -> Set<Int> {
    var reached: Set<Int> = [start]
    var open: Set<Int> = [start]
    while let position = open.popFirst() {
      let ends = ends(of: node, at: position, inToken: inToken).subtracting(reached)
      reached.formUnion(ends)
      open.formUnion(ends)
    }
    return reached
  }

  private mutating func ends(ofRule name: String, at start: Int, inToken: Bool) -> Set<Int> {
    let key = Key(rule: name, position: start)
    if let ends = known[key] { return ends }
    var result: Set<Int> = []
    if let node = grammar.rules[name] {
      if case .words = node {
        let isIn = start < text.count && CharacterClasses.contains(text[start], rule: name)
        result = isIn ? [start + 1] : []
      } else if Grammar.isToken(name), !inToken {
        let start = skippingSpace(from: start)
        result = whole(name, from: start, ends(of: node, at: start, inToken: true))
      } else {
        result = ends(of: node, at: start, inToken: inToken)
        if name == "value" || name == "baseline" {
          result = result.filter { isQuote(at: $0 - 1) || !isBare(at: $0) }
        }
      }
    }
    known[key] = result
    return result
  }

  /// Leaves of a token's ends those at which it is as long as its characters allow.
  private func whole(_ name: String, from start: Int, _ ends: Set<Int>) -> Set<Int> {
    switch name {
    case "STRING": return ends
    case "BARE", "UNDOTTED": return ends.filter { !isBare(at: $0) }
    case "LITERAL":
      let ends = ends.filter { end in
        if text[end - 1] == "%" { return !isNamePart(at: end) && !isOne(of: "($\"'", at: end) }
        return !isNamePart(at: end) && !isOne(of: ".", at: end)
      }
      guard let longest = ends.max() else { return [] }
      return isDate(at: start) && longest < start + 10 ? [] : [longest]
    default: return ends.filter { !isNamePart(at: $0) }
    }
  }

  /// Four digits, two and two are a date or a mistake, never arithmetic.
  private func isDate(at start: Int) -> Bool {
    guard start + 10 <= text.count else { return false }
    return zip(text[start..<(start + 10)], "dddd-dd-dd".unicodeScalars).allSatisfy {
      $1 == "d" ? ("0"..."9").contains($0) : $0 == $1
    }
  }

  private func ends(ofText wanted: String, at start: Int) -> Set<Int> {
    let wanted = Array(wanted.unicodeScalars)
    return text[min(start, text.count)...].starts(with: wanted) ? [start + wanted.count] : []
  }

  private func ends(ofKeyword wanted: String, at start: Int) -> Set<Int> {
    let start = skippingSpace(from: start)
    if symbols.contains(wanted) {
      let isPartOfLonger = symbols.contains {
        $0.count > wanted.count && $0.hasPrefix(wanted) && !ends(ofText: $0, at: start).isEmpty
      }
      return isPartOfLonger ? [] : ends(ofText: wanted, at: start)
    }
    let end = start + wanted.unicodeScalars.count
    guard end <= text.count, !isNamePart(at: end),
      text[start..<end].map({ $0.properties.lowercaseMapping }).joined() == wanted
    else { return [] }
    return [end]
  }

  private func isOne(of characters: String, at position: Int) -> Bool {
    position < text.count && characters.unicodeScalars.contains(text[position])
  }

  private func isQuote(at position: Int) -> Bool { isOne(of: "\"'", at: position) }

  private func isNamePart(at position: Int) -> Bool {
    position < text.count && CharacterClasses.isNamePart(text[position])
  }

  private func isBare(at position: Int) -> Bool {
    position >= 0 && position < text.count && CharacterClasses.isBare(text[position])
  }

  private func skippingSpace(from start: Int) -> Int {
    var position = start
    while position < text.count {
      if isOne(of: "-", at: position), isOne(of: "-", at: position + 1), !isBare(at: position - 1) {
        while position < text.count, text[position] != "\n" { position += 1 }
      } else if CharacterClasses.isSpace(text[position]) {
        position += 1
      } else {
        break
      }
    }
    return position
  }
}
