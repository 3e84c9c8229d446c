/// What a plan of compaction knows of a segment.
package struct CompactionCandidate: Hashable, Sendable {
  package var segment: UInt32
  /// Rows that count, and rows that a later copy replaced.
  package var liveRowCount: Int
  package var deadRowCount: Int
  /// Bytes of the live rows as spans in memory.
  package var byteCount: Int
  /// Bounds of the starts, in nanoseconds since 1970 UTC.
  package var startRange: ClosedRange<Int64>

  package init(
    segment: UInt32, liveRowCount: Int, deadRowCount: Int = 0, byteCount: Int,
    startRange: ClosedRange<Int64>
  ) {
    self.segment = segment
    self.liveRowCount = liveRowCount
    self.deadRowCount = deadRowCount
    self.byteCount = byteCount
    self.startRange = startRange
  }

  /// Nanoseconds from the first start to the last; as a double, since a straggler can make it
  /// longer than an integer holds.
  var extent: Double { Double(startRange.upperBound) - Double(startRange.lowerBound) }
}

extension CompactionCandidate {
  /// Bytes in memory for each byte of a column or payload on disk, where nothing better is known:
  /// twenty for the columns of a RAG pipeline, less for payloads that do not repeat themselves.
  ///
  /// Where it is too little, a merge is read that does not fit a segment, by every process again.
  private static let expansion = (column: 20, payload: 8)

  /// A segment by its header, and the bytes of its spans where these have been in memory.
  init(_ header: SegmentHeader, decodedByteCount: Int?) {
    let liveRowCount = header.rowCount - header.deadRowCount
    let estimate =
      header.columnByteCount * Self.expansion.column
      + header.payloadByteCount * Self.expansion.payload
    self.init(
      segment: header.segment, liveRowCount: liveRowCount, deadRowCount: header.deadRowCount,
      byteCount: decodedByteCount
        ?? Int(Double(estimate) * Double(liveRowCount) / Double(header.rowCount)),
      startRange: header.leastStart...header.greatestStart)
  }
}
