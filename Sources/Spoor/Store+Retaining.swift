import TraceStorage

/// What a store keeps; a limit that is nil does not apply.
public struct RetentionPolicy: Hashable, Sendable {
  /// Segments whose last span started longer ago go, the newest one too.
  public var maximumAge: Duration?
  /// Bytes of the file that may be in use; the newest segment stays, however large.
  public var maximumByteCount: Int?
  /// Spans that may be kept; the newest segment stays, however many it has.
  public var maximumSpanCount: Int?
  /// Nanoseconds since 1970 UTC that the age counts back from; nil for the time of the call.
  public var now: Int64?

  /// - Parameters: as the properties of the same names.
  public init(
    maximumAge: Duration? = nil, maximumByteCount: Int? = nil, maximumSpanCount: Int? = nil
  ) {
    self.maximumAge = maximumAge
    self.maximumByteCount = maximumByteCount
    self.maximumSpanCount = maximumSpanCount
  }

  var limits: RetentionLimits {
    RetentionLimits(
      oldestStart: maximumAge.map { age in
        let (oldest, isOverflow) = (now ?? currentTime()).subtractingReportingOverflow(
          age.wholeNanoseconds)
        return isOverflow ? .min : oldest
      }, byteCount: maximumByteCount, spanCount: maximumSpanCount)
  }
}

/// What retention removed, or would remove.
public struct RetentionReport: Hashable, Sendable {
  /// Segments that went for their age.
  public var segmentCountByAge: Int
  /// Segments that went for the size of the store.
  public var segmentCountBySize: Int
  /// Segments that went for the number of spans.
  public var segmentCountBySpans: Int
  /// Spans that went.
  public var spanCount: Int
  /// Bytes of columns and payloads that went; later writes use the room.
  public var byteCount: Int
  /// Segments that are left.
  public var keptSegmentCount: Int
  /// Spans that are left.
  public var keptSpanCount: Int
  /// Spans among these that are not sealed into a segment yet, whatever their age.
  public var hotSpanCount: Int
  /// Whether nothing is left to go; false where it was cancelled.
  public var isComplete: Bool

  /// Segments that went.
  public var segmentCount: Int { segmentCountByAge + segmentCountBySize + segmentCountBySpans }

  init(_ report: TraceStorage.RetentionReport) {
    segmentCountByAge = report.segmentCounts[.age] ?? 0
    segmentCountBySize = report.segmentCounts[.size] ?? 0
    segmentCountBySpans = report.segmentCounts[.count] ?? 0
    spanCount = report.spanCount
    byteCount = report.byteCount
    keptSegmentCount = report.keptSegmentCount
    keptSpanCount = report.keptSpanCount
    hotSpanCount = report.hotSpanCount
    isComplete = report.isComplete
  }
}

extension Store {
  /// Removes whole segments, oldest first, until the store keeps within a policy.
  ///
  /// A segment goes when its last span is too old, so that some spans stay a little longer than
  /// the policy says, and of a long trace the later part may stay. The segment with the last start
  /// goes for its age only: a limit of size or number that is less than a segment, which may have
  /// 122,880 spans, keeps that segment. Spans that are not sealed are
  /// sealed first. Each transaction removes 64 MiB at most; an interruption leaves a sound store.
  ///
  /// - Parameters:
  ///   - policy: what to keep; without a limit everything.
  ///   - isDryRun: tell what would go, and remove nothing.
  ///   - isCancelled: asked between transactions; what went by then is gone.
  ///   - progress: told the bytes removed so far.
  /// - Returns: what went, and what is left.
  /// - Throws: `StoreError.readOnly`, `.unavailable`, `.damaged`.
  @discardableResult
  public func retain(
    _ policy: RetentionPolicy, isDryRun: Bool = false, isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws(StoreError) -> RetentionReport {
    if !isDryRun { sink.sealing?.finish() }
    return try translating { () throws(StorageError) in
      RetentionReport(
        isDryRun
          ? try database.retentionPreview(policy.limits)
          : try database.retain(policy.limits, isCancelled: isCancelled, progress: progress))
    }
  }
}

extension Duration {
  /// Nanoseconds, the greatest or least 64-bit number when there are more.
  var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, isOverflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflows) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return isOverflow || sumOverflows ? (seconds < 0 ? .min : .max) : sum
  }
}
