import Statistics

/// Collects the first rows of an order, one thread's part.
///
/// The first key alone rules most rows out once some rows are known; only the others have their
/// ids and remaining keys read.
struct RowCollector: RowConsumer {
  private(set) var top: TopRows
  private let orders: [Order<Scalar>]
  let bound: TopBound
  /// The first key; without orders, the newest start comes first.
  let first: Scalar
  let direction: SortDirection

  init(
    _ order: RowOrder, by orders: [Order<Scalar>], limit: Int, bound: TopBound,
    after: RowCandidate? = nil
  ) {
    top = TopRows(order, limit: limit, after: after)
    self.orders = orders
    self.bound = bound
    first = orders.first?.expression ?? .column(.start)
    direction = RowCollector.direction(of: orders)
  }

  /// How the first key sorts.
  static func direction(of orders: [Order<Scalar>]) -> SortDirection {
    if let order = orders.first { return SortDirection(order) }
    var newestFirst = SortDirection()
    newestFirst.isDescending = true
    return newestFirst
  }

  var byteCount: Int {
    top.candidates.count * RowCandidate.byteCount(keyCount: orders.count)
  }

  var work: String { "sorting \(top.candidates.count) rows" }

  mutating func addAll(_ matches: Bitmap, of reader: SegmentReader) throws(QueryError) -> Bool {
    try addBestBlocks(matches, of: reader)
  }

  func endSegment() {}

  mutating func merge(_ other: RowCollector) { top.merge(other.top) }

  /// What is true of all rows that may still count; stored numbers are compared before anything
  /// else is read, and segments whose bounds rule them out are not read at all.
  var condition: Predicate {
    guard !direction.nullsFirst, case .column(let column) = first, column.type != .mixed,
      let number = bound.value?.wholeNumber
    else { return .always }
    let range = direction.isDescending ? number...Int64.max : Int64.min...number
    return .column(column, ValueTest(integers: IntegerRanges(range)), negated: false)
  }

  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    let values = try reader.evaluate(first, rows: rows)
    let kept = try contenders(values)
    guard !kept.isEmpty else { return }
    var keptRows = kept.map { rows[$0] }
    var keys: [[Value]] = []
    for order in orders {
      keys.append(try reader.evaluate(order.expression, rows: keptRows).boxed())
    }
    if let last = top.last, orders.count > 1 {
      // Many rows may share the first key with the last row that counts.
      let places = keptRows.indices.filter { isContender($0, keys, against: last.sortKeys) }
      keptRows = places.map { keptRows[$0] }
      keys = keys.map { column in places.map { column[$0] } }
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
    top.settle()
    if let last = top.last {
      bound.tighten(to: orders.isEmpty ? .instant(last.start) : last.sortKeys[0])
    }
  }

  /// The places of the rows whose key may still count.
  private func contenders(_ values: RowValues) throws(QueryError) -> [Int] {
    let places = 0..<values.count
    let bound = bound.value
    if case .integers(let numbers) = values.storage, values.validity == nil,
      bound == nil || values.type == bound?.type
    {
      let limit = closest(bound?.wholeNumber, greatestOrLeast(of: numbers))
      guard let limit else { return Array(places) }
      return direction.isDescending
        ? places.filter { numbers[$0] >= limit } : places.filter { numbers[$0] <= limit }
    }
    guard let bound else { return Array(places) }
    if case .codes(let codes, let dictionary) = values.storage, values.validity == nil {
      return try contenders(codes, dictionary, against: bound)
    }
    var kept: [Int] = []
    for place in places where direction.compare(try values.value(at: place), bound) <= 0 {
      kept.append(place)
    }
    return kept
  }

  /// Whether the keys of a row, a column each, do not come after others.
  private func isContender(_ place: Int, _ keys: [[Value]], against last: [Value]) -> Bool {
    for index in orders.indices {
      let order = SortDirection(orders[index]).compare(keys[index][place], last[index])
      if order != 0 { return order < 0 }
    }
    return true
  }

  /// Compares each code's value once.
  private func contenders(
    _ codes: [UInt32], _ dictionary: SegmentDictionary, against bound: Value
  ) throws(QueryError) -> [Int] {
    var known = [Bool?](repeating: nil, count: dictionary.count)
    var kept: [Int] = []
    for place in codes.indices {
      let code = Int(codes[place])
      let isKept: Bool
      if code < known.count, let decided = known[code] {
        isKept = decided
      } else {
        // Throws for codes past the dictionary.
        isKept = direction.compare(try dictionary.value(of: codes[place]), bound) <= 0
        known[code] = isKept
      }
      if isKept { kept.append(place) }
    }
    return kept
  }

  private func closest(_ left: Int64?, _ right: Int64?) -> Int64? {
    guard let left, let right else { return left ?? right }
    return direction.isDescending ? max(left, right) : min(left, right)
  }

  /// The last number that counts among these alone; nil when all do.
  private func greatestOrLeast(of numbers: [Int64]) -> Int64? {
    let limit = top.limit
    guard limit > 0, limit < numbers.count else { return nil }
    var sorted = numbers
    var keys = sorted.mutableSpan
    let rank = direction.isDescending ? numbers.count - limit : limit - 1
    return selectInPlace(&keys, rank: rank, in: 0..<numbers.count)
  }
}

extension Value {
  /// The characters of text; none of others.
  fileprivate var text: String {
    if case .string(let text) = self { text } else { "" }
  }
}
