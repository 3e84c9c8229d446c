import OTLP
import Spoor
import TerminalRendering

/// Reads inputs into a store.
///
/// The store is opened, and made if need be, only when a first span was read: a wrong file leaves
/// no empty store behind.
struct Importer: ~Copyable {
  /// Scores attached in one call: more cost less each, and more memory, about 400 bytes each.
  private static let scoreBatchCount = 262_144

  private let option: StoreOption
  private var decoder = TraceRequestDecoder()
  private var store: Store?
  private var loader: BulkLoader?
  var report = ImportReport()
  /// Spans read, stored or pending.
  private(set) var spanCount: Int64 = 0
  /// Rows of tables that were spans.
  var rowCount = 0
  /// Scores of rows that are not attached yet.
  var pendingScores: [Score] = []
  /// What is to be told of inputs that were read.
  var notes: [String] = []

  init(_ option: StoreOption) {
    self.option = option
  }

  /// Reads one input to its end.
  ///
  /// What is wrong with single lines is in the report; the error says that the input as a whole
  /// is not what it should be.
  mutating func read(_ file: consuming InputFile) throws(CommandFailure) -> InputVerdict {
    var progress = makeProgress(file.name, byteCount: file.byteCount)
    defer { progress.finish() }
    let before = (messages: report.messageCount, rejected: report.rejectedCount)
    var firstReason: String?
    var hint: String?
    while let item = file.next() {
      switch item {
      case .message(let message):
        if firstReason == nil, report.messageCount == before.messages {
          hint = InputFormat.hint(firstLine: message.bytes)
        }
        let place = "\(file.name):\(message.line)"
        if let request = decode(message, place, &firstReason) { try take(request, place) }
      case .rejected(let line, let error):
        firstReason = firstReason ?? error.description
        report.reject(error.description, at: "\(file.name):\(line)")
      }
      progress.update(bytesDone: file.readByteCount, spans: spanCount)
    }
    if let failure = file.failure {
      firstReason = firstReason ?? failure
      report.reject("the rest could not be read: \(failure)", at: file.name)
    }
    guard report.messageCount == before.messages else { return .fine }
    guard let firstReason else { return .empty }
    return .notOTLP(reason: firstReason, hint: hint)
  }

  func makeProgress(_ name: String, byteCount: Int64?) -> Progress {
    Progress("import \(name)", bytesTotal: byteCount)
  }

  /// Stores what is still pending, and merges the segments of this and earlier imports where these
  /// have become many.
  mutating func finish() throws(CommandFailure) {
    guard loader != nil else { return }
    let summary = try reporting { () throws(StoreError) in try loader?.finish() }
    report.summary = summary ?? WriteSummary()
    try reporting { () throws(StoreError) in _ = try store?.compact(.moderate) }
  }

  private mutating func decode(
    _ message: MessageStream.Message, _ place: String, _ firstReason: inout String?
  ) -> DecodedRequest? {
    do throws(OTLPError) {
      return try decoder.decode(message.bytes)
    } catch {
      firstReason = firstReason ?? error.description
      report.reject(error.description, at: place)
      return nil
    }
  }

  private mutating func take(
    _ request: DecodedRequest, _ place: String
  ) throws(CommandFailure) {
    report.messageCount += 1
    for rejection in request.rejections { report.reject(rejection.description, at: place) }
    try add(request.spans)
  }

  /// Gives spans to the store.
  mutating func add(_ spans: [SpanData]) throws(CommandFailure) {
    guard !spans.isEmpty else { return }
    if loader == nil {
      let opened = try option.openForWriting()
      store = opened
      loader = opened.makeBulkLoader()
    }
    spanCount += Int64(spans.count)
    for span in spans {
      try reporting { () throws(StoreError) in try loader?.add(span) }
    }
  }

  /// Attaches pending scores, unless they are few and more may come.
  ///
  /// Those whose spans are pending wait for them in the store.
  mutating func attachScores(all: Bool) throws(CommandFailure) {
    guard !pendingScores.isEmpty, all || pendingScores.count >= Self.scoreBatchCount else {
      return
    }
    let summary = try reporting { () throws(StoreError) in try store?.attach(pendingScores) }
    report.add(summary ?? ScoreSummary())
    pendingScores.removeAll()
  }
}

/// What an input was, as a whole.
enum InputVerdict {
  /// At least one message of it was OTLP.
  case fine
  /// There was nothing in it.
  case empty
  /// No line of it was OTLP; the first reason, and what it may be.
  case notOTLP(reason: String, hint: String?)
  /// It is no table of the mapping's, or no row of it was a span; the first reason.
  case refused(reason: String)
}
