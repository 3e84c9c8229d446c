/// How long a watch waits for traces, in nanoseconds.
package struct WatchPatience: Hashable, Sendable {
  /// How long ago a trace must have ended, so that its spans are there.
  package var delay: Int64
  /// How long traces take at most: so long before that a trace must have begun.
  package var longest: Int64

  package init(delay: Int64, longest: Int64) {
    self.delay = delay
    self.longest = longest
  }

  /// A trace without a root ends so much later than its last span: the root may still run, and
  /// comes last as a rule.
  var withoutRoot: Int64 {
    let (patience, isOverflow) = delay.multipliedReportingOverflow(by: 9)
    return isOverflow ? .max : patience
  }
}
