import Dispatch
import Synchronization
import TraceModel

/// What the writer knows beside the queue.
struct WriterState {
  var watched: WatchedSpans
  var tail: TailSampler?

  init(_ settings: RecordingSettings) {
    watched = WatchedSpans(runningAfter: settings.runningAfter)
    tail = settings.tailSampling.map(TailSampler.init)
  }

  /// Spans that it has to come back to, whether or not others come.
  var pendingCount: Int { watched.count + (tail?.undecidedCount ?? 0) }
}

/// The pauses between attempts to write what could not be written.
enum Retry {
  static let first = Duration.milliseconds(50)
  static let longest = Duration.seconds(5)
}

extension SpanRecorder {
  /// Writes until there is nothing to write or to watch.
  func run() {
    writer.withLock { writer in
      repeat {
        forgetAlarms()
        if !queue.withState(\.isWriterHurried) { wait(settings.commitWindow) }
        writeWaiting(&writer)
      } while !queue.withState { [count = writer.pendingCount] in $0.rests(pendingCount: count) }
    }
  }

  /// Those that rang for what was done meanwhile would cut the next window short; what they rang for
  /// and was not done is in the queue's state.
  private func forgetAlarms() {
    while alarm.wait(timeout: .now()) == .success {}
  }

  /// Until the alarm rings, or the time is over.
  private func wait(_ time: Duration) {
    _ = alarm.wait(timeout: .now() + time.dispatchInterval)
  }

  private func writeWaiting(_ writer: inout WriterState) {
    let now = ContinuousClock.now
    let (started, isLast) = queue.withState { ($0.takeStarted(), $0.isShutDown) }
    writer.watched.add(started, at: now)
    var copies = processed(writer.watched.copiesDue(at: now, isLast: isLast), isCounted: false)
    while true {
      let entries = queue.take()
      write(entries, with: copies, &writer)
      queue.settle(entries)
      copies = []
      // What came while a batch was written waits for others.
      if entries.count < queue.limits.batchSpanCount { return }
    }
  }

  private func write(
    _ entries: [SpanQueue.Entry], with copies: [SpanData], _ writer: inout WriterState
  ) {
    let isFlushing = queue.withState { !$0.flushes.isEmpty || $0.isShutDown }
    var spans = processed(entries.map { $0.span.makeSpanData() }, isCounted: true)
    var copies = copies
    if writer.tail != nil { sample(&spans, &copies, isFlushing: isFlushing, &writer) }
    store(spans, copies: copies, isFlushing: isFlushing)
  }

  private func processed(_ spans: [SpanData], isCounted: Bool) -> [SpanData] {
    var losses = SpanProcessing.Losses()
    let kept = sink.processing.processed(spans, &losses)
    guard isCounted, kept.count < spans.count else { return kept }
    queue.withState { [losses] state in
      state.statistics.note(.processor, losses.droppedCount)
      state.statistics.note(.processorFailure, losses.failedCount)
    }
    return kept
  }

  private func sample(
    _ spans: inout [SpanData], _ copies: inout [SpanData], isFlushing: Bool,
    _ writer: inout WriterState
  ) {
    guard var tail = writer.tail.take() else { return }
    copies = tail.kept(copies)
    let decided = tail.decide(spans, at: .now, isLast: isFlushing)
    spans = decided.kept
    let undecidedCount = tail.undecidedCount
    queue.withState { state in
      state.statistics.note(.sampledOut, decided.leftOutCount)
      state.statistics.undecidedCount = undecidedCount
    }
    writer.tail = tail
  }

  /// Returns when the spans are on disk, or given up.
  private func store(_ spans: [SpanData], copies: [SpanData], isFlushing: Bool) {
    var pause = Retry.first
    while true {
      do throws(StoreError) {
        try commit(spans, copies: copies, isFlushing: isFlushing)
        return
      } catch {
        guard !isGivenUp(after: error, unwrittenCount: spans.count) else { return }
        wait(pause)
        pause = min(pause * 2, Retry.longest)
      }
    }
  }

  private func commit(
    _ spans: [SpanData], copies: [SpanData], isFlushing: Bool
  ) throws(StoreError) {
    let start = ContinuousClock.now
    let all = copies.isEmpty ? spans : copies + spans
    if !all.isEmpty { _ = try sink.append(processed: all) }
    if isFlushing { try sink.sync() }
    let seconds = (ContinuousClock.now - start).inSeconds
    queue.withState { state in
      state.statistics.failure = nil
      guard !all.isEmpty else { return }
      state.statistics.writtenCount += spans.count
      state.statistics.runningCopyCount += copies.count
      state.statistics.commitCount += 1
      state.statistics.lastCommitSeconds = seconds
      state.statistics.longestCommitSeconds = max(
        state.statistics.longestCommitSeconds, seconds)
    }
  }

  /// Whether nobody waits for the spans any more; tells the flushes that wait of the error.
  private func isGivenUp(after error: StoreError, unwrittenCount: Int) -> Bool {
    let (isAbandoned, flushes) = queue.withState { state in
      state.statistics.failedCommitCount += 1
      state.statistics.failure = error.description
      if state.isAbandoned { state.statistics.note(.unwritten, unwrittenCount) }
      return (state.isAbandoned, state.takeFlushes { _ in true })
    }
    for flush in flushes { flush.done(error) }
    return isAbandoned
  }
}
