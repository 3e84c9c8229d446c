import Spoor
import TerminalRendering

/// Reads scores into a store.
///
/// The store is opened, and made if need be, only when a first score was read: a wrong file leaves
/// no empty store behind.
struct ScoreImporter: ~Copyable {
  /// Scores attached in one call: more cost less each, and more memory, about 400 bytes each.
  private static let batchCount = 262_144

  private let option: StoreOption
  private let now: Int64
  private var store: Store?
  private var pending: [Score] = []
  /// Where each pending score stood.
  private var lines: [Int] = []
  private(set) var report = ScoreReport()
  private var readCount: Int64 = 0
  private var columns: [ScoreRecord.Member?]?

  /// `now` is when a score was said that does not tell.
  init(_ option: StoreOption, now: Int64) {
    self.option = option
    self.now = now
  }

  /// Reads a file to its end, and stores its scores.
  mutating func read(_ input: consuming InputBytes) throws(CommandFailure) {
    var progress = Progress(
      "score \(input.name)", bytesTotal: input.byteCount, counting: "scores")
    defer { progress.finish() }
    var cutter = RecordCutter()
    var isAtEnd = false
    while !isAtEnd {
      if let bytes = input.next() {
        cutter.append(bytes)
      } else {
        cutter.finish()
        isAtEnd = true
      }
      while let (line, record) = cutter.next() { try take(record, line, input.name) }
      progress.update(bytesDone: input.readByteCount, spans: readCount)
    }
    if let failure = input.failure {
      report.reject("the rest could not be read: \(failure)", at: input.name)
    }
    try attachPending(input.name)
  }

  /// Stores one score.
  mutating func attach(_ record: ScoreRecord) throws(CommandFailure) {
    add(record, line: 0, at: "the score")
    try attachPending("")
  }

  private mutating func take(
    _ record: RecordCutter.Record, _ line: Int, _ name: String
  ) throws(CommandFailure) {
    do throws(RecordError) {
      switch record {
      case .malformed(let reason): throw RecordError(reason)
      case .json(let bytes):
        add(try ScoreRecord(json: bytes), line: line, at: "\(name):\(line)")
      case .row(let fields):
        guard let columns else {
          columns = try header(fields)
          return
        }
        add(try ScoreRecord(row: fields, columns: columns), line: line, at: "\(name):\(line)")
      }
    } catch {
      report.reject(error.reason, at: "\(name):\(line)")
    }
    if pending.count == Self.batchCount { try attachPending(name) }
  }

  private func header(_ fields: [String]) throws(RecordError) -> [ScoreRecord.Member?] {
    let columns = fields.map { ScoreRecord.Member(named: $0) }
    guard columns.contains(.name) else {
      throw RecordError(
        "the first row names no columns; CSV begins as trace_id,span_id,name,value,source,time")
    }
    return columns
  }

  private mutating func add(_ record: ScoreRecord, line: Int, at place: String) {
    readCount += 1
    do throws(RecordError) {
      pending.append(try record.score(now: now))
      lines.append(line)
    } catch {
      report.reject(error.reason, at: place)
    }
  }

  private mutating func attachPending(_ name: String) throws(CommandFailure) {
    guard pending.contains(where: { (try? $0.validate()) != nil }) || store != nil else {
      for (line, score) in zip(lines, pending) { reject(score, line, name) }
      clear()
      return
    }
    let store = try openStore()
    let summary = try reporting { () throws(StoreError) in try store.attach(pending) }
    report.add(summary)
    for rejection in summary.rejections {
      report.reject(rejection.error.description, at: "\(name):\(lines[rejection.index])")
    }
    clear()
  }

  private mutating func openStore() throws(CommandFailure) -> Store {
    if let store { return store }
    let opened = try option.openForWriting()
    store = opened
    return opened
  }

  private mutating func reject(_ score: Score, _ line: Int, _ name: String) {
    do throws(ScoreError) {
      try score.validate()
    } catch {
      report.reject(error.description, at: "\(name):\(line)")
    }
  }

  private mutating func clear() {
    pending.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }
}
