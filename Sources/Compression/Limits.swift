/// The limits of this floor, each with its unit and its reason.
enum Limits {
  /// Bytes a streaming decoder adds to its output at a time: zstd's own block size, so that a
  /// block leaves it in one call.
  static let outputStepByteCount = 128 << 10

  /// Base-2 logarithm of the largest window a zstd stream may ask for: 128 MiB, what `zstd --long`
  /// makes by default.
  ///
  /// More would let a few bytes claim gigabytes.
  static let zstdWindowLog: Int32 = 27

}
