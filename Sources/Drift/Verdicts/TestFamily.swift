import Statistics

/// The p-values of all tests of a report, adjusted together by Benjamini and Hochberg.
///
/// They are taken back in the order in which they were added.
struct TestFamily {
  private var values: [Double] = []
  private var adjusted: [Double] = []
  private var next = 0

  /// How many tests there are.
  var count: Int { values.count }

  mutating func add(_ p: Double?) {
    if let p { values.append(p) }
  }

  /// Adjusts what was added.
  mutating func adjust() {
    adjusted = benjaminiHochbergAdjusted(values)
  }

  /// The next one's adjusted p; nil of one that had none.
  mutating func take(_ p: Double?) -> Double? {
    guard p != nil else { return nil }
    defer { next += 1 }
    return adjusted[next]
  }
}
