import Spoor
import Synchronization
package import TraceModel
public import Tracing

/// A span of a ``SpoorTracer``.
///
/// All of its methods may be called from any thread; each takes a lock of the span's own for as
/// long as it takes to store what it was given. Once the span has ended, or where it is not
/// recorded, they do nothing, and the span holds little but its ids.
public final class SpoorSpan: Tracing.Span {
  let identity: SpanContext
  private let recorder: SpanRecorder
  /// What the span was started in, without its parent: a chain of contexts must not keep all spans
  /// before it.
  private let surroundings: ServiceContext
  private let content: Mutex<SpanContent>

  init(
    _ identity: SpanContext, in surroundings: ServiceContext, _ content: SpanContent,
    _ recorder: SpanRecorder
  ) {
    self.identity = identity
    self.surroundings = surroundings
    self.content = Mutex(content)
    self.recorder = recorder
  }

  /// The context that the span was started in, with the span in it as the parent of what starts
  /// there.
  public var context: ServiceContext {
    guard !recorder.isSwitchedOff else { return surroundings }
    var context = surroundings
    context.currentSpan = .local(self)
    return context
  }

  /// Whether the span is recorded and has not ended.
  public var isRecording: Bool { content.withLock { $0.isOpen } }

  /// What the operation is called; also once the span has ended.
  public var operationName: String {
    get { content.withLock { $0.name } }
    set { content.withLock { $0.rename(to: newValue) } }
  }

  /// The attributes; none where the span is not recorded, or has ended.
  ///
  /// Setting one, `span.attributes["x"] = 1`, does not copy the others. Tasks that set some at the
  /// same time lose none; while one does, another may not see all of them.
  public var attributes: SpanAttributes {
    get { content.withLock { $0.attributes } }
    set { change { $0.set(newValue, $1) } }
    _modify {
      // The caller's code runs while the span is not locked, since it may use the span.
      var loan = content.withLock { $0.lendAttributes(recorder.limits) }
      defer { change { $0.takeBack(loan, $1) } }
      yield &loan.attributes
    }
  }

  /// Sets the status, unless it is OK already, which is final.
  ///
  /// An error without a message leaves the message of an error before.
  public func setStatus(_ status: Tracing.SpanStatus) {
    change { content, _ in content.set(status) }
  }

  /// Adds an event; beyond the limit it is counted.
  public func addEvent(_ event: Tracing.SpanEvent) {
    guard isRecording else { return }
    var event = event
    let byteCount = event.attributes.spellOut()
    change { $0.add(event, byteCount: byteCount, $1) }
  }

  /// Adds a link; beyond the limit, or where its context has no span, it is counted.
  public func addLink(_ link: Tracing.SpanLink) {
    guard isRecording else { return }
    var attributes = link.attributes
    let byteCount = attributes.spellOut()
    let target = link.context.spanContext
    change { $0.add(attributes, ofLinkTo: target, byteCount: byteCount, $1) }
  }

  /// Adds an event `exception` that tells of an error: its type and what it says of itself.
  ///
  /// The status stays as it is; `withSpan` sets it for errors that leave its closure.
  public func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    guard isRecording else { return }
    addEvent(.exception(error, attributes: attributes, at: instant()))
  }

  /// Ends the span and hands it to the store's queue; whatever comes later does nothing.
  public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    guard identity.isSampled, let store = recorder.store else { return }
    let instant = Int64(clamping: instant().nanosecondsSinceEpoch)
    guard var ended = content.withLock({ $0.finish(at: instant) }) else { return }
    ended.spellOut()
    store.record(EndedSpan(identity, ended, recorder))
  }

  private func change(_ body: (inout SpanContent, SpanLimits) -> Void) {
    guard identity.isSampled else { return }
    content.withLock { body(&$0, recorder.limits) }
  }
}

// A span that is still open, to be stored as running.
extension SpoorSpan: RecordableSpan {
  package var isEnded: Bool { !isRecording }

  package var approximateByteCount: Int { content.withLock { $0.approximateByteCount } }

  /// What the span has been told so far.
  ///
  /// Where the span has ended meanwhile that is little, with an end; all of it is in the queue.
  package func makeSpanData() -> SpanData {
    content.withLock { $0 }.spanData(of: identity, recorder)
  }
}

extension Tracing.SpanEvent {
  /// The event that OpenTelemetry's conventions make of an error.
  fileprivate static func exception(
    _ error: any Error, attributes: SpanAttributes, at instant: some TracerInstant
  ) -> Tracing.SpanEvent {
    var all: SpanAttributes = [
      "exception.type": .string(String(reflecting: type(of: error))),
      "exception.message": .string(String(describing: error)),
    ]
    all.merge(attributes)
    return Tracing.SpanEvent(name: "exception", at: instant, attributes: all)
  }
}
