import Spoor
import TerminalRendering

/// Asks queries of a store and writes the answers.
struct QuerySession {
  let store: Store
  var output: OutputOptions
  var settings = QuerySettings()
  /// Say after each answer how long it took.
  var showsTiming = false
  /// What is asked of an answer beside its assertions; nil for nothing.
  var gate: Gate?

  /// What of comparisons fails a check.
  struct Gate {
    /// Whether too few data for a verdict fail, too.
    var requiresData: Bool
  }

  /// Spans that a filter without `select` shows on a terminal.
  private static let newestSpanCount = 20

  init(store: Store, output: OutputOptions) {
    self.store = store
    self.output = output
    settings.memoryByteLimit = output.memory << 20
    if output.resolvedFormat == .table { settings.newestLimit = Self.newestSpanCount }
  }

  /// Answers one query on standard output; its notes go to standard error, except where the
  /// format has a place for them.
  ///
  /// - Returns: Whether what the query asserts is met, and its comparisons pass the gate.
  @discardableResult
  func answer(_ query: String) throws(CommandFailure) -> Bool {
    let clock = ContinuousClock()
    let started = clock.now
    let result = try reporting { () throws(StoreError) in try store.query(query, settings) }
    let elapsed = clock.now - started
    let writer = output.resolvedFormat.writer(output.rendering(of: query, elapsed: elapsed))
    writer.write(result) { Terminal.write($0, to: .output) }
    if output.resolvedFormat != .json {
      for failure in AssertionText.failures(of: result) {
        Terminal.write(failure + "\n", to: .error)
      }
      for note in result.notes { Terminal.write("note: \(note)\n", to: .error) }
    }
    let isPassed = passes(result)
    if showsTiming { Terminal.write(timing(of: result, elapsed), to: .output) }
    return isPassed && result.meetsAssertions
  }

  /// Tells what does not pass the gate, in every format: a report may be in a file, and the reason
  /// is wanted in the log.
  private func passes(_ result: QueryResult) -> Bool {
    guard let gate else { return true }
    let failures = ComparisonGate.failures(
      of: result.comparisons, requiringData: gate.requiresData)
    for failure in failures { Terminal.write(failure + "\n", to: .error) }
    return failures.isEmpty
  }

  private func timing(of result: QueryResult, _ elapsed: Duration) -> String {
    let rows = HumanUnits.count(result.rows.count, "row")
    let statistics = result.statistics
    let spans = HumanUnits.count(statistics.rowsScanned, "span")
    let read = statistics.segmentsRead
    let all = read + statistics.segmentsPruned
    return output.palette.paint(
      "\(rows) in \(HumanUnits.duration(elapsed.nanoseconds)) · \(spans) read in \(read) of "
        + HumanUnits.count(all, "segment"), .dim) + "\n"
  }
}
