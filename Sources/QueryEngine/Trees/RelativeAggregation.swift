import QuerySyntax
import Scanning
import Statistics

/// Aggregates over relatives, as values of spans.
extension SegmentReader {
  /// An aggregate over the relatives of some rows, which ascend.
  func read(
    _ aggregate: RelativeAggregate, at range: SourceRange, rows: [UInt32]
  ) throws(QueryError) -> RowValues {
    if knownTrees == nil, let forest = try forest(ofFew: rows) {
      let values = try values(of: aggregate, at: range, in: forest)
      return RowValues(values, at: positions(of: rows, in: forest), as: aggregate.type)
    }
    return RowValues(
      try knownValues(of: aggregate, at: range), at: rows.map { $0 }, as: aggregate.type)
  }

  private func knownValues(
    of aggregate: RelativeAggregate, at range: SourceRange
  ) throws(QueryError) -> TreeValues {
    if let known = knownAggregates[aggregate] { return known }
    let values = try values(of: aggregate, at: range)
    try hold(segment.rowCount * (MemoryLayout<Int64>.stride + 1))
    knownAggregates[aggregate] = values
    return values
  }

  /// The aggregate of all rows.
  private func values(
    of aggregate: RelativeAggregate, at range: SourceRange
  ) throws(QueryError) -> TreeValues {
    let trees = try trees()
    var values = try values(
      of: aggregate, at: range, in: trees.ordered, without: trees.scatteredRows)
    if let part = trees.scattered.parts.first(where: { $0.segment == index }) {
      let scattered = try self.values(of: aggregate, at: range, in: trees.scattered)
      values.replace(by: scattered, part)
    }
    return values
  }

  private func values(
    of aggregate: RelativeAggregate, at range: SourceRange, in forest: SpanForest,
    without left: Bitmap? = nil
  ) throws(QueryError) -> TreeValues {
    var relatives = Bitmap(bitCount: forest.count, isSet: true)
    if let left { relatives.subtract(left) }
    try keep(aggregate.condition, in: &relatives, of: forest)
    guard let scalar = aggregate.value else {
      return try counts(aggregate.relation, of: relatives, in: forest)
    }
    let numbers = try numbers(of: scalar, in: forest, where: &relatives)
    if aggregate.function == .count {
      return try counts(aggregate.relation, of: relatives, in: forest)
    }
    switch numbers {
    case .integers(let numbers):
      return try wholeValues(aggregate, at: range, numbers, of: relatives, in: forest)
    case .doubles(let numbers):
      return try doubleValues(aggregate, numbers, of: relatives, in: forest)
    }
  }

  private func counts(
    _ relation: SpanRelation, of relatives: Bitmap, in forest: SpanForest
  ) throws(QueryError) -> TreeValues {
    var counts = [Int64](repeating: 0, count: forest.count)
    try forest.tally(
      relation, from: CountTally(), own: { relatives[$0] ? CountTally(count: 1) : nil }, query
    ) { (position, tally) throws(QueryError) in counts[position] = Int64(tally.count) }
    return TreeValues(counts)
  }

  private func wholeValues(
    _ aggregate: RelativeAggregate, at range: SourceRange, _ numbers: [Int64],
    of relatives: Bitmap, in forest: SpanForest
  ) throws(QueryError) -> TreeValues {
    var results = [Int64](repeating: 0, count: forest.count)
    var validity = [Bool](repeating: false, count: forest.count)
    switch aggregate.function {
    case .min, .max:
      let empty = ExtremumTally<Int64>(isLeast: aggregate.function == .min)
      try forest.tally(
        aggregate.relation, from: empty,
        own: {
          relatives[$0] ? ExtremumTally(isLeast: empty.isLeast, best: numbers[$0]) : nil
        }, query
      ) { (position, tally) throws(QueryError) in
        guard let best = tally.best else { return }
        (results[position], validity[position]) = (best, true)
      }
    case .avg where aggregate.type == .double:
      var averages = [Double](repeating: 0, count: forest.count)
      try sum(aggregate.relation, numbers, of: relatives, in: forest) {
        (position, tally) throws(QueryError) in
        averages[position] = nearestQuotient(tally.sum, Int128(tally.count))
        validity[position] = true
      }
      return TreeValues(averages, validity: validity)
    default:
      try sum(aggregate.relation, numbers, of: relatives, in: forest) {
        (position, tally) throws(QueryError) in
        let value =
          aggregate.function == .avg
          ? halfEvenQuotient(tally.sum, Int128(tally.count)) : tally.sum
        guard let result = Int64(exactly: value) else { throw overflow(at: range) }
        (results[position], validity[position]) = (result, true)
      }
    }
    return TreeValues(results, validity: validity)
  }

  /// Hands over the sums that are of some number.
  private func sum(
    _ relation: SpanRelation, _ numbers: [Int64], of relatives: Bitmap, in forest: SpanForest,
    put: (Int, WholeTally) throws(QueryError) -> Void
  ) throws(QueryError) {
    try forest.tally(
      relation, from: WholeTally(),
      own: { relatives[$0] ? WholeTally(count: 1, sum: Int128(numbers[$0])) : nil }, query
    ) { (position, tally) throws(QueryError) in
      if tally.count > 0 { try put(position, tally) }
    }
  }

  private func overflow(at range: SourceRange) -> QueryError {
    .overflow(
      Diagnostic(
        "the sum does not fit a 64-bit whole number", at: range,
        hint: "avg stays in range"))
  }

  private func doubleValues(
    _ aggregate: RelativeAggregate, _ numbers: [Double], of relatives: Bitmap,
    in forest: SpanForest
  ) throws(QueryError) -> TreeValues {
    var results = [Double](repeating: 0, count: forest.count)
    var validity = [Bool](repeating: false, count: forest.count)
    func put(_ result: Double?, at position: Int) {
      guard let result else { return }
      guard result.isFinite else { return notices.sawUndefined = true }
      (results[position], validity[position]) = (result, true)
    }
    if aggregate.function == .min || aggregate.function == .max {
      let empty = ExtremumTally<Double>(isLeast: aggregate.function == .min)
      try forest.tally(
        aggregate.relation, from: empty,
        own: {
          relatives[$0] ? ExtremumTally(isLeast: empty.isLeast, best: numbers[$0]) : nil
        }, query
      ) { (position, tally) throws(QueryError) in put(tally.best, at: position) }
    } else {
      let byteCount = forest.longestTrace * 2 * MemoryLayout<DoubleTally>.stride
      try hold(byteCount)
      defer { release(byteCount) }
      try forest.tally(
        aggregate.relation, from: DoubleTally(),
        own: { position -> DoubleTally? in
          guard relatives[position] else { return nil }
          var tally = DoubleTally(count: 1)
          tally.sum.add(numbers[position])
          return tally
        }, query
      ) { (position, tally) throws(QueryError) in
        let divisor = aggregate.function == .avg ? tally.count : 1
        put(tally.count == 0 ? nil : tally.sum.quotient(by: divisor), at: position)
      }
    }
    return TreeValues(results, validity: validity)
  }

  /// The numbers of some spans; those without one are taken out.
  ///
  /// Where the values are no numbers, it is only told which spans have one.
  private func numbers(
    of scalar: Scalar, in forest: SpanForest, where spans: inout Bitmap
  ) throws(QueryError) -> TreeValues.Numbers {
    let isWhole = scalar.type == .integer || scalar.type.isUnit
    var integers = [Int64](repeating: 0, count: isWhole ? forest.count : 0)
    var doubles = [Double](repeating: 0, count: scalar.type == .double ? forest.count : 0)
    for part in forest.parts {
      let reader = try neighbourReader(at: part.segment)
      let places = part.rows.indices.filter { spans[part.position(at: $0)] }
      var start = 0
      while start < places.count {
        try query.check()
        let batch = places[start..<min(start + Limits.batchRowCount, places.count)]
        start = batch.endIndex
        let values = try reader.evaluate(scalar, rows: batch.map { part.rows[$0] })
        let positions = batch.map { part.position(at: $0) }
        var presence = values.presence
        if isWhole {
          let numbers = try values.asIntegers()
          presence = numbers.validity
          for (number, position) in zip(numbers.numbers, positions) { integers[position] = number }
        } else if scalar.type == .double {
          let numbers = try values.asDoubles()
          presence = numbers.validity
          for (number, position) in zip(numbers.numbers, positions) { doubles[position] = number }
        }
        guard let presence else { continue }
        for (isPresent, position) in zip(presence, positions) where !isPresent {
          spans.clear(position)
        }
      }
    }
    return isWhole ? .integers(integers) : .doubles(doubles)
  }
}

extension SpanForest {
  fileprivate var longestTrace: Int { traces.lazy.map(\.count).max() ?? 0 }
}
