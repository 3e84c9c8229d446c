import Spoor
import TestSupport

/// A way to store the same spans.
///
/// No answer may depend on it.
enum Layout: String, CaseIterable, Sendable {
  case oneSegment = "all in one segment"
  case manySegments = "many small segments"
  case merged = "many small segments, merged"
  case appended = "appended, nothing sealed"
  case halfSealed = "half sealed, half appended"
  case shuffled = "arriving in another order"
  case twice = "everything arriving twice"

  /// Scores keep their order, since of equally late ones the last counts; when they come, and in
  /// how many calls, makes no difference.
  func fill(_ store: Store, with spans: [SpanData], _ scores: [Score]) throws {
    let (early, late) = (scores.prefix(scores.count / 2), scores.dropFirst(scores.count / 2))
    switch self {
    case .oneSegment:
      try load(spans[...], into: store)
      try store.attach(scores)
    case .manySegments: try loadParts(of: spans, scores, into: store)
    case .merged:
      try loadParts(of: spans, scores, into: store)
      try store.compact()
    case .appended:
      try store.attach(Array(early))
      try append(spans[...], in: 3, to: store)
      try store.attach(Array(late))
    case .halfSealed:
      try load(spans.prefix(spans.count / 2), into: store)
      try store.attach(scores)
      try store.append(Array(spans.dropFirst(spans.count / 2)))
    case .shuffled:
      let shuffled = spans.shuffledAcrossIdentities()
      try store.append(Array(shuffled.prefix(spans.count / 3)))
      try store.attach(Array(early))
      try store.close()
      try store.attach(Array(late))
      try append(shuffled.dropFirst(spans.count / 3), in: 2, to: store)
    case .twice:
      try store.append(spans)
      try store.attach(scores)
      try load(spans[...], into: store)
      try store.attach(scores)
    }
  }

  private func loadParts(of spans: [SpanData], _ scores: [Score], into store: Store) throws {
    let (early, late) = (scores.prefix(scores.count / 2), scores.dropFirst(scores.count / 2))
    let size = max(2, (spans.count + 7) / 8)
    for start in stride(from: 0, to: spans.count, by: size) {
      try load(spans[start...].prefix(size), into: store)
      if start == 0 { try store.attach(Array(early)) }
    }
    for score in late { try store.attach([score]) }
  }

  private func load(_ spans: ArraySlice<SpanData>, into store: Store) throws {
    var loader = store.makeBulkLoader()
    for span in spans { try loader.add(span) }
    _ = try loader.finish()
  }

  private func append(
    _ spans: ArraySlice<SpanData>, in partCount: Int, to store: Store
  ) throws {
    let size = max(1, (spans.count + partCount - 1) / partCount)
    for start in stride(from: spans.startIndex, to: spans.endIndex, by: size) {
      try store.append(Array(spans[start...].prefix(size)))
    }
  }
}

extension [SpanData] {
  /// The spans in an order that looks random; copies of one span keep theirs, since the one
  /// that comes last may count.
  fileprivate func shuffledAcrossIdentities() -> [SpanData] {
    var random = SeededGenerator(seed: 7)
    let shuffled = indices.shuffled(using: &random)
    var copies = Dictionary(grouping: indices) { Identity(self[$0]) }
    return shuffled.map { place in
      self[copies[Identity(self[place])]?.removeFirst() ?? place]
    }
  }
}

private struct Identity: Hashable {
  var trace: TraceID
  var span: SpanID

  init(_ span: SpanData) {
    trace = span.traceID
    self.span = span.spanID
  }
}
