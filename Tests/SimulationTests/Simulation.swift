import TestSupport
import Testing
import TraceModel
import TraceStorage

/// Random operations on a store and on the model, which must agree at every look.
struct Simulation {
  let seed: UInt64
  var random: SeededGenerator
  private var generator: SpanGenerator
  private let folder = TemporaryFolder()
  private var store: TraceDatabase?
  var model = StoreModel()
  /// A seal that others write beside.
  var pendingSeal: PendingSeal?
  /// Snapshots kept while writes go on, each with what it must show for ever.
  private var held: [(snapshot: StorageSnapshot, model: StoreModel)] = []
  var log: [String] = []

  private static let traceCount: UInt64 = 12
  private static let spanCount: UInt64 = 24
  private static let heldCount = 3

  init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
    generator = SpanGenerator(seed: seed)
  }

  /// Does some operations, and compares everything now and then and at the end.
  mutating func run(operationCount: Int) throws {
    for number in 1...operationCount {
      try operate()
      if number.isMultiple(of: 12) || number == operationCount { try compare() }
    }
  }

  private mutating func operate() throws {
    switch Int.random(in: 0..<30, using: &random) {
    case 0..<8:
      try write("append") {
        try $0.append($1)
      } model: {
        $0.append($1)
      }
    case 8..<14:
      try write("load") {
        try $0.load($1)
      } model: {
        $0.load($1)
      }
    case 14, 15: try seal()
    case 16:
      log.append("reopen")
      held = []
      store = nil
    case 17, 18:
      log.append("hold")
      held.append((try open().snapshot(), model))
      if held.count > Self.heldCount { try compareHeld(at: 0) }
    case 19, 20: try compact()
    case 21: try retain()
    case 22..<26: try beginSeal()
    case 26..<29: try finishSeal()
    default:
      guard !held.isEmpty else { return }
      try compareHeld(at: Int.random(in: held.indices, using: &random))
    }
  }

  private mutating func compact() throws {
    log.append("compact")
    let store = try open()
    let policy: CompactionPolicy = Bool.random(using: &random) ? .thorough : .background
    let report = try store.compact(policy)
    #expect(report.isComplete, context)
    let statistics = try store.statistics()
    #expect(statistics.deadRowCount == model.deadRowCount - report.deadRowCount, context)
    #expect(
      statistics.segmentCount
        == model.segmentCount - report.removedSegmentCount + report.writtenSegmentCount, context)
    #expect(report.removedSegmentCount >= report.writtenSegmentCount, context)
    model.noteCompaction(
      segmentCount: statistics.segmentCount, deadRowCount: statistics.deadRowCount)
  }

  /// Keeps so many spans, or those from a time on: what must go is found from the columns.
  private mutating func retain() throws {
    let store = try open()
    try seal()
    let sealedCount = try store.statistics().segmentCount
    var segments = try SegmentContents.all(of: try store.snapshot(), sealedCount: sealedCount)
      .sorted { $0.lastStart < $1.lastStart }
    // Segments of one last start go in the order of their numbers, which columns do not tell.
    guard Set(segments.map(\.lastStart)).count == segments.count else { return }
    var limits = RetentionLimits()
    var gone: Set<Identity> = []
    if Bool.random(using: &random) {
      let spanCount = model.entries.count * Int.random(in: 40...110, using: &random) / 100
      limits.spanCount = spanCount
      while model.entries.count - gone.count > spanCount, segments.count > 1 {
        gone.formUnion(segments.removeFirst().live)
      }
    } else {
      let oldest = segments.randomElement(using: &random)?.lastStart ?? 0
      limits.oldestStart = oldest
      while let first = segments.first, first.lastStart < oldest {
        gone.formUnion(segments.removeFirst().live)
      }
    }
    log.append("retain \(limits)")
    let preview = try store.retentionPreview(limits)
    let report = try store.retain(limits)
    #expect(report == preview, context)
    #expect(report.spanCount == gone.count, context)
    #expect(report.keptSegmentCount == segments.count, context)
    model.remove(
      gone, segmentCount: segments.count,
      deadRowCount: segments.reduce(0) { $0 + $1.deadRowCount })
  }

  private mutating func write(
    _ name: String, _ store: (TraceDatabase, [SpanData]) throws -> WriteSummary,
    model write: (inout StoreModel, [SpanData]) -> StoreModel.Summary
  ) throws {
    let spans = makeSpans()
    log.append("\(name) \(spans.count)")
    let found = try store(try open(), spans)
    let expected = write(&model, spans)
    #expect(found.storedCount == expected.stored, context)
    #expect(found.duplicateCount == expected.duplicates, context)
    #expect(found.traces == expected.traces, context)
    #expect(found.newTraceCount == expected.newTraceCount, context)
  }

  /// Spans of any shape, with identities from so few that copies are common; some are sent again
  /// as they were.
  private mutating func makeSpans() -> [SpanData] {
    let count =
      Int.random(in: 0..<10, using: &random) == 0 ? 150 : Int.random(in: 1...20, using: &random)
    return generator.spans(count).map { made in
      if Int.random(in: 0..<12, using: &random) == 0,
        let known = model.entries.values.min(by: { Identity($0.span) < Identity($1.span) })
      {
        return known.span
      }
      let trace = UInt64.random(in: 1...Self.traceCount, using: &random)
      guard let traceID = TraceID(high: trace << 60, low: trace),
        let spanID = SpanID(rawValue: .random(in: 1...Self.spanCount, using: &random))
      else { preconditionFailure("identities of the simulation are never zero") }
      var span = made
      span.traceID = traceID
      span.spanID = spanID
      span.parentID = SpanID(rawValue: .random(in: 0...Self.spanCount, using: &random))
      // Few different ends, so that copies end together.
      span.end = span.end.map { _ in span.start + Int64.random(in: 0..<4, using: &random) }
      if Int.random(in: 0..<3, using: &random) == 0 { span.start = 1_700_000_000_000_000_000 }
      // Longer than what a dictionary takes.
      if Int.random(in: 0..<60, using: &random) == 0 {
        span.name = String(repeating: "@9", count: 900)
      }
      return span
    }
  }

  mutating func open() throws -> TraceDatabase {
    if let store { return store }
    var options = OpenOptions(readOnly: false, createIfMissing: true)
    // Few, so that there are several parts, and at times another number of them.
    options.hotRowCount = Int.random(in: 0..<4, using: &random) == 0 ? 25 : 60
    let opened = try TraceDatabase.open(folder.appending("s"), options)
    store = opened
    return opened
  }

  private mutating func compareHeld(at index: Int) throws {
    log.append("compare held")
    let (snapshot, model) = held.remove(at: index)
    try compare(snapshot, model)
  }

  private mutating func compare() throws {
    let store = try open()
    try compare(try store.snapshot(), model)
    let statistics = try store.statistics()
    #expect(statistics.spanCount == model.entries.count, context)
    #expect(statistics.hotSpanCount == model.hotSpanCount, context)
    #expect(statistics.deadRowCount == model.deadRowCount, context)
    #expect(statistics.segmentCount == model.segmentCount, context)
    let report = try store.check()
    #expect(report.problems == [], context)
    #expect(report.spanCount == model.entries.count, context)
  }

  private func compare(_ snapshot: StorageSnapshot, _ model: StoreModel) throws {
    let traces = Set(model.entries.keys.map(\.trace)).sorted()
    #expect(try snapshot.traces(startingWith: "", limit: .max) == traces, context)
    for trace in traces {
      let found = try snapshot.spans(of: trace).map(\.canonicalBytes)
      #expect(found == model.spans(of: trace).map(\.canonicalBytes), context)
    }
    let problems = try ColumnComparison.problems(of: snapshot, against: model)
    #expect(problems.prefix(5) == [], context)
  }

  var context: Comment { "seed \(seed): \(log.joined(separator: ", "))" }
}

extension Identity: Comparable {
  static func < (left: Identity, right: Identity) -> Bool {
    (left.trace, left.span) < (right.trace, right.span)
  }
}
