/// Conditions on other spans of the trace.
///
/// A condition on relatives is evaluated of all spans of the traces concerned, each once, and a
/// sweep finds whose relatives they are. The rows asked for are few, as a rule, in traces that are
/// short: then the trees of these traces alone are put together.
extension SegmentReader {
  /// The rows of which a structure is known to be true or false.
  struct KnownStructure {
    var isTrue: Bitmap
    /// Nil where that is known of all rows.
    var covered: Bitmap?
  }

  func bind(
    _ structure: SpanStructure, negated: Bool
  ) throws(QueryError) -> SegmentPredicate {
    var cost = 0
    for condition in structure.conditions { cost += try bind(condition).cost }
    return .structure(structure, isInverted: negated, cost: cost)
  }

  /// Keeps the rows of which a structure is true, or, inverted, false.
  func keep(
    _ structure: SpanStructure, isInverted: Bool, cost: Int, in rows: inout Bitmap
  ) throws(QueryError) {
    guard !rows.isEmpty else { return }
    let isTrue = try rowsMeeting(
      structure, among: rows, isSlow: cost >= Limits.slowPredicateCost)
    if isInverted { rows.subtract(isTrue) } else { rows.formIntersection(isTrue.words.span) }
  }

  /// Says of the given rows, at least, whether a structure is true of them.
  private func rowsMeeting(
    _ structure: SpanStructure, among rows: Bitmap, isSlow: Bool
  ) throws(QueryError) -> Bitmap {
    if let known = knownStructures[structure], known.covers(rows) { return known.isTrue }
    if knownTrees == nil, rows.setCount <= Limits.sparseRowCount,
      let forest = try forest(ofFew: rows.rows)
    {
      var isTrue = Bitmap(bitCount: rows.bitCount, isSet: false)
      let every = Bitmap(bitCount: forest.count, isSet: true)
      mark(try spans(meeting: structure, among: every, of: forest), of: forest, in: &isTrue)
      return isTrue
    }
    let trees = try trees()
    var known =
      knownStructures[structure]
      ?? KnownStructure(
        isTrue: Bitmap(bitCount: rows.bitCount, isSet: false),
        covered: Bitmap(bitCount: rows.bitCount, isSet: false))
    var asked = Bitmap(bitCount: rows.bitCount, isSet: true)
    if isSlow {
      // A dear condition is evaluated of no trace that is not asked for.
      asked = trees.ordered.members(ofTracesOf: rows)
      if let covered = known.covered { asked.subtract(covered) }
    }
    try add(structure, of: asked, trees, to: &known.isTrue)
    known.covered = isSlow ? known.covered.map { $0.union(asked) } : nil
    if knownStructures.updateValue(known, forKey: structure) == nil {
      try hold(asked.words.count * 2 * MemoryLayout<UInt64>.stride)
    }
    return known.isTrue
  }

  /// Marks the rows of some traces of which a structure is true.
  private func add(
    _ structure: SpanStructure, of asked: Bitmap, _ trees: SegmentTrees, to isTrue: inout Bitmap
  ) throws(QueryError) {
    var ordered = asked
    ordered.subtract(trees.scatteredRows)
    if !ordered.isEmpty {
      isTrue.formUnion(try spans(meeting: structure, among: ordered, of: trees.ordered))
    }
    guard let part = trees.scattered.parts.first(where: { $0.segment == index }) else { return }
    var own = Bitmap(bitCount: trees.scattered.count, isSet: false)
    for place in part.rows.indices where asked[Int(part.rows[place])] {
      own.set(part.position(at: place))
    }
    guard !own.isEmpty else { return }
    let scattered = trees.scattered.members(ofTracesOf: own)
    mark(
      try spans(meeting: structure, among: scattered, of: trees.scattered),
      of: trees.scattered, in: &isTrue)
  }

  /// Marks this segment's rows of some spans.
  private func mark(_ spans: Bitmap, of forest: SpanForest, in rows: inout Bitmap) {
    guard let part = forest.parts.first(where: { $0.segment == index }) else { return }
    for place in part.rows.indices where spans[part.position(at: place)] {
      rows.set(Int(part.rows[place]))
    }
  }

  /// The spans of which a structure is true, among all those of some traces.
  private func spans(
    meeting structure: SpanStructure, among traces: Bitmap, of forest: SpanForest
  ) throws(QueryError) -> Bitmap {
    try query.check()
    switch structure.kind {
    case .relation(let relation, let condition):
      var relatives = traces
      try keep(condition, in: &relatives, of: forest)
      return forest.spans(with: relation, among: relatives)
    case .together(let conditions):
      var spans = Bitmap(bitCount: forest.count, isSet: false)
      var inTrace = traces
      for condition in conditions {
        var met = traces
        try keep(condition, in: &met, of: forest)
        spans.formUnion(met)
        inTrace.formIntersection(forest.members(ofTracesOf: met).words.span)
      }
      spans.formIntersection(inTrace.words.span)
      return spans
    }
  }

  /// Keeps the spans of a forest of which a condition is true.
  func keep(
    _ predicate: Predicate, in spans: inout Bitmap, of forest: SpanForest
  ) throws(QueryError) {
    guard predicate.hasStructure else { return try keepOwn(predicate, in: &spans, of: forest) }
    switch predicate {
    case .all(let parts):
      // What the spans themselves tell comes first.
      try keepOwn(.all(parts.filter { !$0.hasStructure }), in: &spans, of: forest)
      for part in parts where part.hasStructure && !spans.isEmpty {
        try keep(part, in: &spans, of: forest)
      }
    case .any(let parts):
      var kept = Bitmap(bitCount: forest.count, isSet: false)
      for part in parts {
        var matching = spans
        try keep(part, in: &matching, of: forest)
        kept.formUnion(matching)
        spans.subtract(matching)
      }
      spans = kept
    case .structure(let structure, let negated):
      let traces = forest.members(ofTracesOf: spans)
      let isTrue = try self.spans(meeting: structure, among: traces, of: forest)
      if negated { spans.subtract(isTrue) } else { spans.formIntersection(isTrue.words.span) }
    default: try keepOwn(predicate, in: &spans, of: forest)
    }
  }
}

extension SegmentReader.KnownStructure {
  fileprivate func covers(_ rows: Bitmap) -> Bool {
    guard let covered else { return true }
    var rest = rows
    rest.subtract(covered)
    return rest.isEmpty
  }
}

extension Predicate {
  /// Whether a structure is a part of it that is not within a computed value.
  fileprivate var hasStructure: Bool {
    switch self {
    case .structure: true
    case .all(let parts), .any(let parts): parts.contains(where: \.hasStructure)
    default: false
    }
  }
}

extension Bitmap {
  fileprivate func union(_ other: Bitmap) -> Bitmap {
    var union = self
    union.formUnion(other)
    return union
  }
}
