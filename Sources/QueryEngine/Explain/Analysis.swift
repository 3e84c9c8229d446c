import QuerySyntax

/// What answering a query read and took, step by step.
struct Analysis {
  let plan: LogicalPlan
  let statistics: QueryResult.Statistics
  let steps: StepRecorder
  let times: StepTimes

  /// A step, what it counted if it does, and its time if that is known.
  struct Line {
    var step: String
    var detail: String
    var counters: StepCounters?
    var duration: Duration?
    /// Whether it reads columns, so that its blocks are worth a number even when that is 0.
    var readsColumns = true
    var givesRows = true

    init(_ step: String, _ detail: String, _ duration: Duration? = nil) {
      self.step = step
      self.detail = detail
      self.duration = duration
    }

    init(_ step: String, _ detail: String, _ counters: StepCounters) {
      self.init(step, detail, counters.duration)
      self.counters = counters
    }
  }

  /// A table with a row for each step, in the order executed, then the totals.
  func result(notes: [String]) -> QueryResult {
    let columns: [(name: String, type: ValueType)] = [
      ("step", .string), ("detail", .string), ("rows_in", .integer), ("rows_out", .integer),
      ("segments", .integer), ("blocks_read", .integer), ("blocks_pruned", .integer),
      ("blocks_skipped", .integer), ("bytes", .bytes), ("time", .duration),
    ]
    return QueryResult(
      columns: columns.map { QueryResult.Column(name: $0.name, type: $0.type) },
      rows: lines.map(\.values), notes: notes, statistics: statistics)
  }

  private var lines: [Line] {
    var lines = [Line("bind", "names and types", times.duration(of: .bind))]
    if plan.level == .sessions || plan.level == .scores {
      lines.append(Line("from", plan.level.rawValue, times.duration(of: .level)))
    }
    lines.append(segments)
    lines += filtering
    lines.append(intake)
    lines.append(Line("merge", mergeDetail, times.duration(of: .finish)))
    if let counters = steps.counters[.repeated] {
      var line = Line("repeat", "matching rows gone over again", counters)
      line.givesRows = false
      lines.append(line)
    }
    lines += planned
    if let counters = steps.counters[.fetch] {
      lines.append(Line("show", shownColumns, counters))
    }
    return lines + totals
  }

  // MARK: Lines

  private var segments: Line {
    let ruledOut = statistics.segmentsPruned - statistics.segmentsOutsideTime
    var line = Line(
      "segments",
      "\(statistics.segmentCount) in all: \(statistics.segmentsOutsideTime) outside the time "
        + "range, \(ruledOut) ruled out by what they hold, \(statistics.segmentsRemembered) from "
        + "the cache, \(statistics.segmentsRead) read")
    line.duration = times.duration(of: .scan)
    return line
  }

  /// What was counted for notes, then the conditions in the order in which they were evaluated,
  /// those first of which no segment's rows had to be looked at.
  private var filtering: [Line] {
    var conditions: [(place: Int, line: Line)] = []
    func add(_ step: StepRecorder.Step, _ name: String, _ detail: String) {
      guard let counters = steps.counters[step] else { return }
      let place = counters.segmentCount == 0 ? -1 : counters.place
      var line = Line(name, detail, counters)
      line.readsColumns = counters.segmentCount > 0
      line.givesRows = line.readsColumns
      conditions.append((place, line))
    }
    add(.time, "time", PlanText.text(of: plan.timeRange))
    add(.bound, "filter", "within the first rows that are asked for")
    for (number, conjunct) in plan.filter.conjuncts.enumerated() {
      add(.condition(number), "filter", PlanText.text(of: conjunct))
    }
    let sorted = conditions.enumerated()
      .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
      .map(\.element.line)
    guard !plan.comparedColumns.isEmpty, let counters = steps.counters[.census] else {
      return sorted
    }
    let names = plan.comparedColumns.map(\.column.name).joined(separator: ", ")
    var census = Line("lacking", "spans without \(names)", counters)
    census.givesRows = false
    return [census] + sorted
  }

  private var intake: Line {
    let counters = steps[.intake]
    switch plan.output {
    case .groups(let groups):
      let keys = groups.keys.map { PlanText.text(of: $0) }.joined(separator: ", ")
      let aggregates = groups.aggregates.map { PlanText.text(of: $0) }.joined(separator: ", ")
      let detail = [keys, aggregates].filter { !$0.isEmpty }.joined(separator: ": ")
      return Line(keys.isEmpty ? "aggregate" : "group by", detail, counters)
    case .rows(let rows):
      if case .order? = rows.steps.first, let line = rows.stepLines.first {
        return Line(line.step, line.detail, counters)
      }
      return Line("order", "newest first", counters)
    case .difference(let difference):
      return Line("compare", difference.candidates.map(\.name).joined(separator: ", "), counters)
    case .comparison(let comparison):
      let names = comparison.metrics.map(\.name).joined(separator: ", ")
      return Line("compare", names, counters)
    }
  }

  private var mergeDetail: String {
    "what \(statistics.threadCount == 1 ? "1 thread" : "\(statistics.threadCount) threads") found"
  }

  private var planned: [Line] {
    let lines: [ExplainedLine]
    switch plan.output {
    case .groups(let groups): lines = groups.stepLines
    case .rows(let rows): lines = rows.stepLines
    case .difference, .comparison: lines = []
    }
    return lines.enumerated().compactMap { place, line in
      guard let counters = steps.counters[.planned(place)] else { return nil }
      return Line(line.step, line.detail, counters)
    }
  }

  private var payloadFrames: String {
    "\(statistics.payloadFramesRead) of \(statistics.payloadFrameCount) read for conditions; "
      + "words ruled out \(statistics.textGroupsPruned) of \(statistics.textGroupCount) groups of rows"
  }

  private var shownColumns: String {
    switch plan.output {
    case .groups(let groups): groups.columns.map(\.name).joined(separator: ", ")
    case .rows(let rows): rows.columns.map(\.name).joined(separator: ", ")
    case .difference, .comparison: ""
    }
  }

  private var totals: [Line] {
    [
      Line(
        "condition blocks",
        "\(statistics.blocksPruned) decided by headers, \(statistics.blocksSkipped) without rows "
          + "left, \(statistics.blocksRead) read (\(statistics.conditionByteCount) bytes)"),
      Line(
        "value blocks",
        "\(statistics.valueBlocksRead) read (\(statistics.valueByteCount) bytes)"),
      Line("payload frames", payloadFrames),
      Line("rows", "\(statistics.rowsScanned) read, \(statistics.rowsMatched) matched"),
      Line(
        "passes",
        "\(statistics.passCount) on \(statistics.threadCount) "
          + (statistics.threadCount == 1 ? "thread" : "threads")),
      Line("memory", "\(statistics.peakByteCount) bytes at most"),
      Line("total", "by the clock", times.total),
    ]
  }
}

extension Analysis.Line {
  fileprivate var values: [Value] {
    let time = duration.map { Value.duration($0.nanoseconds) } ?? .null
    guard let counters else {
      return [.string(step), .string(detail)] + [Value](repeating: .null, count: 7) + [time]
    }
    let rows: [Value] =
      givesRows ? [number(counters.rowsIn), number(counters.rowsOut)] : [rowsIn(counters), .null]
    let blocks: [Value] =
      readsColumns
      ? [
        number(counters.segmentCount), number(counters.blocksRead), number(counters.blocksPruned),
        number(counters.blocksSkipped), .bytes(Int64(counters.byteCount)),
      ] : [Value](repeating: .null, count: 5)
    return [.string(step), .string(detail)] + rows + blocks + [time]
  }

  private func rowsIn(_ counters: StepCounters) -> Value {
    counters.rowsIn == 0 ? .null : number(counters.rowsIn)
  }

  private func number(_ count: Int) -> Value { .integer(Int64(count)) }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
