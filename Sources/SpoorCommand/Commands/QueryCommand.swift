import ArgumentParser
import Foundation
import QuerySyntax
import Spoor
import TerminalRendering

struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Answer queries.",
    discussion: """
      spoor query 'stage=generation and latency>2s group by prompt_version'
      spoor query 'user_id=$user select count(), p95(latency)' --param user=mia --format json
      spoor query --check 'stage=generation since 1h assert p95(latency) < 2s'
      spoor query --check --format html 'compare prompt_version v3 vs v4' > report.html
      Several queries, each ended by a semicolon, come from -f FILE or standard input.
      """)

  @OptionGroup var store: StoreOption
  @OptionGroup var output: OutputOptions

  @Option(
    name: [.customLong("param")],
    help: ArgumentHelp("A value for $name in the queries.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(name: [.short, .customLong("file")], help: "Read the queries from a file.")
  var file: String?

  @Flag(help: "Exit with 4 when an assertion fails, or a metric of a comparison regressed.")
  var check = false

  @Flag(help: "With --check: exit with 4 also when a compared metric has too few data.")
  var requireData = false

  @Flag(help: "Remember nothing from one query to the next.")
  var noCache = false

  @Argument(help: "The query; without one, and without -f, standard input is read.")
  var query: String?

  func validate() throws {
    if file != nil, query != nil {
      throw ValidationError("Give a query or -f FILE, not both.")
    }
    if requireData, !check {
      throw ValidationError("--require-data goes with --check.")
    }
    _ = try QueryParameters(parameters)
  }

  func run() throws {
    let text = try queryText()
    let parameters = try QueryParameters(parameters)
    let store = try store.openForReading()
    try parameters.refuseUnused(in: text, of: store)
    var session = QuerySession(store: store, output: output)
    session.settings.parameters = parameters.values
    session.settings.usesCache = !noCache
    let statements = Parser.statements(in: text)
    // A blank text is a query too: it asks for every span.
    let queries = statements.ranges.isEmpty ? [""] : statements.ranges.map { text.slice($0) }
    if queries.count > 1, output.resolvedFormat == .html {
      throw CommandFailure("spoor: a page of --format html takes one query", .usage)
    }
    if check { session.gate = QuerySession.Gate(requiresData: requireData) }
    var isMet = true
    for (number, query) in queries.enumerated() {
      if number > 0, output.resolvedFormat.separatesResults { Terminal.write("\n", to: .output) }
      if try !session.answer(query) { isMet = false }
    }
    if check, !isMet { throw ExitCode(ExitStatus.assertion.rawValue) }
  }

  private func queryText() throws -> String {
    if let query { return query }
    // Not `FileManager.contents`, which reads no pipes, and so not what a shell makes of `<(…)`.
    let input = try InputFileHandle(file ?? "-")
    do {
      return String(decoding: try input.handle.readToEnd() ?? Data(), as: UTF8.self)
    } catch {
      throw CommandFailure("spoor: \(input.name) cannot be read", .usage)
    }
  }
}

extension String {
  /// The part of a text that a range of its UTF-8 bytes names.
  func slice(_ range: SourceRange) -> String {
    String(decoding: Array(utf8)[range.lowerBound..<range.upperBound], as: UTF8.self)
  }
}
