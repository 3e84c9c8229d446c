package import TraceModel

/// Batches of spans made from their numbers alone, so that whoever reads a store can tell what a
/// writer, perhaps killed meanwhile, had stored in it.
///
/// Batch `b` has `spansPerTrace` new spans of each of `traceCount` traces, and a copy of one span
/// of a further trace, the counter, which ends at `b`: it replaces the counter of batch `b - 1`.
/// A store that holds half a batch, or a batch without its counter, shows.
package struct NumberedBatches: Sendable {
  /// Tells writers apart: each has traces of its own.
  package let writer: UInt64

  package static let traceCount = 4
  package static let spansPerTrace = 3
  /// Spans of a batch, the counter left out.
  package static let spanCount = traceCount * spansPerTrace

  package init(writer: UInt64) {
    self.writer = writer
  }

  /// The traces that every batch adds to.
  package var traces: [TraceID] { (1...UInt64(Self.traceCount)).map { trace($0) } }

  /// The trace of the counter.
  package var counterTrace: TraceID { trace(UInt64(Self.traceCount + 1)) }

  private func trace(_ number: UInt64) -> TraceID {
    guard let id = TraceID(high: writer &* 0x9E37_79B9, low: number) else {
      preconditionFailure("trace numbers begin at 1")
    }
    return id
  }

  /// The spans of a batch, the counter last.
  package func batch(_ number: Int) -> [SpanData] {
    traces.flatMap { trace in
      (0..<Self.spansPerTrace).map { span(number, $0, in: trace) }
    } + [counter(number)]
  }

  /// The counter as a batch leaves it.
  package func counter(_ number: Int) -> SpanData {
    SpanData(
      traceID: counterTrace, spanID: identity(1), name: "counter", start: 0, end: Int64(number),
      attributes: [Attribute(key: "batch", value: .integer(Int64(number)))])
  }

  private func span(_ batch: Int, _ number: Int, in trace: TraceID) -> SpanData {
    let start = Int64(batch) * 1_000 + Int64(number)
    var span = SpanData(
      traceID: trace, spanID: identity(batch * Self.spansPerTrace + number + 1),
      name: "step \(number)", start: start, end: start + 10, kind: .client,
      attributes: [
        Attribute(key: "batch", value: .integer(Int64(batch))),
        Attribute(key: "gen_ai.request.model", value: .string("model-\(batch % 3)")),
        Attribute(key: "gen_ai.usage.input_tokens", value: .integer(Int64(batch) &* 7)),
        Attribute(
          key: "input.value",
          value: .string(String(repeating: "batch \(batch) of trace \(trace.low) ", count: 50))),
      ],
      resource: Resource(
        attributes: [Attribute(key: "service.name", value: .string("writer \(writer)"))]))
    if batch % 4 == 0 { span.events = [SpanEvent(time: start + 1, name: "token")] }
    return span
  }

  private func identity(_ number: Int) -> SpanID {
    guard let id = SpanID(rawValue: UInt64(number)) else {
      preconditionFailure("span numbers begin at 1")
    }
    return id
  }
}

extension NumberedBatches {
  /// What of the batches a store holds.
  package struct Audit: Sendable {
    /// The batches that are there, whole.
    package var batches: Set<Int> = []
    /// What should not be, a sentence each.
    package var problems: [String] = []
  }

  /// Looks at all spans of all traces of the writer, as `read` gives them.
  package func audit(_ read: (TraceID) throws -> [SpanData]) rethrows -> Audit {
    var audit = Audit()
    for (number, trace) in traces.enumerated() {
      let spans = try read(trace)
      let found = batches(of: spans, trace, &audit)
      if number == 0 {
        audit.batches = found
      } else if found != audit.batches {
        let differing = found.symmetricDifference(audit.batches).sorted()
        audit.problems.append("batches \(differing) are in some traces only")
      }
    }
    let counters = try read(counterTrace)
    let wanted = audit.batches.max().map { [counter($0).canonicalBytes] } ?? []
    if counters.map(\.canonicalBytes) != wanted {
      audit.problems.append(
        "the counter is \(counters.map(\.end)), not \(String(describing: audit.batches.max()))")
    }
    return audit
  }

  /// The batches of which one trace has spans.
  private func batches(
    of spans: [SpanData], _ trace: TraceID, _ audit: inout Audit
  ) -> Set<Int> {
    var numbers: [Int: [Int]] = [:]
    for span in spans {
      let (batch, number) = Int(span.spanID.rawValue - 1).quotientAndRemainder(
        dividingBy: Self.spansPerTrace)
      numbers[batch, default: []].append(number)
      if span.canonicalBytes != self.span(batch, number, in: trace).canonicalBytes {
        audit.problems.append("span \(number) of batch \(batch) of trace \(trace) has changed")
      }
    }
    for (batch, numbers) in numbers where numbers.sorted() != Array(0..<Self.spansPerTrace) {
      audit.problems.append("batch \(batch) of trace \(trace) has spans \(numbers.sorted())")
    }
    return Set(numbers.keys)
  }
}
