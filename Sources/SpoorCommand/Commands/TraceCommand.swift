import ArgumentParser
import Foundation
import OTLP
import Spoor
import TerminalRendering
import TraceModel

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

  /// Traces named when the digits fit several.
  private static let toldTraceCount = 10

  func run() throws {
    let store = try store.openForReading()
    let trace = try resolve(in: store)
    let spans = try reporting { () throws(StoreError) in try store.trace(trace) }
    guard !spans.isEmpty else { throw CommandFailure("spoor: there is no trace \(id)", .failed) }
    switch format {
    case .json:
      Terminal.write(
        String(decoding: TraceRequestEncoder.encode(spans), as: UTF8.self) + "\n", to: .output)
    case .waterfall:
      let palette = Terminal.palette(
        for: .output, choice: color, environment: ProcessInfo.processInfo.environment)
      Waterfall(
        spans.map { TraceSpan($0, fields: SpanFields($0)) },
        width: Terminal.width(of: .output) ?? Waterfall.standardWidth, palette: palette
      ).write { Terminal.write($0, to: .output) }
    }
  }

  /// The trace that the argument names.
  private func resolve(in store: Store) throws(CommandFailure) -> TraceID {
    if let whole = TraceID(id) { return whole }
    guard !id.isEmpty, id.utf8.count < 32, hexadecimalDigits(id) else {
      throw CommandFailure("spoor: \"\(id)\" is no trace id: 32 hexadecimal digits", .usage)
    }
    let found = try reporting { () throws(StoreError) in
      try store.traces(startingWith: id, limit: Self.toldTraceCount)
    }
    guard let first = found.first else {
      throw CommandFailure("spoor: no trace id begins with \(id)", .failed)
    }
    guard found.count == 1 else {
      let list = found.map { "\n  \($0)" }.joined()
      throw CommandFailure("spoor: several trace ids begin with \(id):\(list)", .failed)
    }
    return first
  }

  private func hexadecimalDigits(_ text: String) -> Bool {
    text.utf8.allSatisfy { hexadecimalValue(CollectionOfOne($0)) != nil }
  }
}
