import Foundation

/// Inputs that reached something new, or once made a target trap.
package enum Corpus {
  /// The inputs of a target, `Tests/FuzzCorpus/NAME.txt`, and the queries of the grammar's folder.
  package static func inputs(of name: String) throws -> [[UInt8]] {
    let file = root.appending(path: "Tests/FuzzCorpus/\(name).txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return lines.compactMap { Data(base64Encoded: String($0)).map { [UInt8]($0) } }
      + (try grammar())
  }

  private static func grammar() throws -> [[UInt8]] {
    let file = root.appending(path: "grammar/accepted.txt")
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      Array((line.range(of: " => ").map { line[..<$0.lowerBound] } ?? line).utf8)
    }
  }

  private static var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }
}
