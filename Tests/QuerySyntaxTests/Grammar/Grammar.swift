/// The productions of an EBNF file.
struct Grammar: Sendable {
  indirect enum Node: Sendable {
    /// A rule's name.
    case rule(String)
    case text(String)
    /// One character, both ends included.
    case range(Unicode.Scalar, Unicode.Scalar)
    case sequence([Node])
    /// The number tells the choices of a grammar apart, so that a test can count them.
    case choice([Node], number: Int)
    case optional(Node, number: Int)
    case repetition(Node, number: Int)
    case difference(Node, Node)
    /// What is said in words.
    case words(String)
  }

  /// In the order of the file.
  private(set) var names: [String] = []
  private(set) var rules: [String: Node] = [:]
  /// Choices, options and repetitions, and in how many ways each can go.
  private(set) var ways: [Int: Int] = [:]

  init(_ text: String) throws {
    var reader = try GrammarReader(text)
    while let (name, node) = try reader.rule() {
      names.append(name)
      rules[name] = node
    }
    ways = reader.ways
  }

  subscript(name: String) -> Node {
    get throws {
      guard let node = rules[name] else { throw GrammarError(message: "no rule \(name)") }
      return node
    }
  }

  /// Whether a rule is a token, and so has no white space inside.
  static func isToken(_ name: String) -> Bool { name.first?.isUppercase ?? false }
}

struct GrammarError: Error {
  var message: String
}

/// Reads the notation that `spoor.ebnf` explains at its top.
private struct GrammarReader {
  private enum Symbol: Equatable {
    case name(String), text(String), words(String), mark(Character), end
  }

  private var symbols: ArraySlice<Symbol>
  private(set) var ways: [Int: Int] = [:]

  init(_ text: String) throws { symbols = try Self.symbols(of: Array(text))[...] }

  private static func symbols(of text: [Character]) throws -> [Symbol] {
    var symbols: [Symbol] = []
    var rest = text[...]
    func take(to end: Character) throws -> String {
      guard let index = rest.dropFirst().firstIndex(of: end) else {
        throw GrammarError(message: "no \(end) after \(String(rest.prefix(20)))")
      }
      defer { rest = rest[(index + 1)...] }
      return String(rest[(rest.startIndex + 1)..<index])
    }
    while let first = rest.first {
      if rest.starts(with: "(*") {
        repeat { _ = try take(to: "*") } while rest.first != ")"
        rest = rest.dropFirst()
      } else if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first.isLetter {
        let name = rest.prefix { $0.isLetter || $0 == "_" }
        symbols.append(.name(String(name)))
        rest = rest[name.endIndex...]
      } else if first == "\"" || first == "'" {
        symbols.append(.text(try take(to: first)))
      } else if first == "?" {
        symbols.append(.words(try take(to: "?")))
      } else {
        symbols.append(.mark(first))
        rest = rest.dropFirst()
      }
    }
    return symbols + [.end]
  }

  mutating func rule() throws -> (String, Grammar.Node)? {
    guard case .name(let name) = symbols.first else {
      guard symbols.first == .end else { throw failure("a rule's name") }
      return nil
    }
    symbols.removeFirst()
    try expect("=")
    let node = try choice()
    try expect(";")
    return (name, node)
  }

  private mutating func choice() throws -> Grammar.Node {
    var alternatives = [try sequence()]
    while symbols.first == .mark("|") {
      symbols.removeFirst()
      alternatives.append(try sequence())
    }
    return alternatives.count == 1
      ? alternatives[0] : .choice(alternatives, number: number(ways: alternatives.count))
  }

  private mutating func sequence() throws -> Grammar.Node {
    var elements: [Grammar.Node] = []
    while let element = try element() { elements.append(element) }
    return elements.count == 1 ? elements[0] : .sequence(elements)
  }

  private mutating func element() throws -> Grammar.Node? {
    guard var node = try primary() else { return nil }
    while symbols.first == .mark("-") {
      symbols.removeFirst()
      guard let other = try primary() else { throw failure("something after -") }
      node = .difference(node, other)
    }
    return node
  }

  private mutating func primary() throws -> Grammar.Node? {
    switch symbols.first {
    case .name(let name):
      symbols.removeFirst()
      return .rule(name)
    case .words(let words):
      symbols.removeFirst()
      return .words(words)
    case .text(let text): return try textOrRange(text)
    case .mark("["):
      return .optional(try bracketed("]"), number: number(ways: 2))
    case .mark("{"):
      return .repetition(try bracketed("}"), number: number(ways: 2))
    case .mark("("): return try bracketed(")")
    default: return nil
    }
  }

  private mutating func textOrRange(_ text: String) throws -> Grammar.Node {
    symbols.removeFirst()
    guard symbols.first == .mark("…") else { return .text(text) }
    symbols.removeFirst()
    guard case .text(let upper) = symbols.popFirst(), let from = text.unicodeScalars.first,
      let to = upper.unicodeScalars.first
    else { throw failure("the end of a range") }
    return .range(from, to)
  }

  private mutating func bracketed(_ close: Character) throws -> Grammar.Node {
    symbols.removeFirst()
    let node = try choice()
    try expect(close)
    return node
  }

  private mutating func expect(_ mark: Character) throws {
    guard symbols.first == .mark(mark) else { throw failure("\(mark)") }
    symbols.removeFirst()
  }

  private mutating func number(ways count: Int) -> Int {
    ways[ways.count] = count
    return ways.count - 1
  }

  private func failure(_ expected: String) -> GrammarError {
    GrammarError(message: "expected \(expected), found \(String(describing: symbols.first))")
  }
}
