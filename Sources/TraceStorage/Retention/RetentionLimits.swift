/// What a store may keep; a limit that is nil does not apply.
///
/// The segment with the last start goes for its age only: whole segments go, and a limit that is less
/// than one segment would otherwise empty a store that was meant to keep what is newest.
package struct RetentionLimits: Hashable, Sendable {
  /// Segments whose last start is before this go; nanoseconds since 1970 UTC.
  package var oldestStart: Int64?
  /// Bytes of the file that may be in use.
  package var byteCount: Int?
  /// Spans that may be kept.
  package var spanCount: Int?

  package init(oldestStart: Int64? = nil, byteCount: Int? = nil, spanCount: Int? = nil) {
    self.oldestStart = oldestStart
    self.byteCount = byteCount
    self.spanCount = spanCount
  }
}

/// The limit that a segment went for.
package enum RetentionReason: Hashable, Sendable, CaseIterable {
  case age, size, count
}
