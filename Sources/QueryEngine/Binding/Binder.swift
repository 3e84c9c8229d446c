import QuerySyntax
import Scanning
import TraceModel

/// Resolves the names, types and literals of a query.
///
/// Knows what columns are called, and nothing of segments.
struct Binder {
  let catalogue: Catalogue
  let options: QueryOptions
  /// The query, for headers and names as written.
  let text: String
  /// What the names mean fields of.
  var level: QueryLevel
  private(set) var notes: [String] = []
  var comparedColumns: [ComparedColumn] = []
  /// How many braces enclose what is bound.
  var braceDepth = 0
  var mistakes: [Diagnostic] = []
  /// Names whose meaning could not be bound: what uses them is no mistake of its own.
  var lostNames: Set<String> = []
  /// Whether a group key could not be bound, so that any column may have been meant by it.
  var hasLostKeys = false

  init(
    _ catalogue: Catalogue, options: QueryOptions, text: String, level: QueryLevel = .spans
  ) {
    self.level = level
    self.catalogue = catalogue
    self.options = options
    self.text = text
  }

  static func bind(
    _ query: Query, text: String, catalogue: Catalogue, options: QueryOptions
  ) throws(Diagnostics) -> LogicalPlan {
    let level = query.level ?? .spans
    var binder = Binder(catalogue, options: options, text: text, level: level)
    return try binder.finish { (binder) throws(Diagnostic) in try binder.plan(of: query) }
  }

  private mutating func plan(of query: Query) throws(Diagnostic) -> LogicalPlan {
    let stages = QueryStages(resolvingNames(query), &self)
    let written = attempt { (binder) throws(Diagnostic) in
      try binder.timeRange(of: stages.times)
    }
    let filters = attempt { (binder) throws(Diagnostic) in
      try binder.all(stages.filters) { (binder, filter) throws(Diagnostic) in
        try binder.predicate(filter, negated: false)
      }
    }
    // What ranges a comparison is of would only be a guess.
    if written == nil, stages.comparison != nil { throw .told }
    var timeRange = written ?? .everything
    let output = try output(of: stages, &timeRange)
    guard let filters, mistakes.isEmpty else { throw .told }
    let presentation = try stages.presentation.map { (stage) throws(Diagnostic) in
      try output.presentation(stage)
    }
    return LogicalPlan(
      level: level, timeRange: timeRange, filter: filters.count == 1 ? filters[0] : .all(filters),
      comparedColumns: comparedColumns, output: output,
      presentation: presentation ?? .table, notes: notes)
  }

  /// Adds a note once.
  mutating func note(_ note: String) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// The query's text of a range, white space outside quotes made one space.
  func source(of range: SourceRange) -> String {
    let bytes = text.utf8.dropFirst(range.lowerBound)
      .prefix(range.upperBound - range.lowerBound)
    var result: [UInt8] = []
    var quote: UInt8?
    for byte in bytes {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte <= UInt8(ascii: " ") {
        if result.last != UInt8(ascii: " ") { result.append(UInt8(ascii: " ")) }
        continue
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// The stages of a query, sorted by what they do.
///
/// Filters and times may stand anywhere before rows are cut; `having`, `order by`, `limit` and
/// `skip` act in the order written.
struct QueryStages {
  var filters: [Expression] = []
  var times: [Stage] = []
  var every: Every?
  var keys: [Item]?
  var items: [Item]?
  var steps: [Stage] = []
  var presentation: Stage?
  var difference: Stage?
  var comparison: Stage?
  /// Whether sampled spans count as what they are, not as what they stand for.
  var isUnweighted = false

  /// Stages where they cannot stand are left out, and told to the binder.
  init(_ query: Query, _ binder: inout Binder) {
    filters = query.filter.map { [$0] } ?? []
    for stage in query.stages {
      let added: Void? = binder.attempt { (_) throws(Diagnostic) in try add(stage) }
      if added == nil { binder.lose(stage) }
    }
  }

  private mutating func add(_ stage: Stage) throws(Diagnostic) {
    switch stage.kind {
    case .filter(let filter):
      try refuseLateFilter(stage)
      filters.append(filter)
    case .since, .until, .during, .offset: times.append(stage)
    // What names stand for is in their places already.
    case .naming: break
    case .every(let every):
      guard self.every == nil else {
        throw Diagnostic("every can be written once", at: stage.range)
      }
      self.every = every
    case .group(let keys):
      guard self.keys == nil else { throw Self.repeated("group by", stage) }
      self.keys = keys
    case .select(let items):
      guard self.items == nil else { throw Self.repeated("select", stage) }
      self.items = items
    case .show:
      guard presentation == nil else {
        throw Diagnostic("show can be written once", at: stage.range)
      }
      presentation = stage
    case .difference:
      guard difference == nil else {
        throw Diagnostic("diff can be written once", at: stage.range)
      }
      difference = stage
    case .comparison:
      guard comparison == nil else {
        throw Diagnostic("compare or drift can be written once", at: stage.range)
      }
      comparison = stage
    case .unweighted: isUnweighted = true
    case .having, .order, .limit, .cut, .skip, .assertion: steps.append(stage)
    }
  }

  private func refuseLateFilter(_ stage: Stage) throws(Diagnostic) {
    if keys != nil {
      throw Diagnostic(
        "where filters spans, and stands before group by", at: stage.range,
        hint: "to filter groups, use having")
    }
    if !steps.isEmpty {
      throw Diagnostic(
        "where filters spans, and stands before order by, limit, skip and assert", at: stage.range)
    }
  }

  /// A stage that makes other rows than `diff`, `compare` and `drift` do.
  var otherThanFilters: SourceRange? {
    steps.first?.range ?? presentation?.range ?? every?.width.range
      ?? keys?.first?.expression.range ?? items?.first?.expression.range
      ?? (comparison == nil ? nil : difference?.range)
  }

  private static func repeated(_ name: String, _ stage: Stage) -> Diagnostic {
    Diagnostic(
      "\(name) can be written once", at: stage.range, hint: "list several, with commas between")
  }
}
