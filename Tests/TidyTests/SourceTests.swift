import Foundation
import Testing

/// A file is looked at hard when it is longer than this.
private let lineLimit = 400

/// Longer files, each with its reason.
private let longFiles: [String: String] = [:]

/// Where `unsafe` is at home: floors whose subject is memory that Swift does not own.
private let unsafeFloors: Set<String> = ["LMDB", "ByteCoding", "Compression", "LineEditor"]

/// Where else it stands, and why.
///
/// By the beginning of the path below `Sources`.
private let unsafePlaces: [(path: String, reason: String)] = [
  ("CivilCalendar/Zone+Named.swift", "a path goes to the system as a C string"),
  ("QueryEngine/Execution/WorkerThreads.swift", "a thread starts with a pointer to its work"),
  ("QueryEngine/Kernels/PackBits.swift", "loads eight bytes at a time; measured"),
  ("Scanning/Memory/", "what columns in memory lend takes on their segment's lifetime"),
  ("Spoor/Store+Asking.swift", "clock_gettime fills a structure"),
  ("SpoorTracing/Environment/SystemProcess.swift", "names go to and from the system as C strings"),
  ("TerminalRendering/Comparison/HTML/HTMLPage.swift", "a browser's word for a page's own style"),
  ("TerminalRendering/Terminal.swift", "ioctl and write take pointers"),
  ("TraceStorage/Segment/", "views of mapped bytes take on their segment's lifetime"),
  ("TraceStorage/Store/", "paths go to the system as C strings"),
]

/// Calls that end the process, each with its reason.
private let fatalErrors: [String: String] = [
  "Sources/Compression/ZstdCompressor.swift": "without memory there is nothing to go on with"
]

/// Fails with every location where `pattern` stands in a file that `isBound` by the rule.
private func expectNone(
  of pattern: some RegexComponent, word: String,
  where isBound: (SourceFile) -> Bool = { _ in true },
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let found = try Repository.sources().filter(isBound).flatMap {
    $0.locations(of: pattern, word: word)
  }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))", sourceLocation: sourceLocation)
}

@Test func `no file is longer than its subject`() throws {
  let files = try Repository.sources() + Repository.files(in: "Tests", ending: ["swift"])
  let found = files.filter { $0.lines.count > lineLimit && longFiles[$0.path] == nil }
    .map { "\($0.location(ofLine: lineLimit)): \($0.lines.count) lines" }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
}

@Test func `errors are handled, not asserted away`() throws {
  try expectNone(of: /\btry!/, word: "try!")
  try expectNone(of: /\bas!/, word: "as!")
}

@Test func `only what nobody can handle ends the process`() throws {
  try expectNone(of: /\bfatalError\(/, word: "fatalError") { fatalErrors[$0.path] == nil }
}

@Test func `nothing is left for later in a comment`() throws {
  let found = try Repository.sources().flatMap { $0.locations(ofAny: ["TODO", "FIXME", "XXX"]) }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
}

@Test(arguments: ["print", "debugPrint", "dump"])
func `libraries do not print`(_ function: String) throws {
  let call = try Regex("(^|[^.\\w])\(function)\\(")
  try expectNone(of: call, word: "\(function)(") { $0.target != "SpoorCommand" }
}

@Test func `unsafe expressions stand where the list says`() throws {
  try expectNone(of: /\bunsafe\b/, word: "unsafe") { file in
    let path = file.path.dropFirst("Sources/".count)
    return !unsafeFloors.contains(file.target)
      && !unsafePlaces.contains { path.hasPrefix($0.path) }
  }
}

@Test func `the list of unsafe places names none that is safe by now`() throws {
  let sources = try Repository.sources()
  for place in unsafePlaces {
    let isUnsafe = sources.contains { file in
      file.path.hasPrefix("Sources/\(place.path)")
        && !file.locations(of: /\bunsafe\b/, word: "unsafe").isEmpty
    }
    #expect(isUnsafe, "\(place.path) has no unsafe expression")
  }
}

@Test func `whoever vouches for thread safety says why`() throws {
  let files = try Repository.sources().filter { $0.mentions("@unchecked") }
  let found = files.flatMap { file in
    file.lines.indices.filter { line in
      guard file.code[line].contains("@unchecked Sendable") else { return false }
      return line == 0 || !file.lines[line - 1].drop(while: \.isWhitespace).hasPrefix("//")
    }.map(file.location)
  }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
}

@Test func `no file knows a developer's machine`() throws {
  // Put together here, so that this file does not find itself.
  let folders = ["home", "Users", "work", "root"].map { "/\($0)/" }
  let files =
    try Repository.files(in: "Sources", ending: ["swift", "c", "h", "md", "modulemap"])
    + Repository.files(in: "Tests", ending: ["swift"])
    + Repository.files(in: "Benchmarks", ending: ["swift", "md", "json"])
    + Repository.files(in: "grammar", ending: ["md", "txt", "test", "ebnf"])
  let found = files.flatMap { $0.locations(ofAny: folders) }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
}
