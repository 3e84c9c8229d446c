import ArgumentParser

/// `spoor-bench`: fills a store with made traces and times what Spoor promises.
@main
struct SpoorBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spoor-bench",
    abstract: "Fill a store with made traces, and time queries on it.",
    subcommands: [
      Check.self, Fill.self, Ask.self, Export.self, Serve.self, Ingest.self, Record.self,
      Spans.self,
    ],
    defaultSubcommand: Check.self)
}
