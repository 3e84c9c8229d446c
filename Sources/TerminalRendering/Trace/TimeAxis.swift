/// The stretch of time that a waterfall's bars share.
///
/// It reaches over all spans, but for those whose clock is plainly off: set apart from the rest
/// by a gap many times as long as the rest itself. One span dated 1970 would else flatten all
/// others to a point.
package struct TimeAxis: Hashable, Sendable {
  /// A gap this many times the length of the rest sets a span apart.
  static let gapFactor: Int64 = 10
  /// Gaps up to this never do: one second, in nanoseconds.
  static let smallestGap: Int64 = 1_000_000_000

  /// Nanoseconds since 1970 UTC.
  package private(set) var start: Int64
  /// Nanoseconds since 1970 UTC; at least `start`.
  package private(set) var end: Int64

  /// The axis of spans around `anchor`, a position in `spans`: the trace's root, as a rule.
  package init(_ spans: [TraceSpan], anchor: Int) {
    start = spans[anchor].start
    end = Self.lastMoment(of: spans[anchor])
    let ascending = spans.sorted { $0.start < $1.start }
    for span in ascending where span.start >= spans[anchor].start {
      guard saturatingDifference(span.start, end) <= allowedGap else { continue }
      end = max(end, Self.lastMoment(of: span))
    }
    for span in ascending.reversed() where span.start < spans[anchor].start {
      guard saturatingDifference(start, Self.lastMoment(of: span)) <= allowedGap else { continue }
      start = span.start
      end = max(end, Self.lastMoment(of: span))
    }
  }

  /// Nanoseconds.
  package var length: Int64 { saturatingDifference(end, start) }

  private var allowedGap: Int64 {
    let (product, overflow) = length.multipliedReportingOverflow(by: Self.gapFactor)
    return overflow ? .max : max(product, Self.smallestGap)
  }

  private static func lastMoment(of span: TraceSpan) -> Int64 {
    max(span.start, span.end ?? span.start)
  }

  /// Where a span lies.
  package enum Placement: Hashable, Sendable {
    /// Wholly before the axis.
    case before
    /// Wholly after it.
    case after
    /// From one eighth of a column to another, the second not below the first.
    case within(from: Int, to: Int)
  }

  /// The place of a span on an axis drawn `columns` wide.
  ///
  /// A running span reaches to its end.
  package func placement(of span: TraceSpan, columns: Int) -> Placement {
    let last = span.end == nil ? max(end, span.start) : Self.lastMoment(of: span)
    if last < start { return .before }
    if span.start > end { return .after }
    return .within(
      from: eighth(of: max(span.start, start), columns), to: eighth(of: min(last, end), columns))
  }

  private func eighth(of time: Int64, _ columns: Int) -> Int {
    let fraction = Double(saturatingDifference(time, start)) / Double(max(length, 1))
    return min(max(Int((fraction * Double(columns * 8)).rounded()), 0), columns * 8)
  }
}
