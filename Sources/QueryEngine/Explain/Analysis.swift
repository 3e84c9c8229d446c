/// What answering a query read and took.
struct Analysis {
  let statistics: QueryResult.Statistics
  let times: StepTimes

  var lines: [ExplainedLine] {
    [
      ExplainedLine("segments", segments), ExplainedLine("condition blocks", conditionBlocks),
      ExplainedLine("value blocks", valueBlocks), ExplainedLine("payload frames", payloadFrames),
      ExplainedLine(
        "rows", "\(statistics.rowsScanned) read, \(statistics.rowsMatched) matched"),
      ExplainedLine(
        "passes",
        "\(statistics.passCount) on \(statistics.threadCount) "
          + (statistics.threadCount == 1 ? "thread" : "threads")),
      ExplainedLine("memory", "\(statistics.peakByteCount) bytes at most"),
    ]
      + StepTimes.Step.allCases.map {
        ExplainedLine("time to \($0.rawValue)", "\(times.duration(of: $0).microseconds) µs")
      }
  }

  private var segments: String {
    let ruledOut = statistics.segmentsPruned - statistics.segmentsOutsideTime
    return "\(statistics.segmentCount) in all: \(statistics.segmentsOutsideTime) outside the time "
      + "range, \(ruledOut) ruled out by what they hold, \(statistics.segmentsRemembered) from "
      + "the cache, \(statistics.segmentsRead) read"
  }

  private var conditionBlocks: String {
    "\(statistics.blocksPruned) decided by headers, \(statistics.blocksSkipped) without rows left, "
      + "\(statistics.blocksRead) read (\(statistics.conditionByteCount) bytes)"
  }

  private var payloadFrames: String {
    "\(statistics.payloadFramesRead) of \(statistics.payloadFrameCount) read for conditions; "
      + "words ruled out \(statistics.textGroupsPruned) of \(statistics.textGroupCount) groups of rows"
  }

  private var valueBlocks: String {
    "\(statistics.valueBlocksRead) read (\(statistics.valueByteCount) bytes)"
  }
}

extension Duration {
  /// Whole microseconds, rounded down.
  fileprivate var microseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}
