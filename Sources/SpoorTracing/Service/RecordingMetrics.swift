import Metrics
import Spoor

/// The numbers of a store's queue, as metrics.
///
/// Names have no dots, since not every back end takes them.
struct RecordingMetrics {
  private let accepted = Counter(label: "spoor_spans_accepted")
  private let written = Counter(label: "spoor_spans_written")
  private let dropped = Dictionary(
    uniqueKeysWithValues: DropReason.allCases.map { reason in
      (reason, Counter(label: "spoor_spans_dropped", dimensions: [("reason", reason.rawValue)]))
    })
  private let commits = Counter(label: "spoor_commits")
  private let failedCommits = Counter(label: "spoor_commits_failed")
  private let queuedSpans = Gauge(label: "spoor_queue_spans")
  private let queuedBytes = Gauge(label: "spoor_queue_bytes")
  private let lastCommit = Gauge(label: "spoor_commit_seconds_last")
  private let longestCommit = Gauge(label: "spoor_commit_seconds_longest")
  /// What was published before: counters want what is new.
  private var previous = RecordingStatistics()

  /// Gives the numbers to the metrics system.
  mutating func publish(_ now: RecordingStatistics) {
    accepted.increment(by: now.acceptedCount - previous.acceptedCount)
    written.increment(by: now.writtenCount - previous.writtenCount)
    commits.increment(by: now.commitCount - previous.commitCount)
    failedCommits.increment(by: now.failedCommitCount - previous.failedCommitCount)
    for (reason, counter) in dropped {
      counter.increment(
        by: now.droppedCounts[reason, default: 0] - previous.droppedCounts[reason, default: 0])
    }
    queuedSpans.record(now.queuedCount)
    queuedBytes.record(now.queuedByteCount)
    lastCommit.record(now.lastCommitSeconds)
    longestCommit.record(now.longestCommitSeconds)
    previous = now
  }
}
