import TraceModel

/// A file of `grammar/scripts`, read.
///
/// Its README tells the format.
struct Script: Sendable {
  /// One thing that a script says, and the line where, from 1.
  struct Step: Sendable {
    var line: Int
    var action: Action
  }

  enum Action: Sendable {
    /// More spans for the store.
    case load([SpanData])
    /// The spans of `Examples/`.
    case loadExamples
    /// More scores for the store.
    case score([Score])
    /// An empty store from here on.
    case clear
    /// The time that `since 24h` counts back from.
    case now(Int64)
    /// A value for `$name`.
    case parameter(name: String, value: String)
    /// How many spans a filter alone shows; nil for all.
    case newest(Int?)
    case ask(Question)
  }

  /// A query and its answer.
  struct Question: Sendable {
    var query: String
    /// The answer as the script has it, line by line.
    var answer: [String]
    /// Where in the file it stands, as indices of lines.
    var answerLines: Range<Int>

    /// Whether the types of the columns are part of the answer.
    var showsTypes: Bool { answer.contains { $0.hasPrefix("types ") } }
  }

  var steps: [Step]
  /// The file's lines, as they are.
  var lines: [String]
}

/// What is wrong with a script.
struct ScriptError: Error, CustomStringConvertible {
  var line: Int
  var reason: String

  var description: String { "line \(line): \(reason)" }
}
