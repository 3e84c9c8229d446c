import Testing

/// `spoor save`, and saved queries at the prompt.
@Suite struct SaveCommandTests {
  private let spoor = SpoorProcess()

  init() throws {
    let message = """
      {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",
      "spanId":"eee19b7ec3c1b174","name":"chat","startTimeUnixNano":"1","endTimeUnixNano":"3"}]}]}]}
      """
    let imported = try spoor("import", spoor.file("a.json", message))
    #expect(imported.status == 0)
  }

  @Test func `a query is saved, listed, asked and removed`() throws {
    #expect(try spoor("save", "named", "name=$name select count()").status == 0)
    #expect(try spoor("save").output == "@named  name=$name select count()\n")
    let answer = try spoor("query", "@named name=chat", "--format", "csv")
    #expect(answer.output == "count()\n1\n")
    let filled = try spoor("query", "@named", "--param", "name=chat", "--format", "csv")
    #expect(filled.output == "count()\n1\n")
    #expect(try spoor("save", "--remove", "named").status == 0)
    #expect(try spoor("save").output == "")
    let again = try spoor("save", "--remove", "named")
    #expect(again.status == 1)
    #expect(again.error == "error: there is no saved query @named\n")
  }

  @Test func `another query takes a saved one's place only when told to`() throws {
    #expect(try spoor("save", "all", "select count()").status == 0)
    #expect(try spoor("save", "all", "select count()").status == 0)
    let refused = try spoor("save", "all", "limit 1")
    #expect(refused.status == 1)
    #expect(refused.error.contains("@all is saved already: select count()\nhint: --replace"))
    #expect(try spoor("save", "--replace", "all", "limit 1").status == 0)
    #expect(try spoor("save").output == "@all  limit 1\n")
  }

  @Test func `a parameter that the saved query lacks is a usage error`() throws {
    #expect(try spoor("save", "all", "select count()").status == 0)
    #expect(try spoor("query", "@all", "--param", "name=chat").status == 2)
    #expect(try spoor("save", "all").status == 2)
    #expect(try spoor("save", "--remove").status == 2)
  }

  @Test func `the prompt saves the query asked last`() throws {
    let lines = """
      select count()
      \\save all
      \\save one name=$name limit 1
      \\saved
      @all
      \\forget one
      \\saved
      """
    let asked = try spoor("ask", "--format", "csv", input: lines + "\n")
    #expect(asked.error == "")
    #expect(
      asked.output == """
        count()
        1
        @all  select count()
        @one  name=$name limit 1
        count()
        1
        @all  select count()

        """)
  }
}
