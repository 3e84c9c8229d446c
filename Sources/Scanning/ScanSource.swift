package import TraceModel

/// One snapshot of a store: a set of segments that no later write changes, in which every span
/// counts once.
package protocol ScanSource: Sendable {
  /// Segments in ascending order of their least start; the rows not sealed yet come as one or
  /// more segments of the same shape.
  var segmentCount: Int { get }
  /// Opens a segment. O(columns) the first time, cheap after.
  func segment(at index: Int) throws(ScanError) -> any ScanSegment
  /// The least and greatest start of a segment's spans, known without opening it.
  func startRange(ofSegmentAt index: Int) -> ClosedRange<Int64>?
  /// Tells a segment's contents from those of all others of the store, also of later snapshots;
  /// nil when they may change.
  func identity(ofSegmentAt index: Int) -> SegmentIdentity?

  /// The first rows of a segment's traces that may have rows in other segments, ascending. Every
  /// trace that has is among them.
  func sharedTraces(ofSegmentAt index: Int) throws(ScanError) -> [UInt32]
  /// All rows of the trace that a segment's row belongs to, one range for each segment that has
  /// some. O(log rows + segments of the trace).
  func fragments(ofTraceAt row: Int, inSegmentAt index: Int) throws(ScanError) -> [TraceRows]

  /// Every score that was ever attached, in no order; also those that no longer count, and those
  /// whose target has not come.
  func everyScore() throws(ScanError) -> [Score]

  /// The columns that hold an attribute: none when it was never seen, several when it was seen
  /// with values of several types. In ascending order of type, of scores in descending order.
  func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn]
  /// Every attribute ever seen, for suggestions and completion.
  var attributeColumns: [AttributeColumn] { get }
}

extension ScanSource {
  package func identity(ofSegmentAt index: Int) -> SegmentIdentity? { nil }

  package func everyScore() throws(ScanError) -> [Score] { [] }
}
