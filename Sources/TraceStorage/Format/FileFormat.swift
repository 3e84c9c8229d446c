/// The version of the file format, and the names that it fixes.
///
/// The FileFormat article draws every key and byte. A change here is a change of format.
enum FileFormat {
  /// Opens the value of the `format` key: "SPOOR" and the byte order's mark.
  static let magic: [UInt8] = Array("SPOOR".utf8) + [0x01]
  /// A reader refuses another major version.
  ///
  /// 1 was never released: its columns were not in blocks.
  static let major: UInt16 = 2
  /// A greater minor version only adds what an older reader may ignore.
  ///
  /// 1 added the index of words.
  static let minor: UInt16 = 1
  /// Bits of features that a reader must know to read.
  ///
  /// None yet.
  static let knownIncompatibleBits: UInt64 = 0
  /// Bits of features that a writer must know to write.
  ///
  /// None yet.
  static let knownWriterBits: UInt64 = 0
}

/// The named databases of a store's environment.
enum DatabaseName: String, CaseIterable {
  /// Format, counters.
  case meta
  /// Batches that are durable but not sealed yet.
  case hot
  /// One small header a segment, in order of time.
  case segmentDirectory = "segdir"
  /// Column chunks.
  case segments = "seg"
  /// Payload blocks.
  case payloads = "pay"
  /// Runs of the trace-id index.
  case traceIndex = "tix"
  /// The attribute catalogue.
  case attributeKeys = "keys"
  /// A small header for each part of a run of scores.
  case scoreDirectory = "scoredir"
  /// Scores in columns.
  case scores = "score"
  /// Scores beside the rows of segments; made of the others.
  case joinedScores = "scorecol"
}
