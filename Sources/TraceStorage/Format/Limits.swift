/// Bounds of the storage floor, each with its reason.
package enum StorageLimits {
  /// Rows of a full segment: 60 blocks of 2,048, and eight bytes a row are 983,040 bytes, so
  /// that a column of the widest values and its headers fit one value of less than 1 MiB.
  package static let segmentRowCount = 122_880
  /// Bytes of text and attributes, as estimated by `SpanData.approximateByteCount`, at which a
  /// segment is sealed although it has few rows: bounds the memory of a writer.
  package static let segmentByteCount = 64 << 20
  /// Bytes of a value: one page run of 256 pages of 4 KiB, less LMDB's page header.
  ///
  /// Runs of few sizes keep the free list short.
  static let chunkByteCount = 1_048_560
  /// Strings, lists and maps longer than this make their column a payload, apart from the columns
  /// that are scanned: a dictionary of long values would only be read past.
  static let dictionaryStringByteCount = 1_024
  /// The same for the names of a span's events, which queries ask for first: those of some hundred
  /// messages, which the dictionary of an agent's turns has nearly once.
  static let dictionaryNamesByteCount = 16_384
  /// zstd's level for payload frames: the library's own default.
  static let payloadCompressionLevel: Int32 = 3
  /// The most that a hot batch may claim to hold.
  static let batchMaximumByteCount = 1 << 31
  /// Spans of a hot batch; a longer append becomes several batches in one transaction.
  static let batchRowCount = 8_192
  /// Where more is hot than a segment takes by one part in so many, whoever appends waits for the
  /// seal in flight: more would be faster by what it overlaps, and take as much more memory.
  static let overfullShare = 4
  /// Hot spans that are made into columns at once: what a query pays again for each batch that
  /// came since the last one, about 60 ms at most, against the segments that it scans.
  static let hotGroupRowCount = 8_192
  /// A set of fewer than one row of so many is stored as a list: a row number has 32 bits.
  static let sparseDensity = 32
  /// Dictionary entries that follow one which is stored whole, each as what it has beyond the one
  /// before: what a look-up decodes at most.
  static let dictionaryRestartInterval = 16
  /// Runs of a level of the trace index that are merged into one of the next.
  static let traceIndexFanout = 8
  /// Entries of one part of an index run: 8 bytes each, with its buckets below
  /// `chunkByteCount`.
  static let traceIndexPartEntryCount = 98_304
  /// Runs of a level of scores that are merged into one of the next.
  static let scoreRunFanout = 8
  /// Scores of a run of the first level; each level takes a fan-out times as many.
  static let scoreFirstLevelRowCount = 1_024
  /// Runs of the last level are not merged: a merge holds at most the scores of a level before it,
  /// half a million, in memory.
  static let scoreLevelCount: UInt8 = 4
  /// Parts of scores that a join keeps decoded, 9 MB each.
  static let decodedScorePartCount = 16
  /// What looking a trace up in the trace index costs, in traces that a walk over the segments'
  /// tables passes meanwhile.
  static let scoreIndexLookupCost = 64
  /// Times that a writer prepares a change off the lock before it prepares under the lock.
  static let optimisticAttemptCount = 3
  /// Nesting of an attribute's arrays and maps that the codec follows; what OTLP's readers
  /// admit, with room.
  static let valueNestingDepth = 128
  /// Bytes of what is remembered of segments for reading single rows: some tens of kilobytes for
  /// each, so that a hundred segments, ten million spans, fit.
  static let rowMemoryByteCount = 8 << 20
}
