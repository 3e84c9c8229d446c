import ArgumentParser
import FlatData
import Spoor
import TerminalRendering

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read OTLP/JSON files, or tables of requests, into the store.",
    discussion: """
      A file holds one export request, or one a line; plain, gzip or zstd; - is standard input. \
      Importing again is harmless: the same span twice is one span. A line that is not OTLP is \
      rejected and told, and the others are kept.

      A table, as CSV with a header or a JSON object a line, is a span a row:
        spoor import requests.csv --set stage=generation,service=chat \\
          --map TIMESTAMP=start,ms=latency:ms,ContextTokens=input_tokens
      A column goes to the field that --map names, else to the field that it is called by, else \
      to an attribute of its name. Fields are those of queries, and attr.x, resource.x and \
      score.x. A bare number takes its unit behind a colon: start:s, :ms, :us or :ns since 1970, \
      latency:ms, ttft:s; trace_id:hash takes an id of any text, attr.x:text keeps numbers as \
      text. Members of nested objects have dots in their names. Ids that a row lacks are made \
      from the row, so that a table imported twice is in the store once.
      """)

  enum Summary: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(
    help: ArgumentHelp(
      "What the files are: otlp, csv or jsonl; by default csv where they are called .csv or .tsv, else otlp."
    ))
  var format: InputFormat?

  @Option(help: "How to write the summary: text or json.")
  var summary = Summary.text

  @OptionGroup(title: "Options of tables") var tables: TableOptions

  @Argument(help: "Files to read, or - for standard input.")
  var files: [String]

  func run() throws {
    // All names are looked at before anything is stored.
    for file in files {
      _ = try InputFile(file)
      try refuseOptionsOfTables(file)
    }
    var importer = Importer(store)
    var complaints: [String] = []
    for file in files {
      if let complaint = complaint(of: try read(file, &importer), file) {
        complaints.append(complaint)
      }
    }
    try importer.finish()
    let report = importer.report
    report.write(asJSON: summary == .json)
    for note in importer.notes + complaints {
      Terminal.write("spoor: \(DisplayText.sanitized(note))\n", to: .error)
    }
    if !report.isSuccess { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  private func format(of file: String) -> InputFormat { format ?? InputFormat(ofFile: file) }

  /// What tells of columns is lost on a file that is read as OTLP.
  private func refuseOptionsOfTables(_ file: String) throws(CommandFailure) {
    guard format(of: file) == .otlp, let option = tables.used.first else { return }
    throw CommandFailure(
      "spoor: \(option) is about tables, and \(name(file)) is read as OTLP/JSON; say --format csv "
        + "or --format jsonl", .usage)
  }

  private func read(_ file: String, _ importer: inout Importer) throws -> InputVerdict {
    switch format(of: file) {
    case .otlp: return try importer.read(try InputFile(file))
    case .csv:
      let delimiter = tables.delimiterByte(otherwise: InputFormat.delimiter(ofFile: file))
      let reader = try TableReader(.csv(delimiter: delimiter), try tables.mapping)
      return try importer.read(try InputBytes(file), reader)
    case .jsonl:
      return try importer.read(
        try InputBytes(file), try TableReader(.jsonLines, try tables.mapping))
    }
  }

  private func complaint(of verdict: InputVerdict, _ file: String) -> String? {
    switch verdict {
    case .fine: nil
    case .empty where format(of: file) == .otlp:
      "\(name(file)) is empty: there was nothing to import"
    case .empty: "\(name(file)) has no rows: there was nothing to import"
    case .notOTLP(let reason, let hint):
      "\(name(file)) is not OTLP/JSON, and nothing of it was imported: \(reason)"
        + (hint.map { "; \($0)" } ?? "")
    case .refused(let reason): "nothing of \(name(file)) was imported: \(reason)"
    }
  }

  private func name(_ file: String) -> String { file == "-" ? "standard input" : file }
}
