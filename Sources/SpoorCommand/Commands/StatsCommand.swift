import ArgumentParser
import Spoor
import TerminalRendering

struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show how much the store holds, and how large it is.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(help: "text or json.")
  var format = Format.text

  func run() throws {
    let store = try store.openForReading()
    let statistics = try reporting { () throws(StoreError) in try store.statistics() }
    let text =
      format == .json
      ? StatisticsText.json(statistics) : StatisticsText.text(statistics, store.path)
    Terminal.write(text, to: .output)
  }
}
