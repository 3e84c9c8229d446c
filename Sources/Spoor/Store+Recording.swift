import Dispatch
public import TraceModel

extension Store {
  /// Takes a span that ended, to be written with others in a moment.
  ///
  /// Puts it into a bounded queue: some hundred nanoseconds on the calling thread, whatever the disk
  /// does, unless back-pressure is `.wait`. One thread writes what waits, in commits of many spans.
  /// Any thread may call.
  ///
  /// - Returns: false if the span was dropped, which ``recordingStatistics`` counts by reason, or the
  ///   store is open for reading only.
  @discardableResult
  public func record(_ span: SpanData) -> Bool {
    record(FinishedSpan(span))
  }

  /// Takes a span that ended, and which its instrumentation puts together when it is written.
  ///
  /// The caller must not hold a lock that the span's methods take.
  @discardableResult
  package func record(_ span: any RecordableSpan) -> Bool {
    recorder?.record(span) ?? false
  }

  /// Tells of a span that started: if it is open still after `runningAfter`, a copy is stored, whose
  /// status is `running`, and another after twice the time, and so on.
  ///
  /// So spans can be asked for while they run, and are there after a crash. Costs the calling thread
  /// as little as ``record(_:)``.
  package func noteStarted(_ span: any RecordableSpan) {
    recorder?.noteStarted(span)
  }

  /// Waits until every span that ``record(_:)`` took before the call is on disk, or dropped and
  /// counted.
  ///
  /// What tail sampling has not decided on is decided. Holds up no thread.
  ///
  /// - Parameter time: how long to wait at most; nil for as long as it takes. Spans that are not
  ///   written by then wait on.
  /// - Throws: `StoreError.unavailable` where the disk takes nothing, or not in time; the spans are
  ///   kept, and tried again.
  public func flush(within time: Duration? = nil) async throws(StoreError) {
    guard let recorder else { return }
    let deadline = time.map { DispatchTime.now() + $0.dispatchInterval } ?? .distantFuture
    if let error = await recorder.flush(until: deadline) { throw error }
  }

  /// As ``flush(within:)``, for callers that are no tasks: holds up the calling thread until the spans
  /// are on disk or the disk refuses them.
  ///
  /// Not for tasks, whose threads must not be held up.
  public func flushBlocking() throws(StoreError) {
    try recorder?.flushBlocking()
  }

  /// Takes no more spans, writes those that wait, and tells what could not be written in time.
  ///
  /// The store may be asked, closed and appended to afterwards; what is recorded is dropped, and
  /// counted.
  public func shutdown(within time: Duration) async -> ShutdownReport {
    guard let recorder else {
      return ShutdownReport(unwrittenCount: 0, failure: nil, statistics: RecordingStatistics())
    }
    return await recorder.shutDown(within: time)
  }

  /// What became of the spans that were recorded; of other ways to write it says nothing.
  public var recordingStatistics: RecordingStatistics {
    recorder?.queue.withState(\.statistics) ?? RecordingStatistics()
  }

  /// Spans as this store commits them from now on, however they were given to it, those of other
  /// processes not included.
  ///
  /// A span that is open for long comes several times, without an end at first. A reader that is
  /// slower than the spans come misses the oldest (``LiveSpans/missedCount``).
  ///
  /// - Parameter limit: spans that wait for the reader at most.
  /// - Returns: the spans, from the call on.
  public func liveSpans(bufferingNewest limit: Int = 10_000) -> LiveSpans {
    sink.live.subscribe(bufferingNewest: limit)
  }
}
