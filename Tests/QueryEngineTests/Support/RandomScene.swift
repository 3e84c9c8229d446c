import QueryEngine
import TestSupport
import TraceModel

/// A small random store, and the rows of each level that loops make of it.
struct RandomScene {
  let segments: [[TestSpan]]
  let source: MemorySource
  private(set) var rows: [NaiveLevel: [NaiveRow]] = [:]
  /// When queries are asked.
  var now = 25 * second

  init(_ segments: [[TestSpan]], seed: UInt64) {
    self.segments = segments
    source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives()
    rows[.spans] = spans.map { NaiveRow(span: $0, start: $0.start) }
    rows[.traces] = Self.traces(spans)
    rows[.sessions] = Self.sessions(segments)
  }

  /// A trace stands for itself in its root, or else in its first span, with what it has as a whole.
  private static func traces(_ spans: [TestSpan]) -> [NaiveRow] {
    Dictionary(grouping: spans, by: \.traceID).values.compactMap { members in
      let rootID = members.compactMap { $0.relatives["root"]?.first?.spanID }.first
      let first = members.min { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
      guard let own = members.first(where: { $0.spanID == rootID }) ?? first else { return nil }
      var span = own
      span.numbers[.start] = own.tree["trace.start"]?.number
      span.numbers[.latency] = own.tree["trace.latency"]?.number
      span.numbers[.totalTokens] = own.tree["trace.total_tokens"]?.number
      span.numbers[.cost] = own.tree["trace.cost"]?.number
      span.tree["span_count"] = own.tree["trace.span_count"]
      span.tree["error_count"] = own.tree["trace.error_count"]
      let trace = NaiveTrace(members)
      span.texts[.sessionID] = trace.inherited(.sessionID)
      span.texts[.userID] = trace.inherited(.userID)
      return NaiveRow(span: span, start: own.start)
    }
  }

  private static func sessions(_ segments: [[TestSpan]]) -> [NaiveRow] {
    let live = segments.joined().filter { !$0.isDead }
    let traces = Dictionary(grouping: live, by: \.traceID).values.map { NaiveTrace($0) }
    return Dictionary(grouping: traces) { $0.inherited(.sessionID) }.compactMap { id, traces in
      guard let id, var session = traces.first?.spans.first else { return nil }
      let spans = traces.flatMap(\.spans)
      let first = spans.map(\.start).min() ?? 0
      let last = traces.flatMap { trace in trace.spans.indices.compactMap { trace.end(of: $0) } }
        .max()
      let errorCount = spans.count { $0.texts[.status] == "error" }
      session.texts = [
        .sessionID: id, .status: errorCount > 0 ? "error" : "ok",
      ]
      session.texts[.userID] = traces.compactMap { $0.inherited(.userID) }.min()
      session.numbers = [.start: first]
      session.numbers[.latency] = last.map { $0 - first }
      let trees = traces.compactMap { $0.withFields().first?.tree }
      for (field, name) in [(Field.totalTokens, "trace.total_tokens"), (.cost, "trace.cost")] {
        let values = trees.compactMap { $0[name]?.number }
        session.numbers[field] = values.isEmpty ? nil : values.reduce(0, +)
      }
      session.attributes = [:]
      let count = { (number: Int) in OracleValue.whole(Int64(number), unit: "") }
      session.tree = [
        "turn_count": count(traces.count), "span_count": count(spans.count),
        "error_count": count(errorCount),
      ]
      return NaiveRow(span: session, start: first)
    }
  }
}

extension OracleValue {
  fileprivate var number: Int64? { if case .whole(let number, _) = self { number } else { nil } }
}

extension RandomStore {
  /// Segments of some dozens of spans, in traces that lie in pieces, a few of them in sessions.
  mutating func sceneSegments() throws -> [[TestSpan]] {
    var segments = try relatedSegments(rowLimit: Int.random(in: 5...40, using: &generator))
    for segment in segments.indices {
      for index in segments[segment].indices {
        if secondsPerTick > 1 {
          let tick = Int64(segments[segment][index].traceID.low % 21)
          segments[segment][index].numbers[.start, default: 0] += tick * secondsPerTick * second
        }
        let session = Int.random(in: 0..<12, using: &generator)
        segments[segment][index].texts[.sessionID] = session < 4 ? "s\(session)" : nil
        segments[segment][index].texts[.userID] = chance(20) ? "u\(session % 3)" : nil
      }
    }
    return segments
  }
}
