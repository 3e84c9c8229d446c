/// Runs a plan whose rows are spans.
///
/// Only what orders the rows is read of all that match; the other columns are fetched for those
/// that remain.
struct RowOperator: Sendable {
  let plan: RowPlan
  let options: QueryOptions
  let notices: Notices
  let meter: MemoryMeter
  /// Of a list that is shown in pages, the last row of the page before.
  var after: RowCandidate?

  /// So many of the rows that come after those shown before, the newest first, and the last of them;
  /// of plans without steps.
  func page(
    of count: Int, _ scan: inout SegmentScan
  ) throws(QueryError) -> (rows: [[Value]], last: RowCandidate?) {
    let rows = try collect(count, by: [], &scan)
    return (try fetch(rows, &scan), rows.last)
  }

  func run(_ scan: inout SegmentScan) throws(QueryError) -> QueryResult {
    var steps = plan.steps[...]
    var orders: [Order<Scalar>] = []
    if case .order(let first)? = steps.first {
      orders = first
      steps = steps.dropFirst()
    }
    var rows = try collect(rowsNeeded(by: steps), by: orders, &scan)
    scan.times.mark(.scan)
    scan.steps?[.intake].rowsOut += rows.count
    var assertions: [QueryResult.Assertion] = []
    for (place, step) in zip(steps.indices, steps) {
      let (start, rowsIn) = (scan.startStep(), rows.count)
      if case .assertion(let assertion) = step {
        assertions.append(try check(assertion, rows, &scan))
      } else {
        try apply(step, to: &rows, &scan)
      }
      scan.endStep(.planned(place), since: start, rowsIn: rowsIn, rowsOut: rows.count)
    }
    scan.times.mark(.sort)
    let isCut = isNewestCut && scan.statistics.rowsMatched > rows.count
    let start = scan.startStep()
    let values = try fetch(rows, &scan)
    scan.endStep(.fetch, since: start, rowsIn: rows.count, rowsOut: rows.count)
    var result = QueryResult(
      columns: plan.columns.map { QueryResult.Column(name: $0.name, type: $0.expression.type) },
      rows: values)
    result.assertions = assertions
    if isCut {
      let order = orders.isEmpty ? "newest" : "first"
      result.notes.append(
        "the \(order) \(rows.count) of \(scan.level.count(scan.statistics.rowsMatched)); limit sets how many"
      )
    }
    return result
  }

  /// The first rows of an order, collected by the threads together.
  ///
  /// Segments that may have the first rows come first, so that these soon rule the others out;
  /// without an order, from the last to the first.
  private func collect(
    _ limit: Int, by orders: [Order<Scalar>], _ scan: inout SegmentScan
  ) throws(QueryError) -> [RowCandidate] {
    let candidates = scan.candidates()
    let segments =
      try orders.first.map { (order) throws(QueryError) in
        try scan.source.bestFirst(candidates, by: order.expression, SortDirection(order))
      } ?? candidates.reversed()
    let threads = ThreadPlan(options, segmentCount: segments.count)
    let bound = TopBound(RowCollector.direction(of: orders))
    let empty = RowCollector(
      order(by: orders), by: orders, limit: limit, bound: bound, after: after)
    let batches = RowBatches(control: scan.control, meter: meter)
    let countsAll = isNewestCut
    let parts = try scan.run(over: segments, on: threads, { _ in batches.share(empty) }) {
      (segment, scan, part) throws(QueryError) in
      try scan.visit(segment, bound: part.content.condition, countsAll: countsAll) {
        (reader, matches) throws(QueryError) in
        try batches.add(matches, of: reader, to: &part)
      }
    }
    var collector = parts.first?.content ?? empty
    for other in parts.dropFirst() { collector.merge(other.content) }
    batches.release(parts)
    var top = collector.top
    return top.sorted()
  }

  /// Whether rows beyond the newest may be left out without being asked to.
  private var isNewestCut: Bool {
    let hasLimit = plan.steps.contains { step in
      switch step {
      case .limit, .cut, .assertion: true
      case .skip, .order, .having: false
      }
    }
    return options.newestLimit != nil && !plan.isSelected && !hasLimit
  }

  private func order(by orders: [Order<Scalar>]) -> RowOrder {
    RowOrder(directions: orders.map { SortDirection($0) }, isNewestFirst: orders.isEmpty)
  }

  /// How many of the first rows the steps up to another order can still show.
  private func rowsNeeded(by steps: ArraySlice<Step<Scalar>>) -> Int {
    var skipped = 0
    var shown = Int.max
    loop: for step in steps {
      switch step {
      case .skip(let count):
        skipped = count > Int.max - skipped ? Int.max : skipped + count
        if shown != Int.max { shown = max(0, shown - count) }
      case .limit(let count): shown = min(shown, count)
      case .order, .having, .cut, .assertion: break loop
      }
    }
    if isNewestCut, steps.allSatisfy({ if case .skip = $0 { true } else { false } }) {
      shown = options.newestLimit ?? shown
    }
    return shown > Int.max - skipped ? Int.max : shown + skipped
  }

  private func apply(
    _ step: Step<Scalar>, to rows: inout [RowCandidate], _ scan: inout SegmentScan
  ) throws(QueryError) {
    switch step {
    case .skip(let count): rows = Array(rows.dropFirst(count))
    case .limit(let count): rows = Array(rows.prefix(count))
    case .having, .assertion: break
    case .cut(let cut):
      let keys = try values(of: cut.keys, rows, &scan)
      var counts: [[ExactValue]: Int] = [:]
      rows = rows.indices.filter { index in
        let key = keys[index].map { ExactValue($0) }
        counts[key, default: 0] += 1
        return counts[key, default: 0] <= cut.count
      }.map { rows[$0] }
    case .order(let orders):
      let keys = try values(of: orders.map(\.expression), rows, &scan)
      for index in rows.indices { rows[index].sortKeys = keys[index] }
      rows.sort(by: order(by: orders).precedes)
    }
  }

  /// The plan's columns of the remaining rows.
  private func fetch(
    _ rows: [RowCandidate], _ scan: inout SegmentScan
  ) throws(QueryError) -> [[Value]] {
    try values(of: plan.columns.map(\.expression), rows, &scan)
  }

  /// Values of rows from any segments, read segment by segment in row order.
  func values(
    of expressions: [Scalar], _ rows: [RowCandidate], _ scan: inout SegmentScan
  ) throws(QueryError) -> [[Value]] {
    var results = [[Value]](repeating: [], count: rows.count)
    let order = rows.indices.sorted {
      (rows[$0].segment, rows[$0].row) < (rows[$1].segment, rows[$1].row)
    }
    var byteCount = rows.count * RowCandidate.byteCount(keyCount: 0)
    var start = 0
    var latest: SegmentReader?
    while start < order.count {
      try scan.control.check()
      let segment = rows[order[start]].segment
      let end =
        order[start...].prefix(Limits.batchRowCount)
        .firstIndex { rows[$0].segment != segment }
        ?? min(start + Limits.batchRowCount, order.count)
      let batch = order[start..<end]
      let reader = try self.reader(at: segment, after: &latest, &scan)
      let numbers = batch.map { rows[$0].row }
      for expression in expressions {
        let values = try reader.evaluate(expression, rows: numbers).boxed()
        for (place, value) in zip(batch, values) {
          results[place].append(value)
          byteCount += value.byteCount
        }
      }
      try meter.check(byteCount, doing: "keeping \(rows.count) rows")
      start = end
    }
    if let latest { scan.countFetched(latest) }
    return results
  }

  /// The reader of a segment: the one in use, since what it found out serves the next rows, too.
  private func reader(
    at index: Int, after latest: inout SegmentReader?, _ scan: inout SegmentScan
  ) throws(QueryError) -> SegmentReader {
    if let latest, latest.index == index { return latest }
    if let latest { scan.countFetched(latest) }
    let reader = try scan.openSegment(at: index)
    latest = reader
    return reader
  }
}

extension Value {
  /// Memory held, roughly: what is on the heap counts by its length.
  fileprivate var byteCount: Int {
    switch self {
    case .string(let text): Limits.valueByteCount + text.utf8.count
    case .list(let elements): elements.reduce(Limits.valueByteCount) { $0 + $1.byteCount }
    default: Limits.valueByteCount
    }
  }
}
