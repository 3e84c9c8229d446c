import Spoor
import TraceModel

/// A span that has ended, on its way to the store.
final class EndedSpan: RecordableSpan {
  private let identity: SpanContext
  private let content: SpanContent
  private let recorder: SpanRecorder

  init(_ identity: SpanContext, _ content: SpanContent, _ recorder: SpanRecorder) {
    self.identity = identity
    self.content = content
    self.recorder = recorder
  }

  var approximateByteCount: Int { content.approximateByteCount }

  var isEnded: Bool { true }

  func makeSpanData() -> SpanData { content.spanData(of: identity, recorder) }
}
