import TraceModel

/// What was decided on the traces of late, for spans that come later.
struct RecentDecisions {
  /// A trace takes about 60 bytes here.
  private static let limit = 100_000

  private var decisions: [TraceID: TailSampler.Decision] = [:]
  private var order = RingBuffer<TraceID>()

  subscript(trace: TraceID) -> TailSampler.Decision? {
    get { decisions[trace] }
    set {
      if decisions.updateValue(newValue ?? .kept, forKey: trace) == nil { order.append(trace) }
      while order.count > Self.limit, let oldest = order.popFirst() {
        decisions[oldest] = nil
      }
    }
  }
}

/// How many traces there were of each prompt version.
struct VersionCounts {
  /// Versions that are made anew for every request must not fill the memory; beyond, no version
  /// counts as new.
  private static let limit = 10_000

  private var counts: [String: Int] = [:]

  /// Counts a trace for its versions, and whether one of their counts until now satisfies.
  mutating func count(_ versions: [String], _ isFew: (Int) -> Bool) -> Bool {
    var isNew = false
    for version in Set(versions) {
      guard let known = counts[version] ?? (counts.count < Self.limit ? 0 : nil) else { continue }
      isNew = isNew || isFew(known)
      counts[version] = known + 1
    }
    return isNew
  }
}
