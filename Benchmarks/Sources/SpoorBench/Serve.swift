import ArgumentParser
import Spoor
import Workload

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer queries from standard input, with the time that each took in this process.",
    discussion: """
      One query a line, one JSON object a line in return: columns, rows, milliseconds,
      processor_milliseconds (of all threads), statistics; or error. Two lines that are no queries: "\\trace ID" answers with the spans of a trace as
      rows of the exported table, "\\time ID ID …" with the microseconds of each look-up.
      """)

  @Option(help: "The store's folder.") var store: String
  @Flag(help: "Let the store remember what it found; else every query reads all.") var cache = false

  func run() throws {
    let store = try Store.open(store, for: .reading)
    while let line = readLine() {
      let words = line.split(separator: " ")
      switch words.first {
      case "\\trace": print(answer { try trace(words.dropFirst(), in: store) })
      case "\\time": print(answer { try times(of: words.dropFirst(), in: store) })
      default: print(answer { try query(line, in: store) })
      }
      // The asker waits for the line.
      flushStandardOutput()
    }
  }

  private func answer(_ body: () throws -> String) -> String {
    do {
      return try body()
    } catch {
      return JSONText.object(["error": JSONText.string("\(error)")])
    }
  }

  private func query(_ text: String, in store: Store) throws -> String {
    let clock = ContinuousClock()
    let processorStarted = processorMilliseconds()
    let started = clock.now
    var settings = QuerySettings()
    settings.usesCache = cache
    let result = try store.query(text, settings)
    let milliseconds = (clock.now - started) / .milliseconds(1)
    let processor = processorMilliseconds() - processorStarted
    return JSONText.object([
      "milliseconds": String(milliseconds), "processor_milliseconds": String(processor),
      "columns": JSONText.array(result.columns.map { JSONText.string($0.name) }),
      "rows": JSONText.array(result.rows.map { JSONText.array($0.map(JSONText.value)) }),
      "statistics": JSONText.object([
        "segments_read": String(result.statistics.segmentsRead),
        "segments_pruned": String(result.statistics.segmentsPruned),
        "rows_scanned": String(result.statistics.rowsScanned),
        "rows_matched": String(result.statistics.rowsMatched),
      ]),
    ])
  }

  private func trace(_ ids: ArraySlice<Substring>, in store: Store) throws -> String {
    let spans = try ids.flatMap { try store.trace(id($0)) }
    let rows = spans.map { span in
      JSONText.array(FlatSpan(span).values.map { $0.map(JSONText.string) ?? "null" })
    }
    return JSONText.object([
      "columns": JSONText.array(FlatSpan.columns.map(JSONText.string)),
      "rows": JSONText.array(rows),
    ])
  }

  private func times(of ids: ArraySlice<Substring>, in store: Store) throws -> String {
    let clock = ContinuousClock()
    let ids = try ids.map(id)
    var spanCount = 0
    let times = try ids.map { id in
      let started = clock.now
      spanCount += try store.trace(id).count
      return String((clock.now - started) / .microseconds(1))
    }
    return JSONText.object([
      "microseconds": JSONText.array(times), "spans": String(spanCount),
    ])
  }

  private func id(_ digits: Substring) throws -> TraceID {
    guard let id = TraceID(digits) else { throw ValidationError("\(digits) is no trace id") }
    return id
  }
}
