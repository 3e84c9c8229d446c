/// Holds a query to its memory.
struct MemoryMeter: Sendable {
  let limitByteCount: Int

  /// Throws when what a query holds is past the limit.
  func check(_ byteCount: Int, doing work: String) throws(QueryError) {
    guard byteCount <= limitByteCount else {
      throw .resourceExhausted(limitByteCount: limitByteCount, doing: work)
    }
  }
}
