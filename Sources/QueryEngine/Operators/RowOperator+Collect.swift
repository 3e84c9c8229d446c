extension RowOperator {
  /// Offers a segment's matching rows to the first rows of the order.
  func collect(
    _ matches: Bitmap, of reader: SegmentReader, _ orders: [Order<Scalar>],
    into top: inout TopRows
  ) throws(QueryError) {
    var word = 0
    var rows: [UInt32] = []
    while word < matches.words.count {
      if options.isCancelled() { throw .cancelled }
      rows.removeAll(keepingCapacity: true)
      word = matches.appendRows(to: &rows, fromWord: word, limit: Limits.batchRowCount)
      try collect(rows, of: reader, orders, into: &top)
      let held = top.candidates.count * RowCandidate.byteCount(keyCount: orders.count)
      try MemoryMeter(limitByteCount: options.memoryByteLimit)
        .check(held, doing: "sorting \(top.candidates.count) rows")
    }
  }

  private func collect(
    _ rows: [UInt32], of reader: SegmentReader, _ orders: [Order<Scalar>],
    into top: inout TopRows
  ) throws(QueryError) {
    // The first key alone rules most rows out once the first rows are known; only the others
    // have their ids and remaining keys read.
    let first = orders.first?.expression ?? .column(.start)
    let direction =
      orders.first.map { SortDirection($0) } ?? SortDirection(isDescending: true)
    let values = try reader.evaluate(first, rows: rows)
    let kept = try contenders(values, direction, against: bound(of: top, orders))
    guard !kept.isEmpty else { return }
    let keptRows = kept.map { rows[$0] }
    var keys: [[Value]] = []
    for order in orders {
      keys.append(try reader.evaluate(order.expression, rows: keptRows).boxed())
    }
    let (starts, _) = try reader.read(.start, rows: keptRows).asIntegers()
    let traces = try reader.read(.traceID, rows: keptRows)
    let spans = try reader.read(.spanID, rows: keptRows)
    for index in keptRows.indices {
      top.add(
        RowCandidate(
          segment: reader.index, row: keptRows[index], sortKeys: keys.map { $0[index] },
          start: starts[index], traceID: try traces.value(at: index).text,
          spanID: try spans.value(at: index).text))
    }
  }

  /// The first key of the last row that still counts; nil while every row does.
  private func bound(of top: TopRows, _ orders: [Order<Scalar>]) -> Value? {
    guard let last = top.last else { return nil }
    return orders.isEmpty ? .instant(last.start) : last.sortKeys[0]
  }

  /// The places whose key does not come after the bound.
  private func contenders(
    _ values: RowValues, _ direction: SortDirection, against bound: Value?
  ) throws(QueryError) -> [Int] {
    let places = 0..<values.count
    guard let bound else { return Array(places) }
    if case .integers(let numbers) = values.storage, values.validity == nil,
      let limit = bound.wholeNumber, values.type == bound.type
    {
      return direction.isDescending
        ? places.filter { numbers[$0] >= limit } : places.filter { numbers[$0] <= limit }
    }
    var kept: [Int] = []
    for place in places where direction.compare(try values.value(at: place), bound) <= 0 {
      kept.append(place)
    }
    return kept
  }
}

extension SortDirection {
  fileprivate init(isDescending: Bool) {
    self.init()
    self.isDescending = isDescending
  }
}

extension Value {
  /// The characters of text; none of others.
  fileprivate var text: String {
    if case .string(let text) = self { text } else { "" }
  }
}
