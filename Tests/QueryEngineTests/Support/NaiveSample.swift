import Drift
import TraceModel

/// What a comparison should have read of some spans: by sorting them and going through them.
struct NaiveSample {
  let spans: [TestSpan]
  private let traces: [TraceID]

  /// The order is that of traces by (first start, id), and of spans by (start, id).
  init(_ spans: [TestSpan]) {
    let starts = Dictionary(grouping: spans, by: \.traceID).mapValues {
      $0.map(\.start).min() ?? 0
    }
    let sorted = spans.sorted { left, right in
      let (one, other) = (starts[left.traceID] ?? 0, starts[right.traceID] ?? 0)
      if one != other { return one < other }
      if left.traceID != right.traceID { return left.traceID < right.traceID }
      return (left.start, left.spanID) < (right.start, right.spanID)
    }
    self.spans = sorted
    traces = sorted.map(\.traceID)
  }

  /// Numbers the traces, or what traces have in common, as they come.
  func units(of cluster: Field?) -> [Int32] {
    var known: [String: Int32] = [:]
    return spans.map { span in
      let members = spans.filter { $0.traceID == span.traceID }
      let texts = cluster.map { field in members.compactMap { $0.texts[field] } } ?? []
      let name = texts.min().map { "cluster \($0)" } ?? "trace \(span.traceID)"
      let unit = known[name] ?? Int32(known.count)
      known[name] = unit
      return unit
    }
  }

  func sample(of cluster: Field? = nil, _ value: (TestSpan) -> Double?) -> Sample {
    let units = units(of: cluster)
    var sample = Sample(values: [], units: [], unitCount: Set(units).count)
    for (span, unit) in zip(spans, units) {
      if let value = value(span) {
        sample.values.append(value)
        sample.units.append(unit)
      } else {
        sample.missing += 1
      }
    }
    return sample
  }
}

extension Sample {
  /// Whether two samples are the same to the last bit.
  func isSame(as other: Sample) -> Bool {
    values.map(\.bitPattern) == other.values.map(\.bitPattern) && units == other.units
      && unitCount == other.unitCount && missing == other.missing
  }
}
