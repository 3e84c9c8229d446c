import ArgumentParser
import Foundation
import TerminalRendering

/// The `spoor` command.
@main
struct Main {
  static func main() {
    Terminal.openMissingStreams()
    do {
      var command = try SpoorCommand.parseAsRoot()
      try command.run()
      if let reason = Terminal.outputFailureReason {
        throw CommandFailure("spoor: standard output cannot be written: \(reason)", .failed)
      }
    } catch let failure as CommandFailure {
      Terminal.write("\(failure.message)\n", to: .error)
      exit(failure.code.rawValue)
    } catch {
      let code = SpoorCommand.exitCode(for: error)
      let message = SpoorCommand.fullMessage(for: error)
      if code.isSuccess {
        Terminal.write("\(message)\n", to: .output)
        exit(ExitStatus.fine.rawValue)
      }
      if !message.isEmpty { Terminal.write("\(message)\n", to: .error) }
      exit(error is ExitCode ? code.rawValue : ExitStatus.usage.rawValue)
    }
  }
}

struct SpoorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spoor",
    abstract: "Ask questions of the traces of an LLM pipeline.",
    discussion: """
      Without a subcommand: asks and answers queries line by line.
        spoor import traces.jsonl.gz
        spoor query 'stage=generation and latency>2s group by prompt_version'
        spoor trace db5b5fab
      """,
    version: "0.1.0",
    subcommands: [
      AskCommand.self, ImportCommand.self, QueryCommand.self, TraceCommand.self,
      ScoreCommand.self, StatsCommand.self, VerifyCommand.self, CompactCommand.self,
      RetainCommand.self, BackupCommand.self,
    ],
    defaultSubcommand: AskCommand.self)
}
