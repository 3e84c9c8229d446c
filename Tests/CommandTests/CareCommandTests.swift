import Foundation
import TestSupport
import Testing

@Suite struct CareCommandTests {
  private let spoor = SpoorProcess()

  /// Imports so many files of a span each.
  private func importFiles(_ count: Int) throws {
    for number in 1...count {
      let file = spoor.file("\(number).jsonl", request(trace: number, span: number))
      #expect(try spoor("import", file).status == 0)
    }
  }

  private func statistics() throws -> [String: Any] {
    let json = try spoor("stats", "--format", "json").output
    return try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  @Test func `many small imports do not leave many small segments`() throws {
    try importFiles(9)
    #expect(try statistics()["segments"] as? Int == 2)
    #expect(try statistics()["spans"] as? Int == 9)
  }

  @Test func `compact merges what there is, and then nothing`() throws {
    try importFiles(3)
    let first = try spoor("compact")
    #expect(first.output == "merged 3 segments into 1, left out 0 replaced spans\n")
    #expect(first.status == 0)
    let second = try spoor("compact")
    #expect(second.output == "nothing to merge\n")
    #expect(second.status == 0)
    #expect(try spoor("verify").status == 0)
  }

  @Test func `retain tells what it would remove, and removes it`() throws {
    try importFiles(3)
    let preview = try spoor("retain", "--max-spans", "1", "--dry-run")
    #expect(
      preview.output.hasPrefix("would remove 2 spans in 2 segments (2 for the number of spans)"))
    #expect(preview.output.hasSuffix("would keep 1 span in 1 segment\n"))
    #expect(try statistics()["spans"] as? Int == 3)
    let done = try spoor("retain", "--max-spans", "1", "--format", "json")
    #expect(done.output.hasPrefix(#"{"segments":2,"by_age":0,"by_size":0,"by_spans":2,"spans":2,"#))
    #expect(try statistics()["spans"] as? Int == 1)
    // All of it started in 1970.
    let old = try spoor("retain", "--older-than", "30d", "--max-size", "10GB")
    #expect(old.output.hasPrefix("removed 1 span in 1 segment (1 for their age)"))
    #expect(try spoor("retain", "--older-than", "30d").output.hasPrefix("removed nothing\n"))
    #expect(try spoor("verify").status == 0)
  }

  @Test func `a segment larger than the limit is kept, and told of, where it is the newest`() throws
  {
    let spans = spoor.file(
      "two.jsonl", request(trace: 1, span: 1) + request(trace: 1, span: 2))
    #expect(try spoor("import", spans).status == 0)
    let kept = try spoor("retain", "--max-spans", "1", "--max-size", "1KB")
    #expect(
      kept.output == """
        removed nothing
        kept 2 spans in 1 segment
        the newest segment stays, although it has more spans than that

        """)
    #expect(kept.status == 0)
    #expect(try statistics()["spans"] as? Int == 2)
    #expect(try spoor("verify").status == 0)
  }

  @Test(arguments: [
    [], ["--older-than", "30"], ["--older-than", "-3d"], ["--older-than", "10GB"],
    ["--max-size", "30d"], ["--max-size", "10"], ["--max-spans", "5M"], ["--max-spans", "1.5"],
    ["--max-spans", "many"], ["--max-spans", "0"], ["--max-size", "0B"],
  ])
  func `limits that make no sense are a matter of usage`(limits: [String]) throws {
    let words = limits.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try spoor.shell("\"$SPOOR\" retain \(words)")
    #expect(outcome.status == 2)
    #expect(outcome.error.contains("--"))
    #expect(outcome.output.isEmpty)
  }

  @Test func `a backup is a store, and replaces nothing`() throws {
    try importFiles(2)
    let copy = spoor.folder.appending("copy")
    let outcome = try spoor("backup", copy, "--compact")
    #expect(outcome.output.hasPrefix("2 spans, "))
    #expect(outcome.status == 0)
    #expect(try spoor("verify", "--store", copy).status == 0)
    #expect(try spoor("query", "select count()", "--store", copy).output == "count()\n2\n")
    let again = try spoor("backup", copy)
    #expect(again.status == 2)
    #expect(again.error.contains("is there already"))
  }

  @Test(arguments: ["compact", "retain --max-spans 1", "backup copy"])
  func `a missing store is not made`(command: String) throws {
    let outcome = try spoor.shell("\"$SPOOR\" \(command)")
    #expect(outcome.status == 3)
    #expect(outcome.error.contains("there is no store"))
    #expect(spoor.folder.names.isEmpty)
  }

  @Test(arguments: [
    ("verify", ["spans", "segments", "chunks", "bytes", "problem_count", "problems"]),
    ("compact", ["removed_segments", "written_segments", "spans", "replaced_rows"]),
    ("backup copy", ["spans", "file_bytes"]),
  ])
  func `what a command did is told to programs, too`(command: String, members: [String]) throws {
    try importFiles(2)
    let outcome = try spoor.shell("\"$SPOOR\" \(command) --format json")
    #expect(outcome.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let found = try #require(object as? [String: Any])
    #expect(Set(found.keys) == Set(members))
    #expect(found["spans"] as? Int == 2)
  }

  @Test func `damage is told to programs, too`() throws {
    try importFiles(1)
    let data = spoor.store + "/data.mdb"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: data))
    let text = try #require(bytes.range(of: Data("chat".utf8)))
    bytes[text.lowerBound] ^= 1
    try bytes.write(to: URL(fileURLWithPath: data))
    let outcome = try spoor("verify", "--format", "json")
    #expect(outcome.status == 3)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let found = try #require(object as? [String: Any])
    #expect((found["problem_count"] as? Int ?? 0) > 0)
    #expect((found["problems"] as? [String])?.isEmpty == false)
  }

  @Test func `stats tells what is free in the file`() throws {
    try importFiles(3)
    _ = try spoor("retain", "--max-spans", "1")
    #expect(try #require(try statistics()["free_bytes"] as? Int) > 0)
    #expect(try spoor("stats").output.contains(" free\n"))
  }
}
