import Foundation
import Testing

/// What a document shows of the query language.
enum DocumentedQueries {
  /// A query and what a document says is printed then; nil where it shows no answer.
  struct Example: Sendable, CustomTestStringConvertible {
    var document: String
    /// From 1.
    var line: Int
    var query: String
    var answer: [String]?

    var testDescription: String { "\(document):\(line)" }
  }

  /// Blocks of queries, ```` ```spoor ````, and of the prompt, ```` ```console ````.
  static let all = documents.flatMap { examples(in: $0) }

  static let documents = [
    "Sources/Spoor/Spoor.docc/QueryLanguage.md", "README.md", "grammar/README.md",
  ]

  private static func examples(in document: String) -> [Example] {
    let file = Repository.root.appending(path: document)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var examples: [Example] = []
    var block: Substring?
    // Where the examples of the block begin.
    var first = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("```") {
        block = block == nil ? line.dropFirst(3) : nil
        first = examples.count
      } else if block == "spoor" {
        read(line, index, document, into: &examples)
      } else if block == "console" {
        readPrompt(line, index, document, first, into: &examples)
      }
    }
    return examples
  }

  /// A query a line; a line that begins with white space continues the one before.
  private static func read(
    _ line: Substring, _ index: Int, _ document: String, into examples: inout [Example]
  ) {
    if line.isEmpty { return }
    if line.first?.isWhitespace == true, !examples.isEmpty {
      examples[examples.count - 1].query += "\n" + line
    } else {
      examples.append(Example(document: document, line: index + 1, query: String(line)))
    }
  }

  /// `spoor> query`, then its answer up to the next prompt.
  private static func readPrompt(
    _ line: Substring, _ index: Int, _ document: String, _ first: Int,
    into examples: inout [Example]
  ) {
    let prompt = "spoor> "
    if line.hasPrefix(prompt) {
      let query = String(line.dropFirst(prompt.count))
      examples.append(Example(document: document, line: index + 1, query: query, answer: []))
    } else if examples.count > first {
      examples[examples.count - 1].answer?.append(String(line))
    }
  }
}
