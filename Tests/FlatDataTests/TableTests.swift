import FlatData
import Testing
import TraceModel

@Suite struct TableTests {
  private let requests = """
    TIMESTAMP,ContextTokens,GeneratedTokens\r
    2023-11-16 18:15:46.6805900,374,44\r
    2023-11-16 18:15:50.9951690,396,109\r

    """

  @Test func `a table of requests is a span a row`() throws {
    let table = try Table(
      requests, map: "TIMESTAMP=start,ContextTokens=input_tokens",
      set: ["stage=generation,service=chat"])
    #expect(table.rejections.isEmpty)
    #expect(table.spans.map(\.start) == [1_700_158_546_680_590_000, 1_700_158_550_995_169_000])
    #expect(table.spans.map { SpanFields($0).inputTokens } == [374, 396])
    #expect(table.spans.allSatisfy { SpanFields($0).stage == "generation" })
    #expect(table.spans.allSatisfy { SpanFields($0).service == "chat" })
    #expect(table.spans.map(\.name) == ["generation", "generation"])
    #expect(table.spans[0].attributes.value(of: "GeneratedTokens") == .integer(44))
    #expect(Set(table.spans.map(\.traceID)).count == 2)
  }

  @Test func `columns are left out that are dropped, or that no mapping names`() throws {
    let dropped = try Table(requests, map: "TIMESTAMP=start", drop: ["ContextTokens"])
    #expect(dropped.spans[0].attributes.map(\.key) == ["GeneratedTokens"])
    let mapped = try Table(requests, map: "TIMESTAMP=start", onlyMapped: true)
    #expect(mapped.spans[0].attributes.isEmpty)
  }

  @Test func `a constant is what a row without a value has`() throws {
    let table = try Table(
      "start,model,attr.team\n2023-11-16,a,x\n2023-11-16,,\n", set: ["model=b,attr.team=y"])
    #expect(table.spans.map { SpanFields($0).model } == ["a", "b"])
    #expect(table.spans.map { $0.attributes.value(of: "team") } == [.string("x"), .string("y")])
    #expect(table.spans.allSatisfy { $0.attributes.count == 2 })
  }

  @Test func `a column that is mapped comes before one that only has the field's name`() throws {
    let table = try Table("start,m,model\n2023-11-16,a,b\n", map: "m=model")
    #expect(SpanFields(table.spans[0]).model == "a")
    #expect(table.spans[0].attributes.value(of: "model") == .string("b"))
  }

  @Test func `names and texts may hold commas`() throws {
    let table = try Table(
      "start,\"a,b\"\n2023-11-16,c\n", map: "a,b=model", set: ["name=x, y,service=s"])
    #expect(SpanFields(table.spans[0]).model == "c")
    #expect(table.spans[0].name == "x, y")
    #expect(SpanFields(table.spans[0]).service == "s")
  }

  @Test(arguments: [
    ("5", AttributeValue.integer(5)), ("-5", .integer(-5)), ("0", .integer(0)),
    ("0.5", .double(0.5)), ("1.2e-05", .double(1.2e-05)), ("1e+20", .double(1e20)),
    ("true", .boolean(true)), ("False", .boolean(false)), ("007", .string("007")),
    ("+49", .string("+49")), ("12e45", .string("12e45")), ("1.", .string("1.")),
    ("-0", .string("-0")), ("9223372036854775808", .string("9223372036854775808")),
    ("nan", .string("nan")), ("0x10", .string("0x10")), ("1_000", .string("1_000")),
    ("v1", .string("v1")), ("-", .string("-")), ("1e", .string("1e")), ("1.5e3", .double(1500)),
  ])
  func `an attribute is a number where the text is the usual way to write one`(
    text: String, value: AttributeValue
  ) throws {
    let table = try Table("start,x,y\n2023-11-16,\(text),\(text)\n", map: "y=attr.y:text")
    #expect(table.spans[0].attributes.value(of: "x") == value)
    #expect(table.spans[0].attributes.value(of: "y") == .string(text))
  }

  @Test func `resource attributes and columns of fields with a prefix have their places`() throws {
    let table = try Table("start,resource.region,attr.k\n2023-11-16,eu,5\n")
    #expect(table.spans[0].resource.attributes.value(of: "region") == .string("eu"))
    #expect(table.spans[0].attributes.value(of: "k") == .integer(5))
  }

  @Test func `scores are said of their row's span when it ended`() throws {
    let table = try Table(
      "start,latency,ok,v\n2023-11-16,2s,0.5,good\n2023-11-16,2s,,\n",
      map: "ok=score.helpful[human],v=score.verdict")
    let span = table.spans[0]
    #expect(
      table.scores == [
        Score(
          of: .span(trace: span.traceID, span: span.spanID), name: "helpful", source: "human",
          number: 0.5, time: span.start + 2_000_000_000),
        Score(
          of: .span(trace: span.traceID, span: span.spanID), name: "verdict", label: "good",
          time: span.start + 2_000_000_000),
      ])
  }

  @Test func `rows that cannot be are rejected with their lines, and the others are read`() throws {
    let text = Array("start,x\n2023-11-16,1\n2023-11-16\n2023-11-16,1,2\n\"a\"b\n2023-11-16,".utf8)
    let bytes = text + [0xFF] + Array("\n2023-11-16,".utf8) + [0] + Array("\n2023-11-17,1".utf8)
    let table = try Table(
      bytes: bytes, .csv(delimiter: UInt8(ascii: ",")), try TableMapping())
    #expect(table.spans.count == 2)
    #expect(
      table.rejections.map { String($0.prefix(30)) } == [
        "3: the row has 1 field, and th", "4: the row has 3 fields, and t",
        "5: text follows a closing quot", "6: the row is not UTF-8; iconv",
        "7: there is a NUL byte in the ",
      ])
  }

  @Test func `a table without rows is empty`() throws {
    for text in ["", "\n\n", "start,x\n", "start"] {
      let table = try Table(text)
      #expect(table.spans.isEmpty && table.rejections.isEmpty)
    }
  }
}
