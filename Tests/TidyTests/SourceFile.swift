import Foundation

/// A text file of the repository.
struct SourceFile: Sendable {
  /// From the repository's root: `Sources/LMDB/Status.swift`.
  let path: String
  let text: String
  let lines: [Substring]
  /// The lines without their comments, and with their string literals empty.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = lines.map(Self.code)
  }

  /// The folder below `Sources`: the target.
  var target: String { String(path.split(separator: "/")[1]) }

  /// `path:line`, as compilers write it.
  func location(ofLine index: Int) -> String { "\(path):\(index + 1)" }

  /// Whether `word` stands anywhere.
  ///
  /// Few files hold what a rule is about, and a look at the whole is far quicker than one at each
  /// line.
  func mentions(_ word: String) -> Bool { text.range(of: word, options: .literal) != nil }

  /// The lines that hold `pattern` outside of comments and strings, as locations.
  ///
  /// `word` is a part of all that the pattern matches.
  func locations(of pattern: some RegexComponent, word: String) -> [String] {
    guard mentions(word) else { return [] }
    return code.indices.filter { code[$0].contains(pattern) }.map(location)
  }

  /// The lines that hold any of `words`, be it in a comment, as locations.
  func locations(ofAny words: [String]) -> [String] {
    let mentioned = words.filter(mentions)
    guard !mentioned.isEmpty else { return [] }
    return lines.indices.filter { line in mentioned.contains { lines[line].contains($0) } }
      .map(location)
  }

  /// Lines within a string of several lines pass for code; so far none has misled a rule.
  private static func code(_ line: Substring) -> String {
    var code: [UInt8] = []
    var isInString = false
    var previous = UInt8(ascii: " ")
    for byte in line.utf8 {
      if byte == UInt8(ascii: "\""), previous != UInt8(ascii: "\\") { isInString.toggle() }
      if !isInString {
        if byte == UInt8(ascii: "/"), previous == byte {
          _ = code.popLast()
          break
        }
        code.append(byte)
      }
      previous = byte
    }
    return String(decoding: code, as: UTF8.self)
  }
}

/// The repository that these tests were built from.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The Swift files of the package's own targets.
  static func sources() throws -> [SourceFile] { try readSources.get() }

  /// Read once for all rules.
  private static let readSources = Result { try files(in: "Sources", ending: ["swift"]) }

  /// The files below a folder with one of the given extensions, in order; hidden ones, such as
  /// what was built, left out.
  static func files(in folder: String, ending extensions: Set<String>) throws -> [SourceFile] {
    let start = root.appending(path: folder)
    let found = FileManager.default.enumerator(
      at: start, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    var paths: [String] = []
    for case let file as URL in found ?? .init() where extensions.contains(file.pathExtension) {
      paths.append(String(file.path(percentEncoded: false).dropFirst(rootPath.count)))
    }
    return try paths.sorted().map { SourceFile(path: $0, text: try text($0)) }
  }

  private static let rootPath: String = {
    let path = root.path(percentEncoded: false)
    return path.hasSuffix("/") ? path : path + "/"
  }()
}
