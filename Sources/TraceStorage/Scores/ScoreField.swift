import Scanning

/// The columns of the stored scores.
///
/// The raw values are part of the file format; they lie below `ColumnID.firstAttribute`, apart
/// from what segments of spans have.
enum ScoreField: UInt32, CaseIterable {
  /// The target's hash, its highest bit flipped, so that rows ascend by it.
  case targetHash = 768
  /// Halves of the trace id; null where the target is a session.
  case traceHigh = 769
  case traceLow = 770
  /// Null where the target is a trace or a session.
  case span = 771
  case session = 772
  case name = 773
  case source = 774
  case number = 775
  case label = 776
  case comment = 777
  case time = 778
  /// Scores are numbered as they come.
  case arrival = 779

  var id: ColumnID { ColumnID(rawValue: rawValue) }
}
