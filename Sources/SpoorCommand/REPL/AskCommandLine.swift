import TerminalRendering

/// A line that begins with a backslash: a command to the loop, not a query.
enum AskCommandLine: Equatable {
  case quit
  case help
  case trace(String)
  case format(OutputFormat)
  case timing(Bool)
  case fields
  case stats
  /// Keeps a query, or the one asked last where none is given.
  case save(name: String, query: String?)
  case saved
  case forget(String)
  /// No command, or one with arguments that make no sense; the sentence says what to do.
  case invalid(String)

  /// Every command, as completion offers it.
  static let names = [
    "\\fields", "\\forget", "\\format", "\\help", "\\q", "\\save", "\\saved", "\\stats",
    "\\timing", "\\trace",
  ]

  /// Reads a line that begins with a backslash.
  init(_ line: String) {
    let words = line.dropFirst().split(whereSeparator: \.isWhitespace).map(String.init)
    let argument = words.dropFirst().first
    let name = words.first ?? ""
    switch name {
    case "q", "quit", "exit": self = .quit
    case "h", "help", "?": self = .help
    case "fields": self = .fields
    case "stats": self = .stats
    case "trace": self = argument.map { .trace($0) } ?? .invalid("\\trace takes a trace id")
    case "save": self = Self.save(line)
    case "saved": self = .saved
    case "forget":
      self =
        argument.map { .forget(Self.bare($0)) } ?? .invalid("\\forget takes a saved query's name")
    case "format": self = Self.format(argument)
    case "timing": self = Self.timing(argument)
    default: self = .invalid("there is no command \\\(name); \\help lists them")
    }
  }

  /// The query is what stands behind the name, as it was typed.
  private static func save(_ line: String) -> AskCommandLine {
    let rest = line.drop { !$0.isWhitespace }.drop(while: \.isWhitespace)
    let name = rest.prefix { !$0.isWhitespace }
    guard !name.isEmpty else {
      return .invalid("\\save takes a name, and a query or the one asked last")
    }
    let query = rest.dropFirst(name.count).drop(while: \.isWhitespace)
    return .save(name: bare(String(name)), query: query.isEmpty ? nil : String(query))
  }

  /// A saved query's name, with or without the `@` that it is asked with.
  private static func bare(_ name: String) -> String {
    name.hasPrefix("@") ? String(name.dropFirst()) : name
  }

  private static func format(_ argument: String?) -> AskCommandLine {
    if let known = argument.flatMap({ OutputFormat(rawValue: $0) }) { return .format(known) }
    let all = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
    return .invalid("\\format takes one of \(all)")
  }

  private static func timing(_ argument: String?) -> AskCommandLine {
    switch argument {
    case "on": .timing(true)
    case "off": .timing(false)
    default: .invalid("\\timing takes on or off")
    }
  }

  static let helpText = """
    A query is a filter, then stages:
      stage=generation and latency>2s group by prompt_version
      status=error since 24h select start, name, error_type limit 20
      stage=generation group by model select count(), p95(latency) as p95 order by p95 desc
    explain before a query shows what it asks, explain analyze what answering it took.
    Enter answers a query that is whole; otherwise it goes on on the next line. An empty line
    ends it as it is.

      \\trace ID         the tree of a trace; the first digits of its id do
      \\fields           every name that a query may use
      \\format FORMAT    table, json, jsonl, csv, tsv, markdown or html
      \\timing on|off    say how long each answer took
      \\stats            how much the store holds
      \\save NAME QUERY  keep a query, or the last one, to be asked as @NAME
      \\saved            the queries that are kept
      \\forget NAME      remove one
      \\help             this text
      \\q                leave (so does Ctrl-D); Ctrl-C stops a query

    """
}
