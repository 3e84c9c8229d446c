import ArgumentParser
import Foundation
import QuerySyntax
import Spoor
import TerminalRendering

/// The `spoor` command.
@main
struct Main {
  static func main() {
    Terminal.openMissingStreams()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let word = arguments.first { try SpoorCommand.refuseMisspelling(of: word) }
      var command = try SpoorCommand.parseAsRoot(arguments)
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
    version: BuildVersion.text,
    subcommands: [
      AskCommand.self, ImportCommand.self, QueryCommand.self, TraceCommand.self,
      ScoreCommand.self, SaveCommand.self, StatsCommand.self, VerifyCommand.self,
      CompactCommand.self,
      RetainCommand.self, BackupCommand.self,
    ],
    defaultSubcommand: AskCommand.self)

  /// The default command takes no words, so that a first word is the name of a command.
  ///
  /// Without this the parser would tell of the default command's arguments.
  static func refuseMisspelling(of word: String) throws(CommandFailure) {
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    guard !word.hasPrefix("-"), !names.contains(word) else { return }
    var hint = "; spoor --help lists the commands"
    if let near = nearest(word, among: names) { hint = "; did you mean \(near)?" }
    if word == "explain" { hint = "; write spoor query 'explain …'" }
    throw CommandFailure("spoor: there is no command \(word)\(hint)", .usage)
  }
}
