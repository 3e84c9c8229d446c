import QuerySyntax
import Testing

/// Holds `grammar/spoor.ebnf` and the parser together, in both directions.
@Suite struct GrammarTests {
  @Test func `the sentences go every way that the grammar has`() throws {
    let grammar = try Grammar(GrammarFiles.ebnf)
    var generator = SentenceGenerator(grammar, seed: 1)
    for _ in 0..<12_000 {
      _ = generator.sentence()
      for _ in 0..<4 { _ = generator.sentence(of: "LITERAL") }
    }
    #expect(Set(grammar.names).count == grammar.names.count)
    // What a name or a value is not: nothing is generated from these.
    #expect(Set(grammar.names).subtracting(generator.usedRules) == ["RESERVED", "DOTTED"])
    #expect(generator.usedRules.isSubset(of: grammar.names))
    let unused = grammar.ways.filter { number, count in
      (generator.usedWays[number]?.count ?? 0) < count && !Self.isOnlyExcluded(number, grammar)
    }
    #expect(unused.isEmpty)
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func `the parser accepts whatever the grammar generates, and prints it back`(
    seed: UInt64
  ) throws {
    let grammar = try Grammar(GrammarFiles.ebnf)
    var generator = SentenceGenerator(grammar, seed: seed)
    for _ in 0..<1_000 {
      let sentence = generator.sentence()
      try expectRoundTrip(sentence, "seed \(seed)")
      // Few queries would hold the rarer literals.
      try expectRoundTrip("select " + generator.sentence(of: "LITERAL"), "seed \(seed)")
    }
  }

  /// Choices inside what the grammar only subtracts.
  private static func isOnlyExcluded(_ number: Int, _ grammar: Grammar) -> Bool {
    ["RESERVED", "DOTTED"].compactMap { grammar.rules[$0] }.contains { $0.holds(way: number) }
  }

  @Test(arguments: GrammarFiles.accepted)
  func `an accepted query is a sentence of the grammar`(sample: GrammarFiles.Accepted) throws {
    var recogniser = Recogniser(try Grammar(GrammarFiles.ebnf))
    let isSentence = recogniser.accepts(sample.query)
    #expect(isSentence)
  }

  @Test(arguments: GrammarFiles.rejected)
  func `a rejected query is no sentence, or means nothing`(sample: GrammarFiles.Rejected) throws {
    var recogniser = Recogniser(try Grammar(GrammarFiles.ebnf))
    let isSentence = recogniser.accepts(sample.query)
    #expect(!isSentence || Self.isAboutMeaning(Diagnostic(sample.message, at: SourceRange(0, 0))))
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func `parser and grammar agree on queries that somebody mistyped`(seed: UInt64) throws {
    var recogniser = Recogniser(try Grammar(GrammarFiles.ebnf))
    var mutator = Mutator(seed: seed)
    for _ in 0..<700 {
      let query = mutator.mutated()
      let isSentence = recogniser.accepts(query)
      do throws(Diagnostics) {
        _ = try Parser.parse(query)
        #expect(isSentence, "only the parser accepts (seed \(seed)): \(query)")
      } catch {
        #expect(
          !isSentence || error.all.allSatisfy(Self.isAboutMeaning),
          "only the grammar accepts (seed \(seed)): \(query)\n\(error.rendered(in: query))")
      }
    }
  }

  /// What no grammar says, as the README lists it.
  private static func isAboutMeaning(_ error: Diagnostic) -> Bool {
    [
      "is too large", "is not a date", "is not a time", "is out of range", "is not a whole number",
      "has more than 9 decimals", "could be minutes", "arithmetic", "is no character",
      "levels deep", "operators",
    ].contains { error.message.contains($0) }
  }

  @Test func `a production above a function is the grammar's`() throws {
    let rules = Self.productions(in: GrammarFiles.ebnf.split(separator: "\n").map(String.init))
    var above: [String: String] = [:]
    for lines in GrammarFiles.sourceComments {
      for (name, text) in Self.productions(in: lines) { above[name] = text }
    }
    for (name, text) in above { #expect(rules[name] == text) }
    let tokens = GrammarFiles.ebnf.firstRange(of: "tokens: names")
    let syntax = GrammarFiles.ebnf[..<(tokens?.lowerBound ?? GrammarFiles.ebnf.startIndex)]
    let syntaxRules = Self.productions(in: syntax.split(separator: "\n").map(String.init))
    #expect(syntaxRules.count > 20)
    #expect(Set(syntaxRules.keys).subtracting(above.keys).isEmpty, "no function mirrors these")
  }

  /// Each production with its white space normalised.
  private static func productions(in lines: [String]) -> [String: String] {
    var result: [String: String] = [:]
    var open = ""
    for line in lines {
      open += (open.isEmpty ? "" : " ") + line.split(separator: " ").joined(separator: " ")
      if open.isEmpty || !open.contains(" = ") || open.hasPrefix("(*") {
        open = ""
      } else if open.hasSuffix(" ;") {
        result[String(open.prefix { $0 != " " })] = open
        open = ""
      }
    }
    return result
  }
}

extension Grammar.Node {
  /// Whether a choice, an option or a repetition of the number is in it.
  fileprivate func holds(way number: Int) -> Bool {
    switch self {
    case .choice(let nodes, let own): own == number || nodes.contains { $0.holds(way: number) }
    case .optional(let node, let own), .repetition(let node, let own):
      own == number || node.holds(way: number)
    case .sequence(let nodes): nodes.contains { $0.holds(way: number) }
    case .difference(let node, let other): node.holds(way: number) || other.holds(way: number)
    case .rule, .text, .range, .words: false
    }
  }
}

/// Parses, prints, parses again, and expects the same tree and the same text.
func expectRoundTrip(
  _ query: String, _ note: String = "", sourceLocation: SourceLocation = #_sourceLocation
) throws {
  do throws(Diagnostics) {
    let tree = try Parser.parse(query)
    let printed = tree.printed
    let again = try Parser.parse(printed)
    #expect(again == tree, "\(note)\n\(query)\n\(printed)", sourceLocation: sourceLocation)
    #expect(again.printed == printed, sourceLocation: sourceLocation)
  } catch {
    Issue.record("\(note)\n\(query)\n\(error.rendered(in: query))", sourceLocation: sourceLocation)
  }
}
