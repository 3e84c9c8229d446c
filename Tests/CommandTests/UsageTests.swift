import Foundation
import TestSupport
import Testing

/// What a command says of arguments and files that make no sense.
@Suite struct UsageTests {
  private let spoor = SpoorProcess()

  @Test(arguments: [
    ("qurey", "there is no command qurey; did you mean query?"),
    ("imports", "there is no command imports; did you mean import?"),
    ("frobnicate", "there is no command frobnicate; spoor --help lists the commands"),
    ("explain", "there is no command explain; write spoor query 'explain …'"),
  ])
  func `a word that is no command is told with the nearest that is`(
    word: String, message: String
  ) throws {
    let outcome = try spoor(word, "x")
    #expect(outcome.status == 2)
    #expect(outcome.error == "spoor: \(message)\n")
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: ["--help", "help", "--version", "query --help"])
  func `help is no misspelling`(words: String) throws {
    #expect(try spoor.shell("\"$SPOOR\" \(words)").status == 0)
  }

  @Test func `a parameter that no query names is a matter of usage`() throws {
    let file = spoor.file("1.jsonl", request(trace: 1, span: 1))
    #expect(try spoor("import", file).status == 0)
    let unused = try spoor(
      "query", "name=$n select count()", "--param", "n=chat", "--param", "na=1")
    #expect(unused.status == 2)
    #expect(unused.error == "spoor: the query does not name $na, which --param gives a value\n")
    #expect(unused.output.isEmpty)
    let used = try spoor("query", "name=$n select count()", "--param", "n=chat")
    #expect(used.output == "count()\n1\n")
    #expect(used.status == 0)
    // Each of the queries may name some.
    let several = try spoor(
      "query", "--param", "n=chat", "--param", "m=x",
      input: "name=$n select count(); name=$m select count()")
    #expect(several.status == 0)
  }

  @Test(arguments: ["import", "score --file", "query -f"])
  func `why a file cannot be read is told`(command: String) throws {
    _ = spoor.file("closed", "x")
    _ = spoor.file("folder", "x")
    let missing = try spoor.shell("\"$SPOOR\" \(command) nothing")
    #expect(missing.status == 2)
    #expect(missing.error == "spoor: nothing: no such file\n")
    let folder = try spoor.shell("\"$SPOOR\" \(command) .")
    #expect(folder.status == 2)
    #expect(folder.error == "spoor: . is a folder; name the files in it\n")
    let below = try spoor.shell("\"$SPOOR\" \(command) folder/below")
    #expect(below.status == 2)
    #expect(below.error.contains("folder/below"))
    #expect(!below.error.contains("no such file"))
    // Everything is open to root.
    guard getuid() != 0 else { return }
    let closed = try spoor.shell("chmod 000 closed; \"$SPOOR\" \(command) closed")
    #expect(closed.status == 2)
    #expect(closed.error == "spoor: closed cannot be read: permission denied\n")
  }

  @Test(.enabled(if: getuid() != 0, "everything is open to root"))
  func `a store that may only be read says what is in the way`() throws {
    let file = spoor.file("1.jsonl", request(trace: 1, span: 1))
    #expect(try spoor("import", file).status == 0)
    let outcome = try spoor.shell(
      "chmod 444 \"$SPOOR_STORE\"/*; chmod 555 \"$SPOOR_STORE\"; \"$SPOOR\" stats; "
        + "status=$?; chmod -R u+w \"$SPOOR_STORE\"; exit $status")
    #expect(outcome.status == 3)
    #expect(outcome.error.contains("lock.mdb, which this user may not write"))
  }
}
