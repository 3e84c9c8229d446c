/// Bounds of the index of words, each with its reason.
enum WordLimits {
  /// Bytes of texts, stored once, whose rows make a group: the least that a search reads.
  ///
  /// Groups of half of it would take 15 % more (`cost-analysis.md`).
  static let groupByteCount = 128 << 10
  /// Shorter words are not listed: nearly every group has all of them.
  static let wordLeastByteCount = 3
  /// Longer words are not listed, and their groups are read for any word of the kind.
  static let lettersGreatestByteCount = 64
  /// The same for digits: of longer numbers, such as nanoseconds or the parts of an embedding,
  /// hardly one comes twice.
  static let digitsGreatestByteCount = 16
  /// Words of a kind that a segment may list whatever its length: what a hundred kilobytes of
  /// prose have, and a bit more.
  static let wordAllowance = 4_096
  /// Beyond these, one for so many bytes of text: prose needs fewer and fewer, what is random
  /// (base64, measurements) ever as many.
  static let byteCountPerWord = 128
  /// zstd's level for the index, which is short and read as a whole.
  static let compressionLevel: Int32 = 9
  /// The most that the parts of a stored index may claim to hold.
  static let greatestByteCount = 1 << 28
}
