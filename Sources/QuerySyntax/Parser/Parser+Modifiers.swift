/// Stages that words of their own modify, and names.
extension Parser {
  // let = "let" WORD "=" predicate ;
  mutating func naming() throws(Diagnostic) -> Stage.Kind {
    let example = "write let slow = latency > 2s"
    try advance()
    guard case .word(let name) = token.kind, !Keywords.reserved.contains(name.lowercased()) else {
      throw unexpected(expected: "a name after \"let\"", hint: example)
    }
    try advance()
    guard isSymbol("=") else {
      throw unexpected(expected: "\"=\" after the name", hint: example)
    }
    try advance()
    return .naming(name, try predicate())
  }

  // show = "show" ( "table" | "histogram" | "heatmap" ) ;
  mutating func show() throws(Diagnostic) -> Presentation {
    try advance()
    guard let presentation = token.keyword.flatMap({ Presentation(rawValue: $0) }) else {
      throw unexpected(expected: "\"table\", \"histogram\" or \"heatmap\" after \"show\"")
    }
    try advance()
    return presentation
  }

  // every = "every" value [ "tz" value ] [ "fill" value ] ;
  mutating func every() throws(Diagnostic) -> Every {
    try advance(.value)
    var every = Every(width: try value())
    if isKeyword("tz") {
      try advance(.value)
      every.zone = try value()
    }
    if isKeyword("fill") {
      try advance(.value)
      every.fill = try value()
    }
    return every
  }

  // limit = "limit" value [ "per" predicate { "," predicate } ] [ "with" "other" ] ;
  mutating func limit() throws(Diagnostic) -> Stage.Kind {
    try advance(.value)
    var cut = Cut(count: try value(), keys: [], keepsOther: false)
    if try skipKeyword("per") {
      cut.keys = try list { (parser) throws(Diagnostic) in try parser.predicate() }
    }
    if try skipKeyword("with") {
      guard try skipKeyword("other") else {
        throw unexpected(
          expected: "\"other\" after \"with\"",
          hint: "limit 10 with other adds what the rows cut come to, and all rows")
      }
      cut.keepsOther = true
    }
    return cut.keys.isEmpty && !cut.keepsOther ? .limit(cut.count) : .cut(cut)
  }
}
