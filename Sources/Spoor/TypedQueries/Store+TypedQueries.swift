public import QueryEngine

extension Store {
  /// Answers a query built in Swift on one snapshot of the store.
  ///
  /// As `query(_:_:)` of its text in all respects.
  public func query(
    _ query: TypedQuery, _ settings: QuerySettings = QuerySettings()
  ) throws(StoreError) -> QueryResult {
    try self.query(query.text, settings)
  }
}
