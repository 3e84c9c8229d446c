package import TraceModel

/// A span that instrumentation holds, made into `SpanData` on the writer's thread.
///
/// So ending a span costs its caller an enqueue, and nothing that grows with what the span holds.
package protocol RecordableSpan: AnyObject, Sendable {
  /// About how many bytes of memory it holds; O(1), asked once, when it is enqueued.
  var approximateByteCount: Int { get }
  /// Whether it has ended; asked on the writer's thread.
  var isEnded: Bool { get }
  /// What it holds now, `end` nil while it is open; called on the writer's thread.
  func makeSpanData() -> SpanData
}

/// A span whose data its caller has put together.
final class FinishedSpan: RecordableSpan {
  private let data: SpanData
  let approximateByteCount: Int

  init(_ data: SpanData) {
    self.data = data
    approximateByteCount = data.approximateByteCount
  }

  var isEnded: Bool { true }

  func makeSpanData() -> SpanData { data }
}
