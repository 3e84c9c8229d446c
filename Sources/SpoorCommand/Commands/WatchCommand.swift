import ArgumentParser
import Foundation
import LineEditor
import QuerySyntax
import Spoor
import TerminalRendering

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Watch a comparison while a service writes.",
    discussion: """
      spoor watch 'since 1h compare prompt_version v3 vs v4 on latency, error_rate()'
      spoor watch --check --until decided --for 2h 'compare release a vs b on (status=error)'
      Its verdicts hold however often one looks; those of a query asked again and again do not. A \
      trace counts once, when its root ended long enough ago. Ctrl-C ends it. Exits with 4 under \
      --check when a metric regressed.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, lines, json, jsonl }
  enum Goal: String, ExpressibleByArgument, CaseIterable { case decided }

  @OptionGroup var store: StoreOption

  @Option(help: ArgumentHelp("From one look to the next.", valueName: "duration"))
  var every = WatchDuration(seconds: 30)

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "How long to watch; 0s looks once. Without it, until Ctrl-C.",
      valueName: "duration"))
  var length: WatchDuration?

  @Option(
    help:
      "End when this is so: decided, when every metric has a verdict, or with --check one regressed."
  )
  var until: Goal?

  @Option(
    help: ArgumentHelp(
      "How long ago a trace must have ended to be counted.", valueName: "duration"))
  var delay = WatchDuration(seconds: 30)

  @Option(
    help: ArgumentHelp(
      "How long traces take at most; longer ones count when they end.", valueName: "duration"))
  var longest = WatchDuration(seconds: 300)

  @Flag(help: "Exit with 4 when a metric regressed.")
  var check = false

  @Option(
    help:
      "table (the default on a terminal), lines, one a look (elsewhere), json: the last state, or jsonl: all."
  )
  var format: Format?

  @Option(help: "auto, always or never.")
  var color = Terminal.ColorChoice.auto

  @Option(help: ArgumentHelp("Memory that a look may use, in MiB.", valueName: "mib"))
  var memory = 256

  @Option(
    name: [.customLong("param")],
    help: ArgumentHelp("A value for $name in the query.", valueName: "name=value"))
  var parameters: [String] = []

  @Argument(help: "A query with compare … on ….")
  var query: String

  func validate() throws {
    guard every.nanoseconds > 0 else { throw ValidationError("--every takes more than 0s.") }
    guard (1...(1 << 30)).contains(memory) else {
      throw ValidationError("--memory takes a number of MiB from 1 to \(1 << 30).")
    }
    _ = try QueryParameters(parameters)
  }

  func run() throws {
    InterruptFlag.install()
    let parameters = try QueryParameters(parameters)
    let store = try store.openForReading()
    try parameters.refuseUnused(in: query, of: store)
    var settings = QuerySettings()
    settings.parameters = parameters.values
    settings.memoryByteLimit = memory << 20
    settings.isCancelled = { InterruptFlag.isRaised }
    var watching = Watching(
      looks: try reporting { () throws(StoreError) in
        try ComparisonLooks(
          query, at: store, delay: delay.duration, longest: longest.duration, settings)
      }, interval: every.duration, length: length?.duration, endsDecided: until == .decided,
      endsRegressed: until == .decided && check)
    var screen = WatchScreen(
      format ?? (Terminal.isTerminal(.output) ? .table : .lines),
      palette: Terminal.palette(
        for: .output, choice: color, environment: ProcessInfo.processInfo.environment))
    let last = try watching.run { state in screen.show(state) }
    screen.finish(last)
    guard let last, check else { return }
    for line in WatchText(last).regressions { Terminal.write(line + "\n", to: .error) }
    if last.hasRegressed { throw ExitCode(ExitStatus.assertion.rawValue) }
  }
}

/// A length of time on the command line, as queries write it: `30s`, `1h30m`.
struct WatchDuration: ExpressibleByArgument {
  let nanoseconds: Int64

  init(seconds: Int64) {
    nanoseconds = seconds * 1_000_000_000
  }

  init?(argument: String) {
    guard let literal = try? Literal(typing: argument), case .duration(let length) = literal.value,
      length >= 0
    else { return nil }
    nanoseconds = length
  }

  var duration: Duration { .nanoseconds(nanoseconds) }

  var defaultValueDescription: String { HumanUnits.duration(nanoseconds) }
}
