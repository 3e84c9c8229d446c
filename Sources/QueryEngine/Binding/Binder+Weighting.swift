import QuerySyntax
import Scanning
import TraceModel

/// Spans that sampling kept stand for those that it dropped.
extension Binder {
  /// Whether aggregates are of what the spans stand for: where sampling told its probability, and the
  /// query does not say otherwise.
  ///
  /// Traces, sessions and scores have no probability of their own, which is noted.
  mutating func weighsSpans(among stages: QueryStages, in timeRange: TimeRange) -> Bool {
    guard level == .spans else {
      noteSample("an answer from \(level.rawValue)", among: stages, in: timeRange)
      return false
    }
    return !stages.isUnweighted && catalogue.holdsSample(in: timeRange)
  }

  /// Notes that something counts sampled spans as they are.
  mutating func noteSample(
    _ subject: String, among stages: QueryStages, in timeRange: TimeRange
  ) {
    // The starts of sessions and scores are not those of their spans.
    let isOfSpans = level == .spans || level == .traces
    guard !stages.isUnweighted, catalogue.holdsSample(in: isOfSpans ? timeRange : .everything)
    else { return }
    note(
      "\(subject) is of what sampling kept, not weighted by sampling_probability; write unweighted "
        + "to leave this note out")
  }
}

extension Catalogue {
  /// Whether some span of the segments that a time range touches tells how likely sampling was to
  /// keep it.
  ///
  /// O(segments); segments say so without a look at their rows. One that cannot be read counts as
  /// telling nothing: the scan reads it next, and has the error.
  func holdsSample(in timeRange: TimeRange) -> Bool {
    guard let bounds = timeRange.bounds else { return false }
    return (0..<source.segmentCount).contains { index in
      guard source.startRange(ofSegmentAt: index)?.overlaps(bounds) ?? false,
        let segment = try? source.segment(at: index),
        let summary = segment.summary(of: ColumnID(.samplingProbability))
      else { return false }
      return summary.nullCount < segment.rowCount
    }
  }
}
