import ArgumentParser
import Foundation
import LineEditor
import Spoor
import TerminalRendering

struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask and answer queries line by line (the default).")

  @OptionGroup var store: StoreOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try store.openForReading()
    var session = QuerySession(store: store, output: output)
    session.settings.isCancelled = { InterruptFlag.isRaised }
    var configuration = LineEditor.Configuration()
    configuration.history = HistoryFile(environment: ProcessInfo.processInfo.environment)
    configuration.complete = { line, cursor in
      Completions.candidates(
        line, cursor, names: (try? store.fieldNames()) ?? [],
        saved: (try? store.savedQueries().map(\.name)) ?? [])
    }
    var loop = AskLoop(session: session, editor: LineEditor(configuration))
    try loop.run()
  }
}
