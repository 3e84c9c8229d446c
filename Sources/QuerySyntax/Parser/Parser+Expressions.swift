/// Expressions: what has a value.
extension Parser {
  // sum     = product { ( "+" | "-" ) product } ;
  // product = unary { ( "*" | "/" | "%" ) unary } ;
  mutating func sum() throws(Diagnostic) -> Expression { try expression(atLeast: .sum) }

  // negation = "not" negation | union | comparison ;
  // unary    = "-" unary | primary ;
  mutating func prefix(atLeast power: BindingPower) throws(Diagnostic) -> Expression {
    let start = token.range.lowerBound
    let isNot = isKeyword("not") && power <= .not
    if isSymbol("{") && power <= .union { return try spanset() }
    guard isNot || isSymbol("-") else { return try primary() }
    try enter()
    try countOperator()
    try advance()
    let operand = try expression(atLeast: isNot ? .not : .negation)
    leave()
    let range = SourceRange(start, previous.range.upperBound)
    return Expression(isNot ? .not(operand) : .negate(operand), range)
  }

  // primary = LITERAL | STRING | PARAM | call | relation | path | "(" grouped ")" ;
  private mutating func primary() throws(Diagnostic) -> Expression {
    let start = token
    switch token.kind {
    case .literal(let literal):
      try advance()
      return Expression(.literal(literal), start.range)
    case .string(let text):
      try advance()
      return Expression(.string(text), start.range)
    case .parameter(let name):
      try advance()
      return Expression(.parameter(name), start.range)
    case .word(let name): return try named(name)
    case .symbol("("): return try parenthesised()
    default: throw unexpectedOperand()
    }
  }

  // grouped = predicate - union ;
  /// A union in parentheses is one, and its operators are others.
  private mutating func parenthesised() throws(Diagnostic) -> Expression {
    let start = token.range.lowerBound
    try enter()
    try advance()
    var inner = try predicate()
    try expect(symbol: ")")
    leave()
    inner.range = SourceRange(start, previous.range.upperBound)
    return inner
  }

  /// The name is a call's, a relation's or a path's.
  private mutating func named(_ name: String) throws(Diagnostic) -> Expression {
    let word = token
    let start = token.range.lowerBound
    guard !Keywords.reserved.contains(name.lowercased()) else { throw unexpectedOperand() }
    try advance()
    let kind: Expression.Kind =
      if isSymbol("(") {
        .call(try call(name))
      } else if isSymbol("{") {
        .relatives(try relation(word))
      } else {
        .path(try path(name))
      }
    return Expression(kind, SourceRange(start, previous.range.upperBound))
  }

  // call = WORD "(" [ argument { "," argument } ] ")" [ "if" "(" predicate ")" ] ;
  private mutating func call(_ name: String) throws(Diagnostic) -> Call {
    try enter()
    try advance()
    var arguments: [Call.Argument] = []
    if !isSymbol(")") {
      arguments = try list { (parser) throws(Diagnostic) in try parser.argument() }
    }
    try expect(symbol: ")")
    leave()
    return Call(name: name.lowercased(), arguments: arguments, condition: try condition())
  }

  /// What must be true of the spans that an aggregate takes in.
  private mutating func condition() throws(Diagnostic) -> Expression? {
    guard try skipKeyword("if") else { return nil }
    guard isSymbol("(") else {
      throw unexpected(
        expected: "\"(\" after \"if\"", hint: "as in count() if (status = error)")
    }
    return try parenthesised()
  }

  // argument = predicate | "*" ;
  private mutating func argument() throws(Diagnostic) -> Call.Argument {
    guard isSymbol("*") else { return .expression(try predicate()) }
    try advance()
    return .everything
  }

  /// The field behind `child{…}.`.
  mutating func relativesField() throws(Diagnostic) -> Expression {
    let start = token.range.lowerBound
    guard case .word(let name) = token.kind, !Keywords.reserved.contains(name.lowercased())
    else { throw unexpected(expected: "a field after \".\"") }
    try advance()
    let path = try path(name)
    return Expression(.path(path), SourceRange(start, previous.range.upperBound))
  }

  // path = WORD { "." PART | "[" STRING "]" } [ "[" PART "]" ] ;
  /// The token behind the path is read in `mode`.
  mutating func path(
    _ first: String, then mode: Lexer.Mode = .expression
  ) throws(Diagnostic) -> Path {
    var path = Path(parts: [first])
    var isBracketed = false
    var progress = Progress()
    while path.source == nil, isSymbol(".") || isSymbol("[") {
      progress.check(token)
      isBracketed = isSymbol("[")
      if isBracketed {
        try bracket(&path, then: mode)
      } else {
        path.parts.append(try part(then: mode))
      }
    }
    // Behind a score's name brackets hold the source, in quotes or without.
    if isBracketed, path.source == nil, path.isScore, path.parts.count > 2 {
      path.source = path.parts.removeLast()
    }
    return path
  }

  private mutating func part(then mode: Lexer.Mode) throws(Diagnostic) -> String {
    try advance(.part)
    guard case .word(let name) = token.kind else {
      var hint: String?
      if case .string(let name) = token.kind {
        hint = "a name that is no word stands in brackets: attr[\(quotedString(name))]"
      }
      throw unexpected(expected: "a name after \".\"", hint: hint)
    }
    try advance(isBeforePart ? .expression : mode)
    return name
  }

  /// A quoted part of the name, or a source, which ends the path.
  private mutating func bracket(_ path: inout Path, then mode: Lexer.Mode) throws(Diagnostic) {
    try advance(.part)
    switch token.kind {
    case .string(let name): path.parts.append(name)
    case .word(let source): path.source = source
    default:
      throw unexpected(expected: "a quoted name after \"[\"", hint: "as in attr[\"order id\"]")
    }
    try advance()
    if path.source != nil, !isSymbol("]") {
      throw unexpected(
        expected: "\"]\"", hint: "a source that is no word takes quotes: [\"gpt-4o judge\"]")
    }
    try expect(symbol: "]", then: isBeforePart && path.source == nil ? .expression : mode)
  }

  /// Whether a dot or a bracket stands behind the token, and goes on with a path.
  var isBeforePart: Bool {
    let next = lexer.source.skippingSpace(from: token.range.upperBound)
    return ".[".utf8.contains(lexer.source.byte(at: next))
  }
}
