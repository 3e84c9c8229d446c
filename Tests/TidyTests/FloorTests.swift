import Foundation
import Testing

/// The modules that a file imports, each with its line.
private func imports(of file: SourceFile) -> [(module: String, line: Int)] {
  let statement =
    /^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:\w+\s+)?(\w+)/
  return file.code.indices.compactMap { line in
    // Matching is slow, and most lines begin otherwise.
    guard let first = file.code[line].first, "@pif ".contains(first) else { return nil }
    guard file.code[line].contains("import ") else { return nil }
    return file.code[line].firstMatch(of: statement).map { (String($0.1), line) }
  }
}

/// Imports that `isAllowed` objects to, as locations.
private func imports(
  _ isAllowed: (_ module: String, _ file: SourceFile) throws -> Bool
) throws -> [String] {
  var found: [String] = []
  for file in try Repository.sources() {
    for (module, line) in imports(of: file) where try !isAllowed(module, file) {
      found.append("\(file.location(ofLine: line)): import \(module)")
    }
  }
  return found
}

/// The C library, under its name on each system.
private let systemModules: Set<String> = ["Glibc", "Musl", "Darwin"]

/// Who calls the C library, and what for.
///
/// By the beginning of the path below `Sources`.
private let systemCallers: [(path: String, reason: String)] = [
  ("CivilCalendar/Zone+Named", "the system keeps the time zone database"),
  ("LMDB/", "locks, file sizes and mapped memory are the subject of the floor"),
  ("TraceStorage/Store/", "a store appears by renaming a folder, and syncs it"),
  ("QueryEngine/Execution/WorkerThreads", "threads of a query's own"),
  ("Spoor/Store+Asking", "the time of day"),
  ("SpoorTracing/Environment/SystemProcess", "environment variables, and who this process is"),
  ("TerminalRendering/Terminal", "what the terminal is like"),
  ("TerminalRendering/Comparison/HTML/Logarithms", "axes of plots"),
  ("LineEditor/SystemFile", "lines and history"),
  ("Statistics/Distributions/CLibrary", "logarithms and their like"),
]

/// The files that have work done on other threads, by the library that is below Swift's tasks: what
/// the library does in the background, and the encoder's second thread.
private let dispatchUsers: Set<String> = [
  "Sources/Spoor/BackgroundCompaction.swift", "Sources/Spoor/BackgroundSealing.swift",
  "Sources/Spoor/Store+BackingUp.swift",
  "Sources/TraceStorage/Segment/Concurrently.swift",
  "Sources/Spoor/QueryRows.swift",
  "Sources/Spoor/Recording/SpanQueue.swift", "Sources/Spoor/Recording/SpanRecorder.swift",
  "Sources/Spoor/Recording/SpanRecorder+Writing.swift",
  "Sources/Spoor/Recording/SpanRecorder+Flushing.swift",
  "Sources/Spoor/Recording/FlushOutcome.swift", "Sources/Spoor/Store+Recording.swift",
  "Sources/Spoor/Store+Async.swift",
]

/// The floors that may use Foundation: the libraries below them are to be linked without it.
private let foundationUsers: Set<String> = ["Spoor", "SpoorCommand"]

/// C modules, each with the one target that may speak to it.
private let wrappers = [
  "CLMDB": "LMDB", "CZstd": "Compression", "CZlib": "Compression",
  "CLineEditor": "LineEditor",
]

@Test func `a target imports only what its entry in the manifest names`() throws {
  let manifest = Manifest(try Repository.text("Package.swift"))
  let everywhere = systemModules.union(["Synchronization", "Foundation", "FoundationEssentials"])
  let found = try imports { module, file in
    let target = try #require(manifest.target(file.target), "\(file.path) is in no target")
    if module == "Dispatch" { return dispatchUsers.contains(file.path) }
    return everywhere.contains(module) || target.dependencies.contains(module)
  }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
}

@Test func `a target stands below those that depend on it`() throws {
  let manifest = Manifest(try Repository.text("Package.swift"))
  let names = manifest.targets.map(\.name)
  for (index, target) in manifest.targets.enumerated() {
    for dependency in target.dependencies where names.contains(dependency) {
      #expect(
        names[..<index].contains(dependency),
        "Package.swift: \(target.name) depends on \(dependency), which comes after it")
    }
  }
}

@Test func `the manifest names every folder of sources, and no other`() throws {
  let manifest = Manifest(try Repository.text("Package.swift"))
  let folders = try FileManager.default.contentsOfDirectory(
    at: Repository.root.appending(path: "Sources"), includingPropertiesForKeys: nil,
    options: [.skipsHiddenFiles]
  ).map(\.lastPathComponent)
  let tests = manifest.targets.filter { target in
    FileManager.default.fileExists(
      atPath: Repository.root.appending(path: "Tests/\(target.name)").path)
  }.map(\.name)
  #expect(Set(folders).union(tests) == Set(manifest.targets.map(\.name)))
}

@Test func `storage and engine do not know each other`() throws {
  let manifest = Manifest(try Repository.text("Package.swift"))
  let storage = try #require(manifest.target("TraceStorage"))
  let engine = try #require(manifest.target("QueryEngine"))
  #expect(!storage.dependencies.contains("QueryEngine"))
  #expect(!engine.dependencies.contains("TraceStorage"))
}

@Test func `only the upper floors use Foundation`() throws {
  let found = try imports { module, file in
    !module.hasPrefix("Foundation") || foundationUsers.contains(file.target)
  }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
}

@Test func `a C module is imported by its wrapper alone, and not passed on`() throws {
  let found = try imports { module, file in
    wrappers[module].map { $0 == file.target } ?? true
  }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  let passedOn = try Repository.sources().flatMap {
    $0.locations(
      of: /(public|package|@_exported)\s+import\s+(CLMDB|CZstd|CZlib|CLineEditor)\b/, word: "import"
    )
  }
  #expect(passedOn.isEmpty, "\(passedOn.joined(separator: "\n"))")
}

@Test func `the C library is called where the list says`() throws {
  let found = try imports { module, file in
    let path = file.path.dropFirst("Sources/".count)
    return !systemModules.contains(module) || systemCallers.contains { path.hasPrefix($0.path) }
  }
  #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
}
