public import Drift
import QueryEngine
import QuerySyntax

extension Store {
  /// Compares populations as a query says, and reports on each candidate.
  ///
  /// ```swift
  /// let reports = try store.compare("stage=generation compare prompt_version v3 vs v4")
  /// for metric in reports[0].metrics where metric.verdict == .regressed { print(metric.metric) }
  /// ```
  ///
  /// The query is one with `compare` or `drift`; there is a report for each value that is compared
  /// with the baseline, none where there is nothing to compare. A report is `Codable`: it is the same
  /// for the same store and query, to the last digit.
  ///
  /// - Throws: As `query(_:_:)` does; `StoreError.refused` also for a query that compares nothing.
  public func compare(
    _ text: String, _ settings: QuerySettings = QuerySettings()
  ) throws(StoreError) -> [ComparisonReport] {
    let (_, query) = try parsed(text)
    guard query.stages.contains(where: \.isComparison) else {
      throw .refused(
        message: "error: the query compares nothing\n"
          + "hint: write compare prompt_version v3 vs v4, or drift prompt_version, behind the filter"
      )
    }
    return try self.query(text, settings).comparisons
  }

  /// Compares populations as a query built in Swift says.
  ///
  /// As `compare(_:_:)` of its text in all respects.
  public func compare(
    _ query: TypedQuery, _ settings: QuerySettings = QuerySettings()
  ) throws(StoreError) -> [ComparisonReport] {
    try compare(query.text, settings)
  }
}
