/// What became of a metric.
public enum Verdict: String, Codable, CaseIterable, Hashable, Sendable {
  /// Worse, by more than the tolerance, and not by chance.
  case regressed
  /// Better, by more than the tolerance, and not by chance.
  case improved
  /// Different by more than the tolerance and not by chance, where neither way is better.
  case changed
  /// Shown to differ by less than the tolerance.
  case equivalent
  /// The data allow for more than one of these.
  case inconclusive
  /// Fewer data than the method needs.
  case insufficient
}
