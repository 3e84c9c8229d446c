import TraceModel

/// Spans in several arrays, numbered through.
///
/// The arrays are those that callers gave: spans that stay for a while are neither copied to lie in
/// one array nor moved when there are more.
struct SpanChunks: Sendable {
  /// Arrays shorter than this are gathered, so that spans which come one by one make few arrays.
  private static let gatheredCount = 1_024

  /// None of them empty.
  private(set) var chunks: [ArraySlice<SpanData>] = []
  /// The number of the first span of each chunk.
  private var starts: [Int] = []
  private(set) var count = 0

  init() {}

  init(_ spans: ArraySlice<SpanData>) {
    append(spans)
  }

  var isEmpty: Bool { chunks.isEmpty }

  mutating func append(_ spans: ArraySlice<SpanData>) {
    guard !spans.isEmpty else { return }
    if isGathering(spans.count) {
      chunks[chunks.count - 1].append(contentsOf: spans)
    } else {
      chunks.append(spans)
      starts.append(count)
    }
    count += spans.count
  }

  mutating func append(_ span: SpanData) {
    if isGathering(1) {
      chunks[chunks.count - 1].append(span)
    } else {
      chunks.append([span])
      starts.append(count)
    }
    count += 1
  }

  private func isGathering(_ newCount: Int) -> Bool {
    guard let last = chunks.last else { return false }
    return last.count + newCount <= Self.gatheredCount
  }

  /// O(log chunks).
  subscript(index: Int) -> SpanData {
    get {
      let chunk = chunkNumber(of: index)
      return chunks[chunk][place(of: index, in: chunk)]
    }
    set {
      let chunk = chunkNumber(of: index)
      chunks[chunk][place(of: index, in: chunk)] = newValue
    }
  }

  /// Some of the spans, numbered from 0.
  subscript(range: Range<Int>) -> SpanChunks {
    var part = SpanChunks()
    for (chunk, start) in zip(chunks, starts) {
      let wanted = range.clamped(to: start..<start + chunk.count)
      guard !wanted.isEmpty else { continue }
      let first = chunk.startIndex + wanted.lowerBound - start
      part.append(chunk[first..<first + wanted.count])
    }
    return part
  }

  /// All spans but some.
  func without(_ indexes: Set<Int>) -> SpanChunks {
    guard !indexes.isEmpty else { return self }
    var rest = SpanChunks()
    for index in 0..<count where !indexes.contains(index) { rest.append(self[index]) }
    return rest
  }

  /// Calls `body` for each of some spans, with a view of its chunk, its place there, and its place
  /// among the numbers given.
  ///
  /// Quick where neighbours among the numbers lie in one chunk. A span itself would be copied to be
  /// handed over.
  @inline(__always)
  func forEach(
    _ indexes: ArraySlice<Int>,
    _ body: (_ chunk: Swift.Span<SpanData>, _ offset: Int, _ position: Int) -> Void
  ) {
    var position = indexes.startIndex
    while position < indexes.endIndex {
      let number = chunkNumber(of: indexes[position])
      let start = starts[number]
      let chunk = chunks[number]
      let spans = chunk.span
      while position < indexes.endIndex {
        let offset = indexes[position] - start
        guard offset >= 0, offset < spans.count else { break }
        body(spans, offset, position - indexes.startIndex)
        position += 1
      }
    }
  }

  /// Calls `body` for each span, with a view of its chunk and its place there.
  @inline(__always)
  func forEach(_ body: (_ chunk: Swift.Span<SpanData>, _ offset: Int) -> Void) {
    for chunk in chunks {
      let spans = chunk.span
      for offset in spans.indices { body(spans, offset) }
    }
  }

  private func chunkNumber(of index: Int) -> Int {
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return low
  }

  private func place(of index: Int, in chunk: Int) -> Int {
    chunks[chunk].startIndex + index - starts[chunk]
  }
}
