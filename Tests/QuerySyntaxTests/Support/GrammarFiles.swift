import Foundation
import Testing

/// The files of `grammar/`, which the tests read as a person does.
enum GrammarFiles {
  static let ebnf = read("spoor.ebnf")

  struct Accepted: Sendable, CustomTestStringConvertible {
    var query: String
    /// What stands behind ` => `.
    var canonical: String?
    var testDescription: String { query }
  }

  /// One query a line; lines that begin with `#` are comments.
  static let accepted: [Accepted] = lines(of: "accepted.txt").map { line in
    guard let arrow = line.range(of: " => ") else { return Accepted(query: line, canonical: nil) }
    return Accepted(
      query: String(line[..<arrow.lowerBound]).trimmingCharacters(in: .whitespaces),
      canonical: String(line[arrow.upperBound...]).trimmingCharacters(in: .whitespaces))
  }

  struct Rejected: Sendable, CustomTestStringConvertible {
    var query: String
    var message: String
    var testDescription: String { query }
  }

  /// Blocks that empty lines separate: the query, then the message, which begins with `error:`.
  static let rejected: [Rejected] = read("rejected.txt").components(separatedBy: "\n\n")
    .map { block in
      block.split(separator: "\n", omittingEmptySubsequences: true).filter { !$0.hasPrefix("#") }
    }
    .filter { !$0.isEmpty }
    .map { lines in
      let start = lines.firstIndex { $0.hasPrefix("error: ") } ?? lines.endIndex
      return Rejected(
        query: lines[..<start].joined(separator: "\n"),
        message: lines[start...].joined(separator: "\n"))
    }

  static func lines(of name: String) -> [String] {
    read(name).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  /// The lines behind `//`, not `///`, of each source file that has any.
  static let sourceComments: [[String]] = {
    let sources = root.appending(path: "Sources/QuerySyntax")
    let paths = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    return (paths?.allObjects ?? []).compactMap { ($0 as? URL) }
      .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
      .map { text in
        text.split(separator: "\n").map { $0.drop { $0 == " " } }
          .filter { $0.hasPrefix("// ") }.map { String($0.dropFirst(3)) }
      }
  }()

  static var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
  }

  static func read(_ name: String) -> String {
    (try? String(contentsOf: root.appending(path: "grammar/\(name)"), encoding: .utf8)) ?? ""
  }
}
