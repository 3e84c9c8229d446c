import TestSupport
import Testing
import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Stores damaged from outside: reading one gives what it held or an error, never a signal and
/// never something else, and a check finds the damage.
@Suite struct StoreDamageTests {
  private let folder = TemporaryFolder()
  private let seed: UInt64
  private var random: SeededGenerator
  private let live: LiveBytes
  private let byteCount: Int

  init() throws {
    seed = Soak.seed()
    random = SeededGenerator(seed: seed)
    try makeStore(folder.appending("whole"))
    live = try LiveBytes(ofFileAt: folder.appending("whole/data.mdb"))
    byteCount = readFile(folder.appending("whole/data.mdb")).count
  }

  @Test mutating func `every bit of what is stored is guarded`() throws {
    var tally = Tally()
    let damager = Damager(folder)
    for _ in Soak.rounds(50) {
      let offset = live.values.randomElement(using: &random)
      let flip = "flip \(offset) \(Int.random(in: 0..<8, using: &random))"
      tally.add(try damager.outcome(of: "\(flip) plain"), of: flip)
    }
    tally.expectNoHarm("seed \(seed)")
    #expect(tally.foundShare >= 0.999, "seed \(seed): missed \(tally.missed)")
  }

  @Test mutating func `a bit of the pages' own structure leads to no signal and no lie`() throws {
    var tally = Tally()
    let damager = Damager(folder)
    for _ in Soak.rounds(40) {
      let offset = live.structure.randomElement(using: &random)
      let flip = "flip \(offset) \(Int.random(in: 0..<8, using: &random))"
      tally.add(try damager.outcome(of: "\(flip) verified"), of: flip)
    }
    tally.expectNoHarm("seed \(seed)")
  }

  @Test mutating func `pages overwritten lead to no signal and no lie`() throws {
    var tally = Tally()
    let damager = Damager(folder)
    for _ in Soak.rounds(20) {
      let page = Int.random(in: 0..<byteCount / 4_096, using: &random)
      let start =
        page * 4_096 + (Bool.random(using: &random) ? 0 : .random(in: 0..<4_096, using: &random))
      let count = [1, 16, 512, 4_096].randomElement(using: &random) ?? 1
      let byte =
        [0, 255, Int.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
      let fill = "fill \(start) \(count) \(byte)"
      tally.add(try damager.outcome(of: "\(fill) verified"), of: fill)
    }
    tally.expectNoHarm("seed \(seed)")
  }

  @Test mutating func `a file cut anywhere is refused or read whole`() throws {
    var tally = Tally()
    let damager = Damager(folder)
    for round in Soak.rounds(20) {
      // Lengths at page bounds, next to them, and anywhere.
      let page = Int.random(in: 0..<byteCount / 4_096, using: &random) * 4_096
      let length = [
        page, page + 1, max(page - 1, 0), Int.random(in: 0..<byteCount, using: &random),
      ]
      let cut = "cut \(length.randomElement(using: &random) ?? 0)"
      tally.add(
        try damager.outcome(of: "\(cut) \(round % 2 == 0 ? "plain" : "verified")"), of: cut)
    }
    tally.expectNoHarm("seed \(seed)")
  }
}

/// Two segments, one with rows that no longer count, hot batches, scores, and pages that were freed.
private func makeStore(_ path: String) throws {
  let store = try TraceDatabase.open(path, OpenOptions(readOnly: false, createIfMissing: true))
  var generator = SpanGenerator(seed: 5, traceCount: 6)
  let spans = generator.spans(60)
  _ = try store.attach(spans[..<50].map { score(of: $0, 0.25) })
  _ = try store.load(Array(spans[..<40]))
  _ = try store.append(Array(spans[30..<45]))
  try store.seal()
  var changed = Array(spans[..<8])
  for index in changed.indices {
    changed[index].name = "changed"
    changed[index].end = .max
  }
  _ = try store.load(changed)
  _ = try store.attach(spans[20...].map { score(of: $0, 0.75) })
  _ = try store.append(Array(spans[45..<52]))
  _ = try store.append(Array(spans[52...]))
}

private func score(of span: SpanData, _ number: Double) -> Score {
  Score(
    of: .span(trace: span.traceID, span: span.spanID), name: "faithfulness", source: "llm",
    number: number, label: number < 0.5 ? "bad" : nil, comment: "why", time: span.start)
}

/// What came of many damages.
private struct Tally {
  private(set) var missed: [String] = []
  private var harm: [String] = []
  private var count = 0

  mutating func add(_ outcome: Damager.Outcome, of damage: String) {
    count += 1
    if outcome.answer != "same" && outcome.answer != "error" {
      harm.append("\(damage): \(outcome.answer)")
    }
    if !outcome.isFound { missed.append(damage) }
  }

  /// The share of damages that a check found.
  var foundShare: Double { 1 - Double(missed.count) / Double(max(count, 1)) }

  func expectNoHarm(_ context: Comment) {
    #expect(harm == [], context)
    #expect(count > 0, context)
    if Soak.seconds != nil {
      print("\(count) damages, \(missed.count) of them without a trace: \(missed.prefix(30))")
    }
  }
}

/// A process that tries damage; another one when it comes to a signal.
private final class Damager {
  struct Outcome {
    /// `same`, `error`, or what should not be.
    var answer: String
    var isFound: Bool
  }

  private let folder: TemporaryFolder
  private var process: ChildProcess?

  init(_ folder: TemporaryFolder) {
    self.folder = folder
  }

  func outcome(of command: String) throws -> Outcome {
    let process = try process ?? start()
    self.process = process
    guard process.tell(command), let line = process.readLine() else {
      self.process = nil
      return Outcome(answer: "\(process.wait())", isFound: true)
    }
    let words = line.split(separator: " ")
    return Outcome(
      answer: words.dropLast().joined(separator: " "), isFound: words.last == "found")
  }

  private func start() throws -> ChildProcess {
    let process = try ChildProcess(.crashWriter, ["damage", folder.path])
    let line = process.readLine() ?? ""
    #expect(line.hasPrefix("ready"), "\(line)")
    return process
  }
}
