import Columns
import Scanning
import TestSupport
import Testing
import TraceModel
import TraceStorage

/// Random scores before and after random spans, copies of spans that replace others, sealing, merging,
/// removing old spans and opening again; the store must show what the model does at every look.
struct ScoreSimulation {
  private let seed: UInt64
  var random: SeededGenerator
  private let folder = TemporaryFolder()
  private var store: TraceDatabase?
  var spans = StoreModel()
  /// A seal that others write beside.
  var pendingSeal: PreparedSeal?
  private var scores = ScoreModel()
  var log: [String] = []

  init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
  }

  mutating func run(operationCount: Int) throws {
    for number in 1...operationCount {
      try operate()
      if number.isMultiple(of: 8) || number == operationCount { try compare() }
    }
  }

  private mutating func operate() throws {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<3:
      let made = makeSpans()
      log.append("append \(made.count)")
      _ = try open().append(made)
      _ = spans.append(made)
    case 3..<6:
      let made = makeSpans()
      log.append("load \(made.count)")
      _ = try open().load(made)
      _ = spans.load(made)
    case 6:
      log.append("seal")
      try open().seal()
    case 7:
      log.append("reopen")
      store = nil
    case 8, 9: try sealBesideOthers()
    case 10: try compact()
    case 11: if random.chance(50) { try retain() }
    default: try attach()
    }
  }

  private mutating func attach() throws {
    var made: [Score] = []
    for _ in 0..<Int.random(in: 1...30, using: &random) {
      let known = random.chance(10) ? scores.scores.randomElement(using: &random) : nil
      made.append(known ?? makeScore())
    }
    log.append("attach \(made.count)")
    let found = try open().attach(made)
    let stored = scores.attach(made)
    #expect(found.storedCount == stored, context)
    #expect(found.duplicateCount == made.count - stored, context)
    let waiting = scores.waitingCount(
      of: scores.scores.suffix(stored), among: spans.entries.values.map(\.span))
    #expect(found.waitingCount == waiting, context)
  }

  // MARK: - Spans and scores from so few that they meet

  private mutating func makeSpans() -> [SpanData] {
    (0..<Int.random(in: 1...25, using: &random)).map { _ in
      let identity = makeIdentity()
      let start = Int64.random(in: 0..<1_000, using: &random)
      var span = SpanData(
        traceID: identity.trace, spanID: identity.span, name: "span", start: start,
        end: start + Int64.random(in: 0..<5, using: &random))
      if random.chance(60) { span.parentID = SpanID(rawValue: .random(in: 1...12, using: &random)) }
      if random.chance(50) {
        span.attributes = [Attribute(key: "session.id", value: .string(makeSession()))]
      }
      return span
    }
  }

  private mutating func makeIdentity() -> Identity {
    guard let trace = TraceID(high: 7, low: .random(in: 1...20, using: &random)),
      let span = SpanID(rawValue: .random(in: 1...12, using: &random))
    else { preconditionFailure("identities of the simulation are never zero") }
    return Identity(trace: trace, span: span)
  }

  private mutating func makeSession() -> String {
    let name = ["s1", "s2", "é", "e\u{301}"].randomElement(using: &random) ?? ""
    // Longer than what a dictionary takes, so that sessions of a segment become a payload.
    return random.chance(2) ? String(repeating: name, count: 600) : name
  }

  private mutating func makeScore() -> Score {
    let identity = makeIdentity()
    let target: Score.Target =
      switch Int.random(in: 0..<8, using: &random) {
      case 0: .session(["s1", "s2", "é", "none"].randomElement(using: &random) ?? "")
      case 1: .trace(identity.trace)
      default: .span(trace: identity.trace, span: identity.span)
      }
    var score = Score(
      of: target, name: ["a", "b.c", "d e"].randomElement(using: &random) ?? "",
      source: ["", "human", "llm"].randomElement(using: &random) ?? "",
      time: .random(in: 0..<6, using: &random))
    if random.chance(70) { score.number = Double.random(in: -1...1, using: &random) }
    if score.number == nil || random.chance(20) {
      score.label = ["good", "bad", "é"].randomElement(using: &random)
    }
    if random.chance(10) { score.comment = "because" }
    return score
  }

  // MARK: - Looking

  private mutating func compare() throws {
    let snapshot = try open().snapshot()
    var seenCount = 0
    for index in 0..<snapshot.segmentCount {
      seenCount += try compare(try snapshot.segment(at: index), snapshot.attributeColumns)
    }
    #expect(seenCount == spans.entries.count, context)
    for trace in Set(scores.scores.compactMap { traceID(of: $0) }) {
      #expect(try snapshot.scores(of: trace) == scores.scores(of: trace), context)
    }
    #expect(try open().check().problems == [], context)
  }

  private func traceID(of score: Score) -> TraceID? {
    switch score.target {
    case .span(let trace, _), .trace(let trace): trace
    case .session: nil
    }
  }

  /// Compares every live row; returns how many there are.
  private func compare(_ segment: any ScanSegment, _ columns: [AttributeColumn]) throws -> Int {
    let traces = try segment.values(of: ColumnID(.traceID)).allIntegers()
    let ids = try segment.values(of: ColumnID(.spanID)).allIntegers()
    let live = try bits(try segment.liveRows(), segment.rowCount)
    let scoreColumns = columns.filter { $0.scope == .score }
    let values = try scoreColumns.map { try cells(of: $0, segment) }
    var count = 0
    for row in 0..<segment.rowCount where live[row] {
      count += 1
      let name = try segment.dictionaryValue(UInt32(traces[row]), in: ColumnID(.traceID))
      guard case .string(let digits) = name, let trace = TraceID(digits),
        let id = SpanID(rawValue: UInt64(bitPattern: ids[row])),
        let span = spans.entries[Identity(trace: trace, span: id)]?.span
      else {
        Issue.record("row \(row) is no span of the model; \(context)")
        continue
      }
      let session = SpanFields(span).sessionID
      for (column, cells) in zip(scoreColumns, values) {
        let score = scores.score(column.key, of: span, session: session)
        let expected: AttributeValue? =
          column.type == .double
          ? score?.number.map { .double($0) } : score?.label.map { .string($0) }
        #expect(cells[row] == expected, "\(column.key) of \(trace):\(id); \(context)")
      }
    }
    return count
  }

  private func cells(
    of column: AttributeColumn, _ segment: any ScanSegment
  ) throws -> [AttributeValue?] {
    guard let summary = segment.summary(of: column.id) else {
      return Array(repeating: nil, count: segment.rowCount)
    }
    let valid = try bits(try segment.validity(of: column.id), segment.rowCount)
    #expect(valid.count { !$0 } == summary.nullCount, context)
    if summary.form == .doubles {
      let doubles = try segment.values(of: column.id).allDoubles()
      return doubles.indices.map { valid[$0] ? .double(doubles[$0]) : nil }
    }
    let codes = try segment.values(of: column.id).allIntegers()
    var values: [AttributeValue?] = []
    for row in codes.indices {
      values.append(
        valid[row] ? try segment.dictionaryValue(UInt32(codes[row]), in: column.id) : nil)
    }
    return values
  }

  private func bits(_ words: Swift.Span<UInt64>?, _ count: Int) throws -> [Bool] {
    guard let words else { return Array(repeating: true, count: count) }
    var bits: [Bool] = []
    for row in 0..<count { bits.append(words[row / 64] >> UInt64(row % 64) & 1 != 0) }
    return bits
  }

  mutating func open() throws -> TraceDatabase {
    if let store { return store }
    var options = OpenOptions(readOnly: false, createIfMissing: true)
    // Few, so that there is mostly something to be sealed.
    options.hotRowCount = 30
    let opened = try TraceDatabase.open(folder.appending("s"), options)
    store = opened
    return opened
  }

  var context: Comment { "seed \(seed): \(log.joined(separator: ", "))" }
}
