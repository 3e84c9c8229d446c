package import QueryEngine
import TraceModel

/// One object on one line: `{"columns":[…],"rows":[[…]],"notes":[…],"stats":{…}}`, with
/// `row_kinds` where rows sum up others, and `assertions` where there are some; comparisons are
/// their reports instead.
package struct JSONWriter: ResultWriter {
  /// What the query took; left out of the statistics when nil.
  package var elapsedNanoseconds: Int64?

  /// A writer that reports a query's time, if given.
  package init(elapsedNanoseconds: Int64? = nil) {
    self.elapsedNanoseconds = elapsedNanoseconds
  }

  package func write(_ result: QueryResult, to sink: (String) -> Void) {
    guard result.comparisons.isEmpty else {
      return ComparisonJSONWriter().write(result, to: sink)
    }
    let columns = result.columns.map(column).joined(separator: ",")
    sink("{\"columns\":[\(columns)],\"rows\":[")
    var separator = ""
    for row in result.rows {
      sink("\(separator)[\(row.map { MachineText.json($0, result.clock) }.joined(separator: ","))]")
      separator = ","
    }
    sink("]" + rowKinds(of: result) + Self.assertions(of: result))
    let notes = result.notes.map(TraceModel.JSONWriter.string).joined(separator: ",")
    sink(",\"notes\":[\(notes)],\"stats\":{\(statistics(result.statistics))}}\n")
  }

  private func rowKinds(of result: QueryResult) -> String {
    guard !result.rowKinds.isEmpty else { return "" }
    let rows = MachineRows(of: result)
    let kinds = result.rows.indices.map { rows.kind($0).map { "\"\($0)\"" } ?? "null" }
    return ",\"row_kinds\":[\(kinds.joined(separator: ","))]"
  }

  /// The member for what the query asserts, behind a comma; nothing where it asserts nothing.
  static func assertions(of result: QueryResult) -> String {
    guard !result.assertions.isEmpty else { return "" }
    let texts = result.assertions.map { assertion in
      let failures = assertion.failures.map { failure in
        "{\"row\":\(object(failure.row, result)),\"values\":\(object(failure.values, result)),"
          + "\"unknown\":\(failure.isUnknown)}"
      }
      return "{\"assert\":\(TraceModel.JSONWriter.string(assertion.text)),"
        + "\"passed\":\(assertion.isMet),\"checked\":\(assertion.checkedCount),"
        + "\"failures\":[\(failures.joined(separator: ","))]}"
    }
    return ",\"assertions\":[\(texts.joined(separator: ","))]"
  }

  private static func object(
    _ values: [QueryResult.NamedValue], _ result: QueryResult
  ) -> String {
    let names = uniqueNames(values.map(\.name))
    let members = zip(names, values).map {
      "\(TraceModel.JSONWriter.string($0)):\(MachineText.json($1.value, result.clock))"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private func column(_ column: QueryResult.Column) -> String {
    let unit = column.type.unit.map(TraceModel.JSONWriter.string) ?? "null"
    let name = TraceModel.JSONWriter.string(column.name)
    return "{\"name\":\(name),\"type\":\"\(column.type.rawValue)\",\"unit\":\(unit)}"
  }

  private func statistics(_ statistics: QueryResult.Statistics) -> String {
    var members = [
      "\"segments_read\":\(statistics.segmentsRead)",
      "\"segments_pruned\":\(statistics.segmentsPruned)",
      "\"segments_outside_time\":\(statistics.segmentsOutsideTime)",
      "\"segments_remembered\":\(statistics.segmentsRemembered)",
      "\"blocks_read\":\(statistics.blocksRead)",
      "\"blocks_pruned\":\(statistics.blocksPruned)",
      "\"blocks_skipped\":\(statistics.blocksSkipped)",
      "\"value_blocks_read\":\(statistics.valueBlocksRead)",
      "\"block_bytes\":\(statistics.blockByteCount)",
      "\"rows_scanned\":\(statistics.rowsScanned)",
      "\"rows_matched\":\(statistics.rowsMatched)",
      "\"threads\":\(statistics.threadCount)",
      "\"passes\":\(statistics.passCount)",
      "\"peak_bytes\":\(statistics.peakByteCount)",
    ]
    if let elapsedNanoseconds { members.append("\"elapsed_ns\":\(elapsedNanoseconds)") }
    return members.joined(separator: ",")
  }
}
