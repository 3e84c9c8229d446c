import ArgumentParser
import Spoor
import TerminalRendering

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read OTLP/JSON files into the store.",
    discussion: """
      A file holds one export request, or one a line; plain, gzip or zstd; - is standard input. \
      Importing again is harmless: the same span twice is one span. A line that is not OTLP is \
      rejected and told, and the others are kept.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(help: "How to write the summary: text or json.")
  var format = Format.text

  @Argument(help: "Files to read, or - for standard input.")
  var files: [String]

  func run() throws {
    // All names are looked at before anything is stored.
    for file in files { _ = try InputFile(file) }
    var importer = Importer(store)
    var complaints: [String] = []
    for file in files {
      switch try importer.read(try InputFile(file)) {
      case .fine: break
      case .empty: complaints.append("\(name(file)) is empty: there was nothing to import")
      case .notOTLP(let reason):
        complaints.append(
          "\(name(file)) is not OTLP/JSON, and nothing of it was imported: \(reason)")
      }
    }
    try importer.finish()
    let report = importer.report
    report.write(asJSON: format == .json)
    for complaint in complaints { Terminal.write("spoor: \(complaint)\n", to: .error) }
    if !report.isSuccess { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  private func name(_ file: String) -> String { file == "-" ? "standard input" : file }
}
