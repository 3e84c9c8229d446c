import ArgumentParser
import Foundation
import Spoor
import TerminalRendering

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Attach scores to spans, traces and sessions, at any time after them.",
    discussion: """
      One score on the command line, or many from a file: CSV with a header, or JSON Lines, plain, \
      gzip or zstd; - is standard input. Columns and members are trace_id, span_id or session_id, \
      name, value (a number, or a word), label, source, time and comment.
        spoor score 4bf92f3577b34da6a3ce929d0e0e4736:00f067aa0ba902b7 faithfulness 0.8 --source human
        spoor score session:42 csat good
        spoor score --file judged.csv
      A score may come before its span, and waits for it. The same score twice is one.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(
    help: ArgumentHelp("Read scores from a file, or - for standard input.", valueName: "file"))
  var file: String?

  @Option(help: "Who says so: human, llm, code, a judge's name.")
  var source: String?

  @Option(help: "The value as a word, beside a number.")
  var label: String?

  @Option(help: "When it was said: RFC 3339, or nanoseconds since 1970; else now.")
  var time: String?

  @Option(help: "Why.")
  var comment: String?

  @Option(help: "How to write the summary: text or json.")
  var format = Format.text

  @Argument(help: "TRACE:SPAN, TRACE or session:ID.")
  var target: String?

  @Argument(help: "What was looked at, as faithfulness.")
  var name: String?

  @Argument(help: "A number, or a word.")
  var value: String?

  func validate() throws {
    guard file == nil else {
      guard target == nil else { throw ValidationError("a file, or one score; not both") }
      return
    }
    guard target != nil, name != nil, value != nil || label != nil else {
      throw ValidationError("what to score, a name and a value; or --file")
    }
  }

  func run() throws {
    var importer = ScoreImporter(
      store, now: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()) * 1_000)
    if let file {
      try importer.read(try InputBytes(file))
    } else {
      try importer.attach(record)
    }
    let report = importer.report
    report.write(asJSON: format == .json)
    if !report.isSuccess { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  private var record: ScoreRecord {
    var record = ScoreRecord()
    let target = target ?? ""
    if target.hasPrefix("session:") {
      record[.session] = String(target.dropFirst("session:".count))
    } else {
      let parts = target.split(separator: ":", maxSplits: 1).map(String.init)
      record[.trace] = parts.first
      record[.span] = parts.count > 1 ? parts[1] : nil
    }
    record[.name] = name
    record[.value] = value
    record[.label] = label
    record[.source] = source
    record[.time] = time
    record[.comment] = comment
    return record
  }
}
