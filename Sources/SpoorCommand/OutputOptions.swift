import ArgumentParser
import Foundation
import TerminalRendering

extension OutputFormat: ExpressibleByArgument {}
extension Terminal.ColorChoice: ExpressibleByArgument {}

/// How a command asks, and writes what it found.
struct OutputOptions: ParsableArguments {
  @Option(help: "table (the default on a terminal), json, jsonl, csv, tsv, markdown or html.")
  var format: OutputFormat?

  @Option(help: "auto, always or never.")
  var color = Terminal.ColorChoice.auto

  @Option(help: ArgumentHelp("Memory that a query may use, in MiB.", valueName: "mib"))
  var memory = 256

  func validate() throws {
    guard (1...Self.greatestMemory).contains(memory) else {
      throw ValidationError("--memory takes a number of MiB from 1 to \(Self.greatestMemory).")
    }
  }

  /// A pebibyte in MiB: more than any machine has, and far from overflow.
  private static let greatestMemory = 1 << 30

  var isForTerminal: Bool { Terminal.isTerminal(.output) }

  var resolvedFormat: OutputFormat { format ?? .standard(outputIsTerminal: isForTerminal) }

  var palette: Palette {
    Terminal.palette(
      for: .output, choice: color, environment: ProcessInfo.processInfo.environment)
  }

  func rendering(of query: String, elapsed: Duration) -> RenderingOptions {
    RenderingOptions(
      width: Terminal.width(of: .output), palette: palette,
      elapsedNanoseconds: elapsed.nanoseconds, query: query)
  }
}

extension Duration {
  /// Whole nanoseconds; what does not fit 64 bits (292 years) is cut off.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
  }
}
