import FoundationEssentials
import TestSupport
import QuerySyntax

/// Makes random sentences of a grammar.
struct SentenceGenerator {
  private let grammar: Grammar
  private var recogniser: Recogniser
  private var random: SeededGenerator
  /// The fewest rules inside one another that each rule needs.
  private let heights: [String: Int]
  /// Rules, and ways of choices, that a sentence has gone through.
  private(set) var usedRules: Set<String> = []
  private(set) var usedWays: [Int: Set<Int>] = [:]

  /// Beyond it only the ways that end soonest are taken.
  ///
  /// Rules from `query` down to a name are about fifteen deep.
  private static let depthLimit = 24
  /// Rules from `predicate` down to a name.
  private static let heightOfPredicates = 9

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    recogniser = Recogniser(grammar)
    random = SeededGenerator(seed: seed)
    heights = Self.heights(of: grammar)
  }

  private struct Token {
    var text: String
    /// An operator or a delimiter, and no value that looks like one.
    var isSymbol = false
  }

  mutating func sentence(of rule: String = "query") -> String {
    var tokens: [Token] = []
    append(.rule(rule), depth: 0, to: &tokens)
    return joined(tokens)
  }

  private static func heights(of grammar: Grammar) -> [String: Int] {
    var heights: [String: Int] = [:]
    // Each round settles at least one more rule.
    for _ in grammar.names {
      for (name, node) in grammar.rules { heights[name] = height(of: node, heights).map { $0 + 1 } }
    }
    return heights
  }

  private static func height(of node: Grammar.Node, _ heights: [String: Int]) -> Int? {
    switch node {
    case .rule(let name): return heights[name]
    case .text, .range, .words, .optional, .repetition: return 0
    case .difference(let node, _): return height(of: node, heights)
    case .choice(let nodes, _): return nodes.compactMap { height(of: $0, heights) }.min()
    case .sequence(let nodes):
      let parts = nodes.compactMap { height(of: $0, heights) }
      return parts.count == nodes.count ? parts.max() ?? 0 : nil
    }
  }

  private mutating func append(_ node: Grammar.Node, depth: Int, to tokens: inout [Token]) {
    switch node {
    case .rule(let name):
      usedRules.insert(name)
      if Grammar.isToken(name) {
        tokens.append(Token(text: token(name)))
      } else if let node = grammar.rules[name] {
        append(node, depth: depth + 1, to: &tokens)
      }
    case .text(let text):
      tokens.append(Token(text: recased(text), isSymbol: text.first?.isLetter == false))
    case .sequence(let nodes): for node in nodes { append(node, depth: depth, to: &tokens) }
    case .choice(let nodes, let number):
      append(nodes[way(of: nodes, number, depth)], depth: depth, to: &tokens)
    case .optional(let node, let number):
      if goes(number, depth) { append(node, depth: depth, to: &tokens) }
    case .repetition(let node, let number):
      while goes(number, depth) { append(node, depth: depth, to: &tokens) }
    case .difference(let node, let excluded):
      append(node, except: excluded, depth: depth, to: &tokens)
    case .range, .words: break
    }
  }

  private mutating func append(
    _ node: Grammar.Node, except excluded: Grammar.Node, depth: Int, to tokens: inout [Token]
  ) {
    guard case .rule(let rule) = excluded else { return }
    // Where only the ways that end soonest are open, all of them may be excluded.
    let depth = min(depth, Self.depthLimit - Self.heightOfPredicates)
    while true {
      let before = (usedRules, usedWays)
      var part: [Token] = []
      append(node, depth: depth, to: &part)
      if !isBracketed(part) || !recogniser.accepts(joined(part), as: rule) {
        tokens += part
        return
      }
      (usedRules, usedWays) = before
    }
  }

  /// Whether brackets of some kind begin and end it, as they do what the grammar leaves out.
  ///
  /// The recogniser, which would say the same, takes its time.
  private func isBracketed(_ part: [Token]) -> Bool {
    guard let first = part.first, let last = part.last else { return false }
    return ["{", "("].contains(first.text) && ["}", ")"].contains(last.text)
  }

  private mutating func way(of nodes: [Grammar.Node], _ number: Int, _ depth: Int) -> Int {
    let needs = nodes.map { Self.height(of: $0, heights) ?? .max }
    let lowest = needs.min() ?? 0
    let open = nodes.indices.filter { depth < Self.depthLimit || needs[$0] == lowest }
    // Now and then a way not gone before, so that rare ones have their turn.
    let new = open.filter { usedWays[number]?.contains($0) != true }
    let way =
      (random.chance(40) ? new : []).randomElement(using: &random)
      ?? open.randomElement(using: &random) ?? 0
    usedWays[number, default: []].insert(way)
    return way
  }

  private mutating func goes(_ number: Int, _ depth: Int) -> Bool {
    let isGoing = depth < Self.depthLimit && random.chance(25)
    usedWays[number, default: []].insert(isGoing ? 1 : 0)
    return isGoing
  }

  // MARK: Tokens

  /// A token that means something: the grammar does not say that February has 29 days at most.
  private mutating func token(_ name: String) -> String {
    while true {
      let before = (usedRules, usedWays)
      let text = characters(of: .rule(name))
      if hasMeaning(text, as: name) { return text }
      (usedRules, usedWays) = before
    }
  }

  private func hasMeaning(_ text: String, as name: String) -> Bool {
    if name == "STRING" { return escapesAreCharacters(text) }
    guard ["LITERAL", "BARE", "UNDOTTED"].contains(name) else { return true }
    guard let literal = try? Literal(typing: text) else { return false }
    if case .word = literal.value {
      // Quantities that operators join are refused (`2s+1s`), which others would resemble.
      let isDoubtful = text.contains(where: \.isNumber) && text.contains { "+-*/".contains($0) }
      return name != "LITERAL" && !isDoubtful
    }
    return true
  }

  /// Whether every `\u{…}` is a character; `{` stands in no other place behind `\u`.
  private func escapesAreCharacters(_ text: String) -> Bool {
    text.components(separatedBy: "\\u{").dropFirst().allSatisfy { rest in
      UInt32(rest.prefix { $0 != "}" }, radix: 16).flatMap { Unicode.Scalar($0) } != nil
    }
  }

  private mutating func characters(of node: Grammar.Node) -> String {
    switch node {
    case .rule(let name): return characters(ofRule: name)
    case .text(let text): return text
    case .range(let from, let to):
      let value = UInt32.random(in: from.value...to.value, using: &random)
      return Unicode.Scalar(value).map { String(Character($0)) } ?? ""
    case .words: return ""
    case .sequence(let nodes): return nodes.reduce("") { $0 + characters(of: $1) }
    case .choice(let nodes, let number): return characters(of: nodes[way(of: nodes, number, 0)])
    case .optional(let node, let number): return goes(number, 0) ? characters(of: node) : ""
    case .repetition(let node, let number):
      var text = ""
      while goes(number, 0) { text += characters(of: node) }
      return text
    case .difference(let node, let excluded): return characters(of: node, except: excluded)
    }
  }

  private mutating func characters(ofRule name: String) -> String {
    usedRules.insert(name)
    guard let node = grammar.rules[name] else { return "" }
    // Most other years are out of an instant's range.
    if name == "year" { return String(Int.random(in: 1_700...2_200, using: &random)) }
    guard case .words = node else { return characters(of: node) }
    let scalar = CharacterClasses.samples(rule: name).randomElement(using: &random)
    return scalar.map { String(Character($0)) } ?? ""
  }

  private mutating func characters(
    of node: Grammar.Node, except excluded: Grammar.Node
  ) -> String {
    while true {
      let text = characters(of: node)
      guard case .rule(let rule) = excluded, recogniser.accepts(text.lowercased(), as: rule)
      else { return text }
    }
  }

  // MARK: Between tokens

  private mutating func recased(_ keyword: String) -> String {
    guard random.chance(20) else { return keyword }
    return random.chance(50)
      ? keyword.uppercased() : keyword.prefix(1).uppercased() + keyword.dropFirst()
  }

  private mutating func joined(_ tokens: [Token]) -> String {
    var text = ""
    var previous = Token(text: "(", isSymbol: true)
    for token in tokens {
      if !(canTouch(previous, token) && random.chance(60)) { text += separator() }
      text += token.text
      previous = token
    }
    return text + separator()
  }

  private mutating func separator() -> String {
    let rare = ["  ", "\n", "\t", " -- a \"note\"; \n", "\r\n", "\u{A0}"]
    return random.chance(80) ? " " : rare.randomElement(using: &random) ?? " "
  }

  /// Whether two tokens stay two without white space between them.
  private func canTouch(_ left: Token, _ right: Token) -> Bool {
    let comparators = ["=", "==", "!=", "<", "<=", ">", ">=", "=~", "!~"]
    if left.isSymbol {
      if ["(", ")", "[", ",", "{", "}"].contains(left.text) { return true }
      if comparators.contains(left.text) { return true }
      return ["+", "*", "/"].contains(left.text) && endsInName(right.text)
    }
    guard right.isSymbol else { return false }
    if ["(", ")", "]", ",", "|", "{", "}"].contains(right.text) { return true }
    return endsInName(left.text) && (comparators + ["+", "*", "/"]).contains(right.text)
  }

  private func endsInName(_ text: String) -> Bool {
    text.last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
  }
}
