/// Where a quantity lies with a stated confidence; a bound may be infinite where the data set none.
package struct ConfidenceInterval: Hashable, Sendable {
  package let low: Double
  package let high: Double

  /// An interval from `low` to `high`.
  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Whether the value lies between the bounds or on one.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// Whether the interval lies strictly between two numbers.
  package func lies(between low: Double, and high: Double) -> Bool {
    low < self.low && self.high < high
  }
}
