import Drift
import Scanning
import TraceModel

/// The shapes of the traces of all sides.
struct CollectedShapes {
  /// Ascending.
  var labels: [String]
  var forms: [FormTable.Form]
  /// Of each side.
  var ownTimes: [OwnTimes]
  /// Of each trace its form, where that is told.
  var formOfTrace: [TraceForms]
  var sharedCount: Int

  var byteCount: Int {
    labels.count * 64
      + forms.reduce(0) { $0 + $1.nodes.count * MemoryLayout<ShapeInput.Node>.stride + 256 }
      + formOfTrace.reduce(0) { $0 + $1.byteCount }
  }
}

extension ComparisonRunner {
  private struct SharedCollector: Sendable {
    var content: ShapeCollector
    var memory: MemoryShare
  }

  /// Goes through the traces of all sides once more.
  func collectShapes(
    _ program: ShapeProgram, _ scan: inout SegmentScan, _ memory: inout MemoryShare
  ) throws(QueryError) -> CollectedShapes {
    let meter = scan.meter
    let segments = program.segments
    var parts = try scan.run(
      over: segments, on: ThreadPlan(options, segmentCount: segments.count),
      { _ in
        SharedCollector(content: ShapeCollector(program), memory: MemoryShare(of: meter))
      }
    ) { (segment, scan, part) throws(QueryError) in
      try scan.control.check()
      try part.content.add(try scan.openSegment(at: segment))
      try part.memory.hold(part.content.byteCount, doing: "comparing the shapes of traces")
    }
    let shapes = merge(parts.map(\.content), sideCount: program.matches.count)
    var shapesMemory = MemoryShare(of: meter)
    defer { shapesMemory.release() }
    try shapesMemory.hold(shapes.byteCount, doing: "comparing the shapes of traces")
    for index in parts.indices { parts[index].memory.release() }
    return shapes
  }

  private func merge(_ parts: [ShapeCollector], sideCount: Int) -> CollectedShapes {
    let labels = Set(parts.flatMap(\.labels.texts)).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let numbers = Dictionary(
      uniqueKeysWithValues: labels.enumerated().map { ($1, Int32($0)) })
    var table = FormTable(sideCount: sideCount)
    var shapes = CollectedShapes(
      labels: labels, forms: [], ownTimes: (0..<sideCount).map { _ in OwnTimes() },
      formOfTrace: (0..<sideCount).map { _ in TraceForms() }, sharedCount: 0)
    for part in parts {
      let places = table.merge(part.table, labels: part.labels.texts.map { numbers[$0] ?? 0 })
      for found in part.forms {
        for side in 0..<sideCount {
          let ofSide = found.traces.filter { $0.side == side }
          shapes.formOfTrace[side].add(
            ofSide.map { ($0.code, Int32(places[$0.form])) }, ofSegment: found.segment)
        }
      }
      for side in 0..<sideCount { shapes.ownTimes[side].add(part.ownTimes[side]) }
      shapes.sharedCount += part.sharedCount
    }
    let order = table.forms.indices.sorted {
      Self.precedes(table.forms[$0].nodes, table.forms[$1].nodes)
    }
    shapes.forms = order.map { table.forms[$0] }
    var places = [Int](repeating: 0, count: order.count)
    for (place, form) in order.enumerated() { places[form] = place }
    for side in 0..<sideCount {
      shapes.formOfTrace[side].renumber(places)
    }
    return shapes
  }

  /// By depth and label of the first spans that differ: an order that does not depend on where
  /// traces lie.
  private static func precedes(_ left: [ShapeInput.Node], _ right: [ShapeInput.Node]) -> Bool {
    left.lexicographicallyPrecedes(right) { one, other in
      (one.depth, one.label, one.isError ? 1 : 0)
        < (other.depth, other.label, other.isError ? 1 : 0)
    }
  }
}

extension SampleInputs {
  /// The shapes of two sides' traces; nil where there are none.
  func shape(
    _ shapes: CollectedShapes, _ candidate: Int, _ first: UnitSample, _ second: UnitSample
  ) -> ShapeInput? {
    var placeOfForm: [Int: Int] = [:]
    var forms: [ShapeInput.Form] = []
    for (number, form) in shapes.forms.enumerated()
    where form.counts[0] + form.counts[candidate] > 0 {
      placeOfForm[number] = forms.count
      let exemplar = form.exemplars[candidate] ?? form.exemplars[0]
      forms.append(
        ShapeInput.Form(
          nodes: form.nodes, baselineCount: form.counts[0],
          candidateCount: form.counts[candidate], exemplar: exemplar.map { "\($0.trace)" }))
    }
    guard !forms.isEmpty else { return nil }
    var shape = ShapeInput(labels: shapes.labels, forms: forms)
    if cluster != .trace || first.weights != nil {
      let traces = ShapeInput.Traces(
        baseline: traces(first, shapes.formOfTrace[0], placeOfForm),
        candidate: traces(second, shapes.formOfTrace[candidate], placeOfForm))
      shape.traces = traces
      if first.weights != nil { shape.weigh(traces) }
    }
    return shape
  }

  private func traces(
    _ side: UnitSample, _ formOfTrace: TraceForms, _ placeOfForm: [Int: Int]
  ) -> Sample {
    var sample = Sample(values: [], units: [], unitCount: side.unitCount)
    var last: Int32?
    var weights: [Double] = []
    for (row, trace) in side.rows.traces.enumerated() where trace != last {
      last = trace
      guard let form = formOfTrace[side.rows.tracePlaces[Int(trace)]],
        let place = placeOfForm[form]
      else { continue }
      sample.values.append(Double(place))
      sample.units.append(side.units[row])
      // As a rule that of all of its rows.
      if let all = side.weights { weights.append(all.ofRows[row]) }
    }
    if let all = side.weights {
      sample.weights = SampleWeights(ofValues: weights, ofUnits: all.ofUnits)
    }
    return sample
  }

  /// How the own times of stages make the latencies of two sides.
  func stageCauses(_ shapes: CollectedShapes, _ candidate: Int) -> [CauseInput] {
    let (before, after) = (shapes.ownTimes[0], shapes.ownTimes[candidate])
    let stages = Set(before.sums.keys).union(after.sums.keys).sorted()
    guard stages.count > 1, before.count > 0, after.count > 0 else { return [] }
    func group(_ value: String, _ first: Double, _ second: Double) -> CauseInput.Group {
      CauseInput.Group(
        value: value, baselineCount: Double(before.count), baselineMean: first,
        candidateCount: Double(after.count), candidateMean: second)
    }
    var groups = stages.map { group($0, before.mean(of: $0), after.mean(of: $0)) }
    if before.restMean != 0 || after.restMean != 0 {
      groups.append(group("at the same time", before.restMean, after.restMean))
    }
    return plan.metrics.filter(\.isMeanLatency).map { metric in
      var cause = CauseInput(metric: metric.name, attribute: "stage", groups: groups)
      cause.split = .parts
      return cause
    }
  }
}

extension ShapeInput {
  /// Counts each trace as what it stands for.
  fileprivate mutating func weigh(_ traces: Traces) {
    func sums(_ side: Sample) -> [Int] {
      var sums = [Double](repeating: 0, count: forms.count)
      for (place, weight) in zip(side.values, side.weights?.ofValues ?? []) {
        sums[Int(place)] += weight
      }
      return sums.map { Int($0.rounded()) }
    }
    let (before, after) = (sums(traces.baseline), sums(traces.candidate))
    for place in forms.indices {
      forms[place].baselineCount = before[place]
      forms[place].candidateCount = after[place]
    }
  }
}

extension MetricPlan {
  /// Whether it is about the latencies of spans, whose means add up.
  var isMeanLatency: Bool {
    (kind == .distribution || kind == .mean) && value == .column(.latency)
  }
}
