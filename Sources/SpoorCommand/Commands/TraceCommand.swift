import ArgumentParser
import Foundation
import OTLP
import Spoor
import TerminalRendering

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show one trace: its tree, times, tokens, costs and errors.",
    discussion: "The first digits of the id do, where no other trace begins with them.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case waterfall, json }

  @OptionGroup var store: StoreOption

  @Option(help: "waterfall, or json for the spans as OTLP/JSON.")
  var format = Format.waterfall

  @Option(help: "auto, always or never.")
  var color = Terminal.ColorChoice.auto

  @Argument(help: "The trace id, or its first digits.")
  var id: String

  func run() throws {
    let palette = Terminal.palette(
      for: .output, choice: color, environment: ProcessInfo.processInfo.environment)
    let presenter = TracePresenter(store: try store.openForReading(), palette: palette)
    switch format {
    case .waterfall: try presenter.show(id)
    case .json:
      let json = TraceRequestEncoder.encode(try presenter.spans(id))
      Terminal.write(String(decoding: json, as: UTF8.self) + "\n", to: .output)
    }
  }
}
