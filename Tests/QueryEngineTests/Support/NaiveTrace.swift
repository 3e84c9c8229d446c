import TraceModel

/// One trace's spans that count, and what its shape says of each: by walking over them, again and
/// again.
struct NaiveTrace {
  let spans: [TestSpan]
  /// The index of each span's parent, cycles broken.
  private(set) var parents: [Int?]

  init(_ spans: [TestSpan]) {
    self.spans = spans
    parents = spans.map { span in spans.firstIndex { $0.spanID == span.parentID } }
    let unbroken = parents
    for index in spans.indices {
      let cycle = Self.cycle(from: index, unbroken)
      let earliest = cycle.min { Self.precedes(spans[$0], spans[$1]) }
      if earliest == index { parents[index] = nil }
    }
  }

  /// The spans met going up from one until it comes again; none where it does not.
  private static func cycle(from index: Int, _ parents: [Int?]) -> [Int] {
    var met = [index]
    var next = parents[index]
    while let current = next, current != index {
      if met.count > parents.count { return [] }
      met.append(current)
      next = parents[current]
    }
    return next == nil ? [] : met
  }

  private static func precedes(_ left: TestSpan, _ right: TestSpan) -> Bool {
    (left.start, left.spanID) < (right.start, right.spanID)
  }

  func children(of index: Int) -> [Int] { spans.indices.filter { parents[$0] == index } }

  func ancestors(of index: Int) -> [Int] {
    var found: [Int] = []
    var next = parents[index]
    while let current = next {
      found.append(current)
      next = parents[current]
    }
    return found
  }

  /// Whether the span names a parent that is none of the trace's.
  func isOrphan(_ index: Int) -> Bool {
    spans[index].parentID != nil && !spans.contains { $0.spanID == spans[index].parentID }
  }

  func root() -> Int? {
    spans.indices.filter { spans[$0].parentID == nil }
      .min { Self.precedes(spans[$0], spans[$1]) }
  }

  func end(of index: Int) -> Int64? {
    spans[index].numbers[.latency].map { spans[index].start + $0 }
  }

  /// Each span with its fields of the tree.
  func withFields() -> [TestSpan] {
    let shared = traceFields
    let shares = criticalPathShares()
    return spans.indices.map { index in
      var span = spans[index]
      span.tree = shared
      span.tree["depth"] = .whole(Int64(ancestors(of: index).count), unit: "")
      span.tree["child_count"] = .whole(Int64(children(of: index).count), unit: "")
      span.tree["is_orphan"] = .flag(isOrphan(index))
      span.tree["self_time"] = selfTime(of: index).map { .whole($0, unit: "ns") }
      span.tree["critical_path_share"] = shares.map { .number($0[index]) }
      return span
    }
  }

  private var traceFields: [String: OracleValue] {
    var fields: [String: OracleValue] = [:]
    let count = { (number: Int) in OracleValue.whole(Int64(number), unit: "") }
    fields["trace.span_count"] = count(spans.count)
    fields["trace.error_count"] = count(spans.count { $0.texts[.status] == "error" })
    let first = spans.map(\.start).min() ?? 0
    fields["trace.start"] = .whole(first, unit: "t")
    fields["trace.latency"] = spans.indices.compactMap { end(of: $0) }.max()
      .map { .whole($0 - first, unit: "ns") }
    let generations = spans.indices.filter { spans[$0].texts[.stage] == "generation" }
    let leaves = generations.filter { index in
      !generations.contains { ancestors(of: $0).contains(index) }
    }
    for (name, field, unit) in [
      ("trace.total_tokens", Field.totalTokens, ""), ("trace.cost", .cost, "$"),
    ] {
      let usages = leaves.compactMap { spans[$0].numbers[field] }
      fields[name] = usages.isEmpty ? nil : .whole(usages.reduce(0, +), unit: unit)
    }
    return fields
  }

  /// The nanoseconds of a span that are no child's, stretch by stretch between any two moments at
  /// which something begins or ends.
  private func selfTime(of index: Int) -> Int64? {
    guard let end = end(of: index) else { return nil }
    let start = spans[index].start
    let covers = children(of: index).map { (from: spans[$0].start, to: self.end(of: $0) ?? end) }
    let moments = Set(covers.flatMap { [$0.from, $0.to] } + [start, end]).sorted()
      .filter { (start...max(start, end)).contains($0) }
    return zip(moments, moments.dropFirst()).reduce(0) { sum, stretch in
      let isCovered = covers.contains { $0.from <= stretch.0 && stretch.1 <= $0.to }
      return sum + (isCovered ? 0 : stretch.1 - stretch.0)
    }
  }

  private func criticalPathShares() -> [Double]? {
    let top =
      root()
      ?? spans.indices.filter { parents[$0] == nil }.min { Self.precedes(spans[$0], spans[$1]) }
    guard let top, let end = end(of: top), end > spans[top].start else { return nil }
    var times = [Int64](repeating: 0, count: spans.count)
    var met: Set<Int> = []
    _ = follow(top, from: end, downTo: spans[top].start, &times, &met)
    let length = end - spans[top].start
    return times.map { Double($0) / Double(length) }
  }

  /// Goes back through a span from a moment; returns the moment at which it is left.
  private func follow(
    _ index: Int, from moment: Int64, downTo floor: Int64, _ times: inout [Int64],
    _ met: inout Set<Int>
  ) -> Int64 {
    var moment = moment
    while true {
      let candidates = children(of: index).filter { child in
        guard let end = end(of: child), !met.contains(child) else { return false }
        return end <= moment && end > floor
      }
      let last = candidates.compactMap { end(of: $0) }.max()
      let child = candidates.filter { end(of: $0) == last }
        .min { Self.precedes(spans[$0], spans[$1]) }
      guard let child, let last else { break }
      met.insert(child)
      times[index] += moment - last
      moment = follow(
        child, from: last, downTo: max(spans[child].start, floor), &times, &met)
    }
    times[index] += moment - floor
    return floor
  }
}

extension NaiveTrace {
  /// The text of the first span in preorder that has one.
  func inherited(_ field: Field) -> String? {
    preorder().lazy.compactMap { spans[$0].texts[field] }.first
  }

  private func preorder() -> [Int] {
    let order = spans.indices.sorted {
      (spans[$0].start, spans[$0].spanID) < (spans[$1].start, spans[$1].spanID)
    }
    func walk(_ index: Int) -> [Int] {
      [index] + order.filter { parents[$0] == index }.flatMap(walk)
    }
    return order.filter { parents[$0] == nil }.flatMap(walk)
  }
}
