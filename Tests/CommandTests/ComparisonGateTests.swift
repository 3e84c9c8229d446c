import Foundation
import TestSupport
import Testing

/// `spoor query --check` of comparisons, and the example workflow that uses it.
@Suite struct ComparisonGateTests {
  private let spoor = SpoorProcess()
  private static let query =
    "compare prompt_version base vs change on latency within 10%, error_rate()"

  private func load(_ runs: PromptRuns) throws {
    _ = try spoor("import", "-", input: runs.lines(of: 0) + runs.lines(of: 1))
  }

  @Test func `a planted regression is exit code 4, and said on standard error`() throws {
    try load(PromptRuns(slower: 1.5))
    let failed = try spoor("query", "--check", Self.query, "--format", "json")
    #expect(failed.status == 4)
    #expect(failed.output.hasPrefix("{\"kind\":\"comparison\",\"baseline\":{"))
    let lines = failed.error.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("regressed: ") } == 1)
    #expect(
      lines.contains {
        $0.hasPrefix("regressed: latency, prompt_version=base → prompt_version=change: ")
          && $0.hasSuffix(", tolerance ±10%")
      }, "\(failed.error)")
    // Without --check it is an answer like others.
    #expect(try spoor("query", Self.query).status == 0)
  }

  @Test func `what is the same passes, and so does what is better`() throws {
    try load(PromptRuns())
    let same = try spoor("query", "--check", "--require-data", Self.query)
    #expect(same.status == 0 && !same.error.contains("regressed"), "\(same.error)")
    let turned = Self.query.replacing("base vs change", with: "change vs base")
    #expect(try spoor("query", "--check", turned).status == 0)
  }

  @Test func `data that are missing fail where they are required`() throws {
    try load(PromptRuns(count: 12, slower: 3))
    let lenient = try spoor("query", "--check", Self.query)
    #expect(lenient.status == 0)
    let strict = try spoor("query", "--check", "--require-data", Self.query)
    #expect(strict.status == 4)
    #expect(strict.error.contains("too few data: latency, "))
    #expect(strict.error.contains("12 and 12 values; 18 more traces a side are needed\n"))
  }

  @Test func `a query that fails is exit code 1, also where a version is missing`() throws {
    try load(PromptRuns(count: 12))
    #expect(try spoor("query", "--check", "compare prompt_version base vs").status == 1)
    let missing = try spoor(
      "query", "--check", "--require-data", "compare prompt_version base vs chnge on latency")
    #expect(missing.status == 1 && missing.output.isEmpty)
    #expect(missing.error.contains("did you mean change?"))
  }
}

/// The shell lines of the example workflow, with an evaluation and a `gh` of the test's own.
@Suite struct ExampleWorkflowTests {
  private let spoor = SpoorProcess()

  @Test func `the workflow fails for a prompt that is slower, and reports in any case`() throws {
    let outcome = try run(PromptRuns(slower: 1.5))
    #expect(outcome["Compare"]?.status == 4, "\(outcome)")
    #expect(outcome["Compare"]?.error.contains("regressed: latency") == true)
    try expectReports(outcome)
  }

  @Test func `the workflow passes for a prompt that is the same, also without any error`() throws {
    let outcome = try run(PromptRuns(failsRegularly: false))
    #expect(outcome["Compare"]?.status == 0, "\(outcome)")
    try expectReports(outcome)
  }

  @Test func `the workflow fails for an evaluation that wrote too little`() throws {
    let outcome = try run(PromptRuns(count: 5))
    #expect(outcome["Compare"]?.status == 4, "\(outcome)")
    #expect(outcome["Compare"]?.error.contains("too few data: latency") == true)
  }

  private func expectReports(_ outcome: [String: SpoorProcess.Outcome]) throws {
    for step in ["Replay the evaluation set", "Import the traces", "Tell the pull request"] {
      #expect(outcome[step]?.status == 0, "\(step): \(String(describing: outcome[step]))")
    }
    let comment = try text("comment.md")
    #expect(comment.contains("prompt\\_version=base → prompt\\_version=change"))
    #expect(try text("told").contains("pr comment 7 --body-file comment.md"))
    #expect(try text("summary.md").hasPrefix(try text("report.md")))
    #expect(try text("report.html").hasPrefix("<!doctype html>"))
    #expect(try text("report.json").hasPrefix("{\"kind\":\"comparison\""))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: spoor.folder.appending(name), encoding: .utf8)
  }

  /// Runs the steps that have no action of others, in the order of the file.
  private func run(_ runs: PromptRuns) throws -> [String: SpoorProcess.Outcome] {
    let workflow = try ExampleWorkflow()
    _ = spoor.file("base.lines", runs.lines(of: 0))
    _ = spoor.file("change.lines", runs.lines(of: 1))
    for (name, script) in Self.tools {
      _ = spoor.file(name, "#!/bin/sh\n" + script)
    }
    _ = try spoor.shell(
      "mkdir bin && mv git gh bin && ln -s \"$SPOOR\" bin/spoor && chmod +x bin/* evaluate")
    var outcomes: [String: SpoorProcess.Outcome] = [:]
    for step in workflow.steps where step.name != "Install spoor" {
      var lines = ["PATH=\"$PWD/bin:$PATH\" GITHUB_STEP_SUMMARY=summary.md RUNNER_TEMP=temp"]
      lines.append("GITHUB_BASE_REF=main NUMBER=7; export PATH GITHUB_STEP_SUMMARY RUNNER_TEMP")
      lines.append("export GITHUB_BASE_REF NUMBER")
      lines += step.environment.map { "export \($0.key)='\($0.value)'" }
      outcomes[step.name] = try spoor.shell(
        (lines + ["set -e", step.script]).joined(separator: "\n"))
    }
    return outcomes
  }

  private static let tools = [
    ("evaluate", "[ \"$3\" = --version ] && cp \"$4.lines\" \"$6\"\n"),
    ("git", "echo \"$@\" >> told\n"), ("gh", "echo \"$@\" >> told\n"),
  ]
}

/// The steps of `Examples/compare-prompts.yml` that run shell lines.
private struct ExampleWorkflow {
  struct Step {
    var name: String
    var environment: [String: String] = [:]
    var script = ""
  }

  private(set) var steps: [Step] = []

  init() throws {
    let path = URL(fileURLWithPath: SpoorProcess.examples[0]).deletingLastPathComponent()
      .appendingPathComponent("compare-prompts.yml")
    var block: (indent: Int, key: String)?
    for line in try String(contentsOf: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      let indent = line.prefix { $0 == " " }.count
      let text = line.dropFirst(indent)
      if let open = block {
        if indent > open.indent || text.isEmpty {
          add(String(line.dropFirst(open.indent + 2)), to: open.key)
          continue
        }
        block = nil
      }
      if text.hasPrefix("- name: ") {
        steps.append(Step(name: String(text.dropFirst(8))))
      } else if text.hasPrefix("- ") || text.hasPrefix("#") {
        continue
      } else if let colon = text.firstIndex(of: ":"), !steps.isEmpty {
        let key = String(text[..<colon])
        let value = text[text.index(after: colon)...].drop { $0 == " " }
        if value == "|" || value == ">-" {
          block = (indent, key)
        } else if key == "run" {
          add(String(value), to: key)
        }
      }
    }
    steps.removeAll { $0.script.isEmpty }
  }

  /// Lines of a script stay lines; those of a variable are folded into one.
  private mutating func add(_ line: String, to key: String) {
    guard let last = steps.indices.last else { return }
    if key == "run" {
      steps[last].script += line + "\n"
    } else if !line.isEmpty {
      let old = steps[last].environment[key].map { $0 + " " } ?? ""
      steps[last].environment[key] = old + line
    }
  }
}
