/// What the steps of a query took on the clock, as the caller's thread saw it.
struct StepTimes: Sendable {
  enum Step: Sendable {
    /// Names and types resolved.
    case bind
    /// Sessions or scores put together.
    case level
    /// Segments gone through the first time.
    case scan
    /// What the threads found put together, and results computed, rows gone over again for
    /// percentiles included.
    case finish
    /// Groups or rows ordered, filtered and cut.
    case sort
    /// The shown rows' values put together.
    case fetch
  }

  private var durations: [Step: Duration] = [:]
  private var last = ContinuousClock.now

  /// Ends a step, which began where the one before ended.
  mutating func mark(_ step: Step) {
    let now = ContinuousClock.now
    durations[step, default: .zero] += now - last
    last = now
  }

  func duration(of step: Step) -> Duration { durations[step] ?? .zero }

  /// All of them together.
  var total: Duration { durations.values.reduce(.zero, +) }
}
