import Foundation
import Testing

/// `grammar/scripts`: queries and their answers.
@Suite struct ScriptTests {
  struct File: Sendable, CustomTestStringConvertible {
    var name: String
    var path: String { Self.folder.appending(path: name).path }
    var testDescription: String { name }

    static let folder = Repository.root.appending(path: "grammar/scripts")

    /// Those that `SPOOR_SCRIPTS=name,name` names, or all.
    static let asked: [File] = {
      let names = ProcessInfo.processInfo.environment["SPOOR_SCRIPTS"]?.split(separator: ",")
      return names.map { names in all.filter { names.contains($0.name.dropLast(5)) } } ?? all
    }()

    static let all: [File] = {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
      return (names ?? []).filter { $0.hasSuffix(".test") }.sorted().map { File(name: $0) }
    }()
  }

  @Test(arguments: File.asked)
  func `every query of a script has its answer, however the spans are stored`(
    file: File
  ) throws {
    let script = try ScriptReader.read(try String(contentsOfFile: file.path, encoding: .utf8))
    var runner = ScriptRunner(layouts: Layout.allCases)
    try runner.run(script)
    if ProcessInfo.processInfo.environment["SPOOR_BLESS_SCRIPTS"] != nil {
      try bless(script, runner, file)
    }
    for mismatch in runner.mismatches {
      Issue.record(
        "\(file.name):\(mismatch.line)\n\(mismatch.description)",
        sourceLocation: SourceLocation(
          fileID: "scripts/\(file.name)", filePath: file.path, line: mismatch.line, column: 1))
    }
  }

  @Test func `there are scripts`() {
    #expect(File.all.count > 20)
  }

  /// Writes the answers into the script, to be read over before they are committed.
  private func bless(_ script: Script, _ runner: ScriptRunner, _ file: File) throws {
    var lines = script.lines
    for (question, answer) in runner.answers.reversed() {
      lines.replaceSubrange(question.answerLines, with: answer)
    }
    let text = lines.joined(separator: "\n") + "\n"
    try text.write(toFile: file.path, atomically: true, encoding: .utf8)
  }
}
