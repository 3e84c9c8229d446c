public import TraceModel

/// What becomes of a span that went through a processor.
public enum SpanDecision: Hashable, Sendable {
  /// It goes on, as it was left.
  case keep
  /// It is not stored, and counted as dropped.
  case drop
}

/// Sees every span before the first byte of it is stored, and may change or drop it: a policy of
/// redaction, say.
///
/// It fails closed: a span whose processor throws is not stored, and counted.
///
/// Recorded spans are processed on the store's writer thread, appended and loaded ones on the
/// thread of the call; several threads may call at once. A span that is open for long is processed
/// each time that a copy of it is stored.
public protocol SpanProcessor: Sendable {
  /// Changes the span as need be, and says whether it goes on.
  func process(_ span: inout SpanData) throws -> SpanDecision
}

/// The processors of a store, in order.
struct SpanProcessing: Sendable {
  /// What spans were left out for.
  struct Losses {
    var droppedCount = 0
    var failedCount = 0
  }

  let processors: [any SpanProcessor]

  /// The spans that go on, changed as the processors want.
  func processed(_ spans: [SpanData], _ losses: inout Losses) -> [SpanData] {
    guard !processors.isEmpty else { return spans }
    var kept: [SpanData] = []
    kept.reserveCapacity(spans.count)
    for var span in spans where isKept(&span, &losses) { kept.append(span) }
    return kept
  }

  private func isKept(_ span: inout SpanData, _ losses: inout Losses) -> Bool {
    do {
      for processor in processors where try processor.process(&span) == .drop {
        losses.droppedCount += 1
        return false
      }
      return true
    } catch {
      losses.failedCount += 1
      return false
    }
  }
}
