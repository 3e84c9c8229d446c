/// Turns query text into a syntax tree.
///
/// One function per production of `grammar/spoor.ebnf`, which stands above it. The parser knows
/// nothing of fields, aggregates or time. Behind a mistake it goes on at the next stage.
package struct Parser {
  var lexer: Lexer
  /// The token not yet consumed.
  var token: Token
  /// The one before it, which messages refer to.
  var previous: Token
  var nestingDepth = 0
  private(set) var operatorCount = 0
  /// What was wrong so far.
  var mistakes: [Diagnostic] = []
  /// Of what stands before a stage, what decides where a further predicate could go.
  var place = Place.filter
  /// The names of the parameters so far, by their places.
  private(set) var parameters: [SourceRange: String] = [:]

  init(_ text: String) throws(Diagnostic) {
    lexer = try Lexer(text)
    previous = Token(kind: .end, range: SourceRange(0, 0))
    token = previous
    try advance()
  }

  /// The tree of one query.
  ///
  /// Statements that `;` separates are first split by `statements(in:)`.
  package static func parse(_ text: String) throws(Diagnostics) -> Query {
    try parsing(text).query
  }

  /// The tree of one query, and the parser that made it.
  static func parsing(_ text: String) throws(Diagnostics) -> (query: Query, parser: Parser) {
    var parser: Parser
    let query: Query
    do throws(Diagnostic) {
      parser = try Parser(text)
      query = try parser.query()
    } catch {
      throw Diagnostics(error)
    }
    if let mistakes = Diagnostics(parser.mistakes) { throw mistakes }
    return (query, parser)
  }

  /// The tree of a predicate or an expression on its own, as a price rule or a test has it.
  package static func parseExpression(_ text: String) throws(Diagnostic) -> Expression {
    var parser = try Parser(text)
    let expression = try parser.predicate()
    guard parser.token.kind == .end else { throw parser.unexpected(expected: "an operator") }
    return expression
  }

  // query = [ "explain" [ "analyze" ] ] [ saved | [ source ] [ predicate ] ] { [ "|" ] stage } ;
  mutating func query() throws(Diagnostic) -> Query {
    guard try skipKeyword("explain") else { return content(explained: nil) }
    guard isKeyword("analyze") else { return content(explained: .plan) }
    // The word is not reserved: it may as well be the name that a filter begins with.
    var named = self
    try advance()
    let query = content(explained: .analysis)
    guard !mistakes.isEmpty else { return query }
    let other = named.content(explained: .plan)
    guard named.mistakes.isEmpty else { return query }
    self = named
    return other
  }

  /// What could be read of it, where something is wrong.
  private mutating func content(explained explanation: Explanation?) -> Query {
    var query = Query(filter: nil, stages: [], explanation: explanation)
    recovering { (parser) throws(Diagnostic) in
      query.saved = try parser.savedReference()
      guard query.saved == nil else { return }
      query.level = try parser.source()
      if !parser.isAtStage { query.filter = try parser.predicate() }
    }
    if query.filter == nil { place = .stage }
    var progress = Progress()
    while token.kind != .end {
      progress.check(token)
      recovering { (parser) throws(Diagnostic) in
        if parser.isSymbol("|") { try parser.advance() }
        query.stages.append(try parser.stage())
        parser.place = Place(behind: query.stages)
      }
    }
    return query
  }

  // source = "from" ( "spans" | "traces" | "sessions" | "scores" ) ;
  private mutating func source() throws(Diagnostic) -> QueryLevel? {
    guard try skipKeyword("from") else { return nil }
    guard let word = token.keyword, let level = QueryLevel(rawValue: word) else {
      let names = QueryLevel.allCases.map(\.rawValue)
      let near = token.keyword.flatMap { nearest($0, among: names) }
      throw unexpected(
        expected: "spans, traces, sessions or scores", hint: near.map { "did you mean from \($0)?" }
      )
    }
    try advance()
    return level
  }

  /// Whether no predicate begins here.
  var isAtStage: Bool {
    if token.kind == .end || isSymbol("|") { return true }
    guard let keyword = token.keyword, Keywords.reserved.contains(keyword) else { return false }
    return !["and", "or", "not"].contains(keyword)
  }
}

/// Moving through the tokens.
extension Parser {
  /// Consumes the token, and reads the next one in the mode that its place asks for.
  mutating func advance(_ mode: Lexer.Mode = .expression) throws(Diagnostic) {
    previous = token
    if case .parameter(let name) = token.kind { parameters[token.range] = name }
    token = try lexer.next(mode)
  }

  /// Goes back to an earlier token and reads it as an expression's.
  mutating func restart(at earlier: Token) {
    lexer.rewind(to: earlier.range.lowerBound)
    token = (try? lexer.next(.expression)) ?? earlier
  }

  /// Reads the token not yet consumed again, in another mode.
  mutating func reread(_ mode: Lexer.Mode) throws(Diagnostic) {
    lexer.rewind(to: token.range.lowerBound)
    token = try lexer.next(mode)
  }

  func isSymbol(_ symbol: String) -> Bool { token.kind == .symbol(symbol) }

  func isKeyword(_ keyword: String) -> Bool { token.keyword == keyword }

  /// Consumes the keyword if it is there.
  mutating func skipKeyword(
    _ keyword: String, then mode: Lexer.Mode = .expression
  ) throws(Diagnostic) -> Bool {
    guard isKeyword(keyword) else { return false }
    try advance(mode)
    return true
  }

  mutating func expect(
    symbol: String, then mode: Lexer.Mode = .expression
  ) throws(Diagnostic) {
    guard isSymbol(symbol) else {
      let hint = isSymbol("|") ? "text that holds | takes quotes" : hintForMissingAnd()
      throw unexpected(expected: "\"\(symbol)\"", hint: hint)
    }
    try advance(mode)
  }

  /// A comma-separated list of at least one element.
  mutating func list<Element>(
    _ mode: Lexer.Mode = .expression,
    of element: (inout Parser) throws(Diagnostic) -> Element
  ) throws(Diagnostic) -> [Element] {
    var elements = [try element(&self)]
    var progress = Progress()
    while isSymbol(",") {
      progress.check(token)
      try advance(mode)
      elements.append(try element(&self))
    }
    return elements
  }

  /// Goes one level deeper, until `leave`.
  ///
  /// Every recursion passes here, or through an operand of an operator, which binds tighter each
  /// time.
  mutating func enter() throws(Diagnostic) {
    guard nestingDepth < Limits.nestingDepth else {
      throw Diagnostic(
        "the query nests more than \(Limits.nestingDepth) levels deep", at: token.range)
    }
    nestingDepth += 1
  }

  mutating func leave() { nestingDepth -= 1 }

  mutating func countOperator() throws(Diagnostic) {
    operatorCount += 1
    guard operatorCount <= Limits.operatorCount else {
      throw Diagnostic(
        "the query has more than \(Limits.operatorCount) operators", at: token.range,
        hint: "many values of one field fit one list: model in (a, b, c)")
    }
  }
}

/// Proves that a loop advances: it traps, rather than hangs, if a turn begins where the last did.
struct Progress {
  private var last = -1

  mutating func check(_ token: Token) {
    precondition(token.range.lowerBound > last, "the parser does not advance")
    last = token.range.lowerBound
  }
}
