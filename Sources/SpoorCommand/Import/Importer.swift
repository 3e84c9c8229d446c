import OTLP
import Spoor
import TerminalRendering

/// Reads inputs into a store.
///
/// The store is opened, and made if need be, only when a first span was read: a wrong file leaves
/// no empty store behind.
struct Importer: ~Copyable {
  private let option: StoreOption
  private var decoder = TraceRequestDecoder()
  private var store: Store?
  private var loader: BulkLoader?
  private(set) var report = ImportReport()
  /// Spans read, stored or pending.
  private var spanCount: Int64 = 0

  init(_ option: StoreOption) {
    self.option = option
  }

  /// Reads one input to its end.
  ///
  /// What is wrong with single lines is in the report; the error says that the input as a whole
  /// is not what it should be.
  mutating func read(_ file: consuming InputFile) throws(CommandFailure) -> InputVerdict {
    var progress = Progress("import \(file.name)", bytesTotal: file.byteCount)
    defer { progress.finish() }
    let before = (messages: report.messageCount, rejected: report.rejectedCount)
    var firstReason: String?
    while let item = file.next() {
      switch item {
      case .message(let message):
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
    return .notOTLP(reason: firstReason)
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
    guard !request.spans.isEmpty else { return }
    if loader == nil {
      let opened = try option.openForWriting()
      store = opened
      loader = opened.makeBulkLoader()
    }
    spanCount += Int64(request.spans.count)
    for span in request.spans {
      try reporting { () throws(StoreError) in try loader?.add(span) }
    }
  }
}

/// What an input was, as a whole.
enum InputVerdict {
  /// At least one message of it was OTLP.
  case fine
  /// There was nothing in it.
  case empty
  /// No line of it was OTLP; the first reason.
  case notOTLP(reason: String)
}
