/// Blocks of 2,048 rows that conditions came by.
struct BlockCounters: Hashable, Sendable {
  /// Decoded or compared where they are.
  var readCount = 0
  /// Decided for all of their rows by what their headers say.
  var prunedCount = 0
  /// Passed by because no row of them was left.
  var skippedCount = 0
}
