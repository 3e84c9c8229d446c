/// Bounds of the payload store, each with its reason.
enum PayloadLimits {
  /// Messages shorter than this stay in their row's details: a reference to a piece takes about
  /// three bytes there, and the piece a byte for its length and a slot in the writer's table.
  static let messageLeastByteCount = 16
  /// The same for what stands between messages, and for texts without any, which seldom come
  /// again when they are short: times between events, names of fields.
  static let gapLeastByteCount = 64
  /// Content-defined cuts: a piece is 2.5 KiB on average, as long as a message of an agent.
  ///
  /// Shorter pieces share more where texts differ in few places; on the example traces pieces of
  /// a quarter of the size save a tenth of the text and pay half of it back as longer lists.
  static let cutLeastByteCount = 512
  static let cutGreatestByteCount = 8_192
  /// A cut falls after one byte of 2¹¹, once the least length is reached.
  static let cutBitCount = 11
  /// Bytes before a place that decide whether a cut falls there: the width of the rolling hash.
  static let cutWindowByteCount = 64
  /// A gap between two pieces that is longer than this is not their separator.
  static let separatorGreatestByteCount = 8
  /// Bytes of a frame of pieces before compression: what reading a text decompresses at least.
  ///
  /// With the first frame as dictionary, frames of 64 KiB are as small as frames of 256 KiB
  /// without (`cost-analysis.md`).
  static let frameByteCount = 64 << 10
  /// The dictionary is used when it makes the second frame shorter by a part of so many: where
  /// texts have nothing in common it costs a third of the writer's time in zstd, for nothing.
  static let dictionaryLeastGain = 20
  /// Bytes of a block of frames: 32 pages of 4 KiB, less LMDB's page header and the chunk's.
  ///
  /// LMDB gives each block whole pages, so that few frames a block would waste half a page each;
  /// reading a frame of a block for the first time compares the checksum of all of it.
  static let blockByteCount = 32 * 4_096 - 16 - ChunkHeader.byteCount
  /// The same for frames of details, whose rows are looked at one trace at a time: a row's list is
  /// short, and a frame of 64 KiB would be that of a thousand rows.
  static let detailFrameByteCount = 16 << 10
  /// Bytes of decompressed frames that a process keeps for a store: some sixty frames, those that
  /// a few traces and their neighbours in a few segments refer to.
  static let cachedByteCount = 4 << 20
  /// The most that a frame of pieces may claim to hold: what a writer fills, many times over.
  static let pieceFrameGreatestByteCount = 1 << 20
  /// The most that a frame of details, or a text, may claim to hold.
  ///
  /// A row's text may be as long as a message of OTLP.
  static let greatestByteCount = 1 << 31
  /// Room made for a text before any of it is there: its length is not to be trusted.
  static let trustedByteCount = 1 << 20
}
