/// What is said where a comparison is wrong.
extension Parser {
  static let comparisonExample = "as in compare prompt_version v3 vs v4 on p95(latency)"

  /// What may stand behind the sides, in order.
  private static let clauses = ["on", "paired", "stratify", "with"]

  /// Words that others would use for these, or begin like them.
  private static let clauseHints: [String: String] = [
    "on": "metrics stand behind \"on\": on p95(latency), sum(cost)",
    "paired": "what pairs the two sides stands behind \"paired by\": paired by input_hash",
    "stratify": "what splits the comparison stands behind \"stratify by\": stratify by model",
    "with": "options stand behind \"with\": with alpha=0.01, seed=7",
    "within": "a tolerance stands behind \"within\": on p95(latency) within 10%",
    "baseline":
      "the baseline stands behind its word: drift prompt_version baseline v3 on p95(latency)",
  ]

  private static let foreignClauses = [
    "for": "on", "of": "on", "metric": "on", "metrics": "on", "measure": "on",
    "pair": "paired", "match": "paired", "matched": "paired", "pairing": "paired",
    "split": "stratify", "strata": "stratify", "stratified": "stratify",
    "using": "with", "set": "with", "options": "with", "option": "with",
    "tolerance": "within", "tol": "within", "threshold": "within",
    "base": "baseline", "reference": "baseline", "ref": "baseline", "against": "baseline",
  ]

  /// `compare prompt_version = v3 vs v4`.
  func refuseComparator(behind key: Expression) throws(Diagnostic) {
    let isWord = ["in", "is", ":"].contains(token.literalWord?.lowercased())
    let isOpen = isSymbol("(")
    guard InfixOperator(token) != nil || isWord || isOpen, !isBeforeVersus else { return }
    let isCall = isOpen && token.range.lowerBound == key.range.upperBound
    throw unexpected(
      expected: "a value after \(quoted(key.printed))",
      hint: isCall
        ? "what is compared by is a field; metrics stand behind \"on\""
        : "the field and its values stand side by side: compare \(clipped(key.printed)) v3 vs v4")
  }

  /// Whether the token is a value after all, since `vs` follows.
  private var isBeforeVersus: Bool {
    var ahead = self
    return (try? ahead.value()) != nil && ahead.isKeyword("vs")
  }

  /// `compare v3 vs v4`, `compare prompt_version v3 v4`.
  func missingVersus(behind key: Expression, _ baseline: Expression) -> Diagnostic {
    guard case .literal(let literal) = baseline.kind, literal.text.lowercased() == "vs" else {
      return missingCandidate(behind: key, baseline)
    }
    return Diagnostic(
      "expected a field and a value before \"vs\", found \(quoted(key.printed))", at: key.range,
      hint: Self.comparisonExample)
  }

  /// `compare {a}`, `compare prompt_version v3 v4`: the token is no `vs`.
  func missingCandidate(behind key: Expression? = nil, _ baseline: Expression) -> Diagnostic {
    guard let key else {
      return unexpected(
        expected: "\"vs\" and the spans to compare with",
        hint: "as in compare {status=error} vs {status=ok}")
    }
    let sides = clipped(key.printed) + " " + clipped(baseline.printed)
    return unexpected(
      expected: "\"vs\" and a value to compare with",
      hint: "as in compare \(sides) vs \(candidateMeant ?? "v4")")
  }

  /// The value that stands where `vs` should; nil for a word that was meant to be it.
  private var candidateMeant: String? {
    var ahead = self
    guard (try? ahead.reread(.value)) != nil, case .literal(let literal) = ahead.token.kind,
      !["versus", "against", "to", "with", "than", "v", "on"].contains(literal.text.lowercased())
    else { return nil }
    return clipped(literal.text)
  }

  /// `compare previous week`.
  func refuseDistance() throws(Diagnostic) {
    let isStage = token.keyword.map { Keywords.reserved.contains($0) || Self.clauses.contains($0) }
    if token.kind == .end || isSymbol("|") || isStage == true { return }
    throw unexpected(
      expected: "how far back the other range is, or a stage",
      hint: "as in compare previous 7d; compare previous is the range right before")
  }

  func missingDriftKey() -> Diagnostic {
    unexpected(
      expected: "a field after \"drift\"",
      hint: isSymbol("{")
        ? "spans in braces are compared by compare {…} vs {…}"
        : "as in drift prompt_version baseline v3 on p95(latency)")
  }

  /// Words that open none of the clauses, or one that comes too late.
  func refuseMisplacedClause(behind stage: ComparisonStage) throws(Diagnostic) {
    if let keyword = token.keyword, Self.clauses.contains(keyword) {
      throw Diagnostic(
        "\(quoted(keyword)) cannot stand here", at: token.range,
        hint: "each once, and in this order: on …, paired by …, stratify by …, with …")
    }
    if isKeyword("vs") {
      throw Diagnostic("\"vs\" cannot stand here", at: token.range, hint: stage.hintForVersus)
    }
    let open = stage.openClauses
    if let clause = clauseMeant(among: open) { throw missing(clause) }
    if open.contains("baseline"), isOperand || isLiteral || isKeyword("from") {
      throw missing("baseline")
    }
    guard open.contains("on"), isOperand, hintForMissingAnd() == nil else { return }
    throw missing("on")
  }

  private func missing(_ clause: String) -> Diagnostic {
    unexpected(
      expected: "\(Self.clauseWords[clause] ?? quoted(clause)) or a stage",
      hint: Self.clauseHints[clause])
  }

  /// A clause as a message shows it, where that is not its first word.
  private static let clauseWords = [
    "baseline": "\"baseline\", \"on\"", "paired": "\"paired by\"", "stratify": "\"stratify by\"",
  ]

  /// The clause that a word was meant to open, misspelt or foreign.
  private func clauseMeant(among open: [String]) -> String? {
    guard let keyword = token.keyword, !Keywords.reserved.contains(keyword) else { return nil }
    if let clause = Self.foreignClauses[keyword], open.contains(clause) { return clause }
    let isKnown = Self.clauseHints[keyword] != nil
    guard keyword.count > 3, !isKnown, nearestStage(keyword) == nil else { return nil }
    return nearest(keyword, among: open)
  }

  private var isLiteral: Bool {
    if case .literal = token.kind { true } else { false }
  }

  /// Whether the token may begin a metric, and no stage is near it.
  private var isOperand: Bool {
    switch token.kind {
    case .string, .parameter, .symbol("("): true
    case .word: comparableName.map { nearestStage($0.lowercased()) == nil } ?? false
    default: false
    }
  }

  /// `on p95(latency) tolerance 5%`.
  func refuseMissingWithin() throws(Diagnostic) {
    let meant = clauseMeant(among: ["within", "paired", "stratify", "with"])
    guard let clause = isLiteral ? "within" : meant else { return }
    throw unexpected(
      expected: "a comma, \(Self.clauseWords[clause] ?? quoted(clause)) or a stage",
      hint: Self.clauseHints[clause])
  }

  /// `higher is better within 5%`.
  func refuseLateTolerance() throws(Diagnostic) {
    guard isKeyword("within") else { return }
    throw Diagnostic(
      "\"within\" cannot stand here", at: token.range,
      hint: "a tolerance stands before the better way: within 5% higher is better")
  }

  /// `with alpha=0.01 seed=7`.
  func refuseBareOption() throws(Diagnostic) {
    var ahead = self
    guard comparableName != nil, (try? ahead.advance()) != nil, ahead.isSymbol("=") else { return }
    throw unexpected(expected: "a comma or a stage", hint: "as in with alpha=0.01, seed=7")
  }
}

extension ComparisonStage {
  /// What to write where a second `vs` stands.
  fileprivate var hintForVersus: String {
    switch sides {
    case .values: "further values stand behind commas: compare prompt_version v3 vs v4, v5"
    case .populations, .previous: "two populations are compared at a time"
    case .drift: "drift takes all values of the field; compare takes some: compare … v3 vs v4"
    }
  }

  /// The clauses that may still follow those that it has.
  fileprivate var openClauses: [String] {
    var open: [String] = []
    if options.isEmpty {
      open = ["with"]
      if strata.isEmpty {
        open = ["stratify"] + open
        if pairing == nil { open = ["paired"] + open }
      }
    }
    if metrics.isEmpty, pairing == nil, strata.isEmpty, options.isEmpty {
      open = ["on"] + open
      if case .drift(_, nil) = sides { open = ["baseline"] + open }
    }
    return open
  }
}

extension Token {
  /// The text of a bare word in value position.
  fileprivate var literalWord: String? {
    guard case .literal(let literal) = kind, case .word(let word) = literal.value else {
      return nil
    }
    return word
  }
}
