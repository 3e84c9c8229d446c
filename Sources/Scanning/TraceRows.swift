/// Rows of one segment that belong to one trace.
package struct TraceRows: Hashable, Sendable {
  /// The segment's place in the source.
  package var segment: Int
  package var rows: Range<Int>

  package init(segment: Int, rows: Range<Int>) {
    self.segment = segment
    self.rows = rows
  }
}
