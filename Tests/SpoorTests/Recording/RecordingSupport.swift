import Dispatch
import Spoor
import Synchronization
import TestSupport
import Testing
import TraceModel

/// Holds up the writer's thread until it is opened: a disk that stalls.
final class Gate: SpanProcessor {
  private let isOpen = Mutex(false)
  private let arrived = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)

  func process(_ span: inout SpanData) -> SpanDecision {
    guard !isOpen.withLock(\.self) else { return .keep }
    arrived.signal()
    opened.wait()
    return .keep
  }

  /// Returns when the writer stands at the gate.
  func waitForWriter() { arrived.wait() }

  func open() {
    isOpen.withLock { $0 = true }
    opened.signal()
  }
}

/// A span that instrumentation would hold.
final class HeldSpan: RecordableSpan {
  private let data: Mutex<SpanData>

  init(_ number: Int, isRoot: Bool = true) throws {
    var span = try recorded(number)
    span.end = nil
    data = Mutex(span)
  }

  var approximateByteCount: Int { 300 }
  var isEnded: Bool { data.withLock { $0.end != nil } }

  func makeSpanData() -> SpanData { data.withLock(\.self) }

  func end(in store: Store) {
    data.withLock { $0.end = $0.start + 5 }
    store.record(self)
  }
}

/// A span of a trace of its own.
func recorded(
  _ number: Int, attributes: [Attribute] = [], status: SpanStatus = SpanStatus()
) throws -> SpanData {
  SpanData(
    traceID: try #require(TraceID(high: 7, low: UInt64(number) + 1)),
    spanID: try #require(SpanID(rawValue: UInt64(number) + 1)), name: "step",
    start: Int64(number) * 1_000, end: Int64(number) * 1_000 + 10, attributes: attributes,
    status: status)
}

extension Store {
  /// The numbers of the spans that it holds, ascending.
  func numbers() throws -> [Int] {
    try query("select span_id").rows.compactMap { row in
      guard case .string(let digits) = row[0] else { return nil }
      return Int(digits, radix: 16).map { $0 - 1 }
    }.sorted()
  }

  func count(_ filter: String) throws -> Value {
    try query("\(filter) select count()").rows[0][0]
  }
}

/// Waits until something is so, for half a minute at most: the machine may be busy.
func eventually(
  _ what: Comment, _ isSo: () throws -> Bool, at location: SourceLocation = #_sourceLocation
) async throws {
  for _ in 0..<3_000 {
    if try isSo() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record(what, sourceLocation: location)
}
