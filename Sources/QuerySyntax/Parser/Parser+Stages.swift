/// Stages.
extension Parser {
  // stage = filter | let | since | until | during | offset | every | group | select | having
  // | order | limit | skip | assert | show | diff | compare | drift | unweighted ;
  mutating func stage() throws(Diagnostic) -> Stage {
    let start = token.range.lowerBound
    let kind = try stageKind()
    return Stage(kind, SourceRange(start, previous.range.upperBound))
  }

  private mutating func stageKind() throws(Diagnostic) -> Stage.Kind {
    switch token.keyword {
    case "where": .filter(try filter())
    case "since": .since(try bound())
    case "until": .until(try bound())
    case "during": .during(try bound())
    case "let": try naming()
    case "offset": .offset(try bound())
    case "every": .every(try every())
    case "group", "by": .group(by: try group())
    case "select": .select(try select())
    case "having": .having(try filter())
    case "order": .order(by: try order())
    case "limit": try limit()
    case "skip": .skip(try bound())
    case "assert": .assertion(try filter())
    case "show": .show(try show())
    case "diff": .difference(try difference())
    case "compare": .comparison(try compare())
    case "drift": .comparison(try drift())
    case "unweighted": try unweighted()
    default: throw unexpectedStage()
    }
  }

  // unweighted = "unweighted" ;
  private mutating func unweighted() throws(Diagnostic) -> Stage.Kind {
    try advance()
    return .unweighted
  }

  // filter = "where" predicate ;
  // having = "having" predicate ;
  // assert = "assert" predicate ;
  private mutating func filter() throws(Diagnostic) -> Expression {
    try advance()
    return try predicate()
  }

  // since = "since" value ;
  // until = "until" value ;
  // during = "during" value ;
  // offset = "offset" value ;
  // skip = "skip" value ;
  private mutating func bound() throws(Diagnostic) -> Expression {
    try advance(.value)
    return try value()
  }

  // group = [ "group" ] "by" items ;
  private mutating func group() throws(Diagnostic) -> [Item] {
    _ = try skipKeyword("group")
    guard try skipKeyword("by") else { throw unexpected(expected: "\"by\" after \"group\"") }
    return try items()
  }

  // select = "select" items ;
  private mutating func select() throws(Diagnostic) -> [Item] {
    try advance()
    return try items()
  }

  // items = item { "," item } ;
  private mutating func items() throws(Diagnostic) -> [Item] {
    try list { (parser) throws(Diagnostic) in try parser.item() }
  }

  // item = predicate [ "as" WORD ] ;
  /// Words of `followers` may stand behind it.
  mutating func item(before followers: Set<String> = []) throws(Diagnostic) -> Item {
    let expression = try predicate()
    guard try skipKeyword("as") else {
      try refuseBareAlias(behind: expression, unlessIn: followers)
      return Item(expression: expression, alias: nil)
    }
    guard case .word(let alias) = token.kind, let keyword = token.keyword,
      !Keywords.reserved.contains(keyword)
    else { throw unexpected(expected: "a name after \"as\"") }
    try advance()
    return Item(expression: expression, alias: alias)
  }

  // order = "order" "by" key { "," key } ;
  private mutating func order() throws(Diagnostic) -> [OrderKey] {
    try advance()
    guard try skipKeyword("by") else { throw unexpected(expected: "\"by\" after \"order\"") }
    return try list { (parser) throws(Diagnostic) in try parser.orderKey() }
  }

  // key = predicate [ "asc" | "desc" ] [ "nulls" ( "first" | "last" ) ] ;
  private mutating func orderKey() throws(Diagnostic) -> OrderKey {
    var key = OrderKey(expression: try predicate(), direction: .ascending, nullsFirst: false)
    if try skipKeyword("desc") {
      key.direction = .descending
    } else {
      _ = try skipKeyword("asc")
    }
    if try skipKeyword("nulls") {
      key.nullsFirst = isKeyword("first")
      guard key.nullsFirst || isKeyword("last") else {
        throw unexpected(expected: "\"first\" or \"last\" after \"nulls\"")
      }
      try advance()
    }
    return key
  }
}
