import Dispatch
import Synchronization

/// Writes spans as they end: the thread at the other end of the queue.
///
/// It has a thread only while there are spans to write or to watch, one for a store, and not one of
/// the cooperative pool. A commit that fails is tried again until it succeeds; what comes meanwhile
/// waits in the queue, and once that is full, is dropped as back-pressure says.
final class SpanRecorder: Sendable {
  let queue: SpanQueue
  let settings: RecordingSettings
  let sink: SpanSink
  /// What only the writer's thread touches; locked as long as it runs.
  let writer: Mutex<WriterState>
  /// Cuts the writer's waits short.
  let alarm = DispatchSemaphore(value: 0)
  private let thread = DispatchQueue(label: "spoor.recording", qos: .utility)

  init(_ settings: RecordingSettings, into sink: SpanSink) {
    self.settings = settings
    self.sink = sink
    writer = Mutex(WriterState(settings))
    queue = SpanQueue(
      SpanQueue.Limits(
        spanCount: max(1, settings.queueSpanCount), byteCount: max(1, settings.queueByteCount),
        batchSpanCount: max(1, settings.batchSpanCount), backPressure: settings.backPressure))
  }

  /// False if the span was dropped.
  func record(_ span: any RecordableSpan) -> Bool {
    guard let wake = queue.enqueue(span) else { return false }
    perform(wake)
    return true
  }

  func noteStarted(_ span: any RecordableSpan) {
    perform(queue.withState { $0.noteStarted(span, queue.limits) })
  }

  func perform(_ wake: QueueState.Wake) {
    switch wake {
    case .nothing: break
    case .start: thread.async { self.run() }
    case .hurry: alarm.signal()
    }
  }

  /// Takes no more spans; those that wait are written, without anybody waiting for that.
  func end() {
    perform(
      queue.withState { state in
        state.isShutDown = true
        return state.wake(hurrying: true)
      })
  }
}
