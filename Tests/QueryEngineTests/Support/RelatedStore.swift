import Scanning
import TestSupport
import TraceModel

extension RandomStore {
  /// Fields of relatives, of every type.
  static let relatedFields = ["root", "parent"].flatMap { relation in
    fields.map { OracleField(name: "\(relation).\($0.name)", unit: $0.unit) }
  }

  /// Fields of trees, of spans and of their relatives.
  static let treeFields = [
    OracleField(name: "depth"), OracleField(name: "child_count"),
    OracleField(name: "self_time", unit: "ns"), OracleField(name: "is_orphan"),
    OracleField(name: "trace.span_count"), OracleField(name: "trace.error_count"),
    OracleField(name: "trace.latency", unit: "ns"), OracleField(name: "trace.start", unit: "t"),
    OracleField(name: "trace.total_tokens"), OracleField(name: "trace.cost", unit: "$"),
    OracleField(name: "critical_path_share"), OracleField(name: "parent.self_time", unit: "ns"),
    OracleField(name: "parent.child_count"), OracleField(name: "root.critical_path_share"),
    OracleField(name: "root.trace.latency", unit: "ns"),
  ]

  /// Segments among which traces lie in pieces: roots that never came and roots by the dozen,
  /// parents in other segments, in none, below their children, spans that are their own parent,
  /// and superseded copies of spans with other fields.
  mutating func relatedSegments(rowLimit: Int = .max) throws -> [[TestSpan]] {
    var segments = try segments().map { Array($0.prefix(rowLimit)) }
    let traceCount = max(1, segments.joined().count / 6)
    let isScattered = chance(70)
    var members: [TraceID: [SpanID]] = [:]
    for segment in segments.indices {
      for index in segments[segment].indices {
        // Scattered, a trace has rows everywhere; else, mostly in one segment.
        let trace =
          isScattered || chance(3)
          ? Int.random(in: 0..<traceCount, using: &generator) : segment * 100_000 + index / 6
        guard let id = TraceID(high: 2, low: UInt64(trace) + 1) else { continue }
        segments[segment][index].traceID = id
        members[id, default: []].append(segments[segment][index].spanID)
      }
    }
    for segment in segments.indices {
      for index in segments[segment].indices {
        let span = segments[segment][index]
        segments[segment][index].parentID = parent(of: span, among: members[span.traceID] ?? [])
      }
    }
    addSupersededCopies(to: &segments)
    return segments
  }

  private mutating func parent(of span: TestSpan, among members: [SpanID]) -> SpanID? {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<25: nil
    case 25..<30: span.spanID
    case 30..<40: SpanID(rawValue: .random(in: 1 << 40...(.max), using: &generator))
    default: members.randomElement(using: &generator)
    }
  }

  private mutating func addSupersededCopies(to segments: inout [[TestSpan]]) {
    let spans = segments.enumerated().flatMap { place, spans in spans.map { (place, $0) } }
    for (place, span) in spans where !span.isDead && segments.count > 1 && chance(8) {
      var copy = span
      copy.isDead = true
      copy.numbers[.start] = Int64.random(in: 0...20, using: &generator) * second
      copy.texts[.status] = "error"
      if chance(50) { copy.parentID = nil }
      let other = (place + Int.random(in: 1..<segments.count, using: &generator)) % segments.count
      segments[other].append(copy)
    }
  }
}

extension [[TestSpan]] {
  /// The spans that count, each with its root and its parent, and its fields of the tree.
  func withRelatives() -> [TestSpan] {
    let spans = Dictionary(grouping: joined().filter { !$0.isDead }, by: \.traceID).values
      .flatMap { NaiveTrace($0).members() }
    let traces = Dictionary(grouping: spans.map { $0.knowing(retryTypes) }, by: \.traceID)
    return traces.values.joined().map { span in
      let trace = traces[span.traceID] ?? []
      let roots = trace.filter { $0.parentID == nil }
      var related = span
      related.relatives["root"] = roots.min { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
        .map { [$0] }
      related.relatives["parent"] = trace.filter { $0.spanID == span.parentID }
      return related
    }
  }

  /// The types of the attribute that has values of several, those of dead spans included.
  private var retryTypes: Set<AttributeType> {
    Set(
      joined().compactMap { span in
        span.attributes[AttributeScopeName.span.name("retries")].map { AttributeType(of: $0) }
      })
  }
}

extension TestSpan {
  fileprivate func knowing(_ retryTypes: Set<AttributeType>) -> TestSpan {
    var span = self
    span.mixesRetries = retryTypes.count > 1
    return span
  }
}
