import Statistics

/// What the shapes of the traces say, before p is adjusted.
struct ShapeFindings {
  private(set) var tests: [ShapeFinding]
  private(set) var movers: [ComparisonReport.Shape.ShapeMover]

  /// Labels whose counts are tested at most, those of the most traces first.
  private static let labelCount = 16

  /// Nil where a side has no traces.
  init?(_ input: ShapeInput, _ options: ComparisonOptions) {
    let counts = FormCounts(input.forms)
    guard counts.least > 0 else { return nil }
    let clusters = ShapeClusters(input)
    let features = input.forms.map { FormFeatures($0) }
    let shapes = ShapeCounts(input)
    let designEffect = clusters.designEffect(
      categories: shapes.ofForms, count: shapes.baseline.count)
    var tests: [ShapeFinding?] = [
      Self.shapes(shapes, counts, designEffect, options),
      TransitionTest(features).finding(counts, clusters, options),
    ]
    for (name, values) in Self.counts(features, input.labels) {
      tests.append(.count(name, values, counts, clusters, options))
    }
    tests += Self.labelTests(input.labels, features, counts, clusters, options)
    self.tests = tests.compactMap { $0 }
    movers = shapes.movers(
      input, counts, designEffect, countScale: clusters.countScale, options)
  }

  /// Without any p-value, and what follows from one.
  var untested: ShapeFindings {
    var untested = self
    for index in tests.indices { untested.tests[index].p = nil }
    untested.movers = []
    return untested
  }

  private static func shapes(
    _ shapes: ShapeCounts, _ counts: FormCounts, _ designEffect: Double,
    _ options: ComparisonOptions
  ) -> ShapeFinding? {
    let shift = CategoryShift(
      baseline: shapes.baseline, candidate: shapes.candidate, designEffect: designEffect,
      options: options)
    guard let shift else { return nil }
    let isEnough = Double(counts.least) / designEffect >= Double(MinimumCounts.categories)
    return ShapeFinding(
      feature: "shapes",
      effect: .init("total_variation", shift.totalVariation, shift.interval), test: shift.test,
      p: isEnough ? shift.p : nil)
  }

  private static func counts(
    _ features: [FormFeatures], _ labels: [String]
  ) -> [(name: String, values: [Int])] {
    var counts = [
      ("spans", features.map(\.spans)), ("depth", features.map(\.depth)),
      ("fan-out", features.map(\.fanOut)), ("retries", features.map(\.retries)),
    ]
    let tools = Set(labels.indices.filter { labels[$0].hasPrefix("tool:") }.map(Int32.init))
    if tools.count > 1 {
      let calls = features.map { form in
        form.labels.reduce(0) { $0 + (tools.contains($1.key) ? $1.value : 0) }
      }
      counts.append(("tool calls", calls))
    }
    // What never varies is no test.
    return counts.filter { Set($0.1).count > 1 }
  }

  /// How often each label comes in a trace, and in which traces it does at all, as far as either varies.
  private static func labelTests(
    _ labels: [String], _ features: [FormFeatures], _ counts: FormCounts,
    _ clusters: ShapeClusters, _ options: ComparisonOptions
  ) -> [ShapeFinding?] {
    var traces = [Int](repeating: 0, count: labels.count)
    for (index, form) in features.enumerated() {
      for label in form.labels.keys {
        traces[Int(label)] += counts.baseline[index] + counts.candidate[index]
      }
    }
    let total = counts.baselineTotal + counts.candidateTotal
    let frequent = labels.indices.filter { traces[$0] >= MinimumCounts.events }
      .sorted { (traces[$1], $0) < (traces[$0], $1) }
    return frequent.prefix(labelCount).flatMap { label -> [ShapeFinding?] in
      let values = features.map { $0.labels[Int32(label)] ?? 0 }
      var tests: [ShapeFinding?] = []
      if values.contains(where: { $0 > 1 }), Set(values).count > 1 {
        tests.append(.count(labels[label], values, counts, clusters, options))
      }
      if traces[label] < total {
        tests.append(
          .presence("has \(labels[label])", values.map { $0 > 0 }, counts, clusters, options))
      }
      return tests
    }
  }
}
