import ArgumentParser

struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask and answer queries line by line (the default).")

  @OptionGroup var store: StoreOption
  @OptionGroup var output: OutputOptions

  func run() throws {
    throw CommandFailure("spoor: not yet", .usage)
  }
}
