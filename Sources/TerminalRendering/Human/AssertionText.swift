package import QueryEngine

/// What failed of a query's assertions, for a reader.
package enum AssertionText {
  /// A line for each row that failed, and for each assertion that had no row.
  package static func failures(of result: QueryResult) -> [String] {
    result.assertions.flatMap { lines($0, result.clock) }
  }

  private static func lines(
    _ assertion: QueryResult.Assertion, _ clock: ResultClock
  ) -> [String] {
    let start = "assertion failed: \(assertion.text): "
    guard assertion.checkedCount > 0 else {
      return [start + (assertion.hasNoSpans ? "no spans matched" : "there are no rows")]
    }
    return assertion.failures.map { failure in
      let values = failure.values.map { "\($0.name) is \(HumanText.value($0.value, clock))" }
      var parts = failure.row.isEmpty ? "" : "for \(row(failure.row, clock)) "
      parts += values.isEmpty ? "it is false" : values.joined(separator: ", ")
      if failure.isUnknown {
        parts += assertion.hasNoSpans ? "; no spans matched" : "; a missing value leaves it open"
      }
      return start + parts
    }
  }

  private static func row(_ values: [QueryResult.NamedValue], _ clock: ResultClock) -> String {
    values.map { "\($0.name)=\(HumanText.value($0.value, clock))" }.joined(separator: ", ")
  }
}
