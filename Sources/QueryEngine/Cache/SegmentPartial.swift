/// What a query found in one segment.
struct SegmentPartial: Sendable {
  var aggregate: PartialAggregate
  var census: FieldCensus
  /// Rows that passed the filter.
  var rowsMatched: Int
  /// Whether a division by zero, NaN or an infinity was met.
  var sawUndefined: Bool

  /// Memory held, roughly; the key and the tables of the cache are some hundred bytes.
  var byteCount: Int { aggregate.byteCount + 1_024 }
}
