/// Spans that started, of which the writer has not heard yet.
///
/// Most of them end soon. Those that did are sorted out before the array grows, so that a writer
/// that is held up does not keep the memory of spans that were dropped meanwhile.
struct StartedSpans: Sendable {
  /// So many are gone through in less than 0.2 ms.
  private static let leastSweptCount = 8_192

  private var spans: [any RecordableSpan] = []
  private var sweptCount = leastSweptCount

  var isEmpty: Bool { spans.isEmpty }

  /// False if more than `limit` spans are open; O(1), amortised.
  mutating func append(_ span: any RecordableSpan, limit: Int) -> Bool {
    if spans.count >= sweptCount {
      spans.removeAll(where: \.isEnded)
      sweptCount = max(Self.leastSweptCount, 2 * spans.count)
    }
    guard spans.count < limit else { return false }
    spans.append(span)
    return true
  }

  mutating func removeAll() -> [any RecordableSpan] {
    defer { spans.removeAll(keepingCapacity: true) }
    return spans
  }
}
