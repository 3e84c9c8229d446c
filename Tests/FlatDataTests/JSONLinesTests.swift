import FlatData
import Testing
import TraceModel

@Suite struct JSONLinesTests {
  private func read(_ text: String, map: String = "t=start", drop: [String] = []) throws -> Table {
    try Table(text, .jsonLines, map: map, drop: drop)
  }

  @Test func `members of nested objects have dots in their names`() throws {
    let table = try read(
      #"""
      {"t":"2023-11-16","usage":{"in":5,"out":{"text":7}},"tags":["a",1,{"k":null}],"none":null}
      {"t":"2023-11-17","flag":true,"share":0.5,"big":12345678901234567168,"empty":"","o":{}}

      """#, map: "t=start,usage.in=input_tokens")
    #expect(table.rejections.isEmpty)
    #expect(SpanFields(table.spans[0]).inputTokens == 5)
    #expect(table.spans[0].attributes.value(of: "usage.out.text") == .integer(7))
    #expect(
      table.spans[0].attributes.value(of: "tags")
        == .array([
          .string("a"), .integer(1), .map([Attribute(key: "k", value: .empty)]),
        ]))
    #expect(table.spans[0].attributes.value(of: "none") == nil)
    #expect(table.spans[1].attributes.value(of: "flag") == .boolean(true))
    #expect(table.spans[1].attributes.value(of: "share") == .double(0.5))
    #expect(table.spans[1].attributes.value(of: "big") == .double(12_345_678_901_234_567_168))
    #expect(table.spans[1].attributes.value(of: "empty") == .string(""))
  }

  @Test func `text that looks like a number stays text`() throws {
    let table = try read("{\"t\":\"2023-11-16\",\"x\":\"5\"}\n")
    #expect(table.spans[0].attributes.value(of: "x") == .string("5"))
  }

  @Test func `a number is read to its last digit`() throws {
    let table = try read(
      "{\"t\":1700158546680590001,\"c\":0.000000001}\n", map: "t=start:ns,c=cost")
    #expect(table.spans[0].start == 1_700_158_546_680_590_001)
    #expect(SpanFields(table.spans[0]).cost == 1)
  }

  @Test func `an object that is mapped is taken whole`() throws {
    let line =
      "{\"t\":\"2023-11-16\",\"messages\":[{\"role\":\"user\"}],\"answer\":{\"a\":{\"b\":1}}}\n"
    let table = try read(line, map: "t=start,messages=input,answer=output")
    #expect(
      table.spans[0].attributes.value(of: "input.value")?.json == #"[{"role":"user"}]"#)
    #expect(table.spans[0].attributes.value(of: "output.value")?.json == #"{"a":{"b":1}}"#)
    let dropped = try read(line, drop: ["answer", "messages"])
    #expect(dropped.spans[0].attributes.isEmpty)
  }

  @Test func `attributes of a convention are fields without a mapping`() throws {
    let table = try read(
      #"{"t":"2023-11-16","gen_ai":{"request":{"model":"m"},"usage":{"input_tokens":3}}}"#)
    #expect(SpanFields(table.spans[0]).requestModel == "m")
    #expect(SpanFields(table.spans[0]).inputTokens == 3)
  }

  @Test func `lines that are no spans are rejected, and the others are read`() throws {
    let deep = String(repeating: "{\"a\":", count: 70) + "1" + String(repeating: "}", count: 70)
    let table = try read(
      """
      {"t":"2023-11-16"}
      [1,2]
      {"t":
      {"x":1}
      {"t":"soon"}
      {"t":["2023-11-16"]}
      {"t":"2023-11-16","d":\(deep)}
      {"t":"2023-11-17"}

      """)
    #expect(table.spans.count == 2)
    #expect(
      table.rejections.map { String($0.prefix(34)) } == [
        "2: the line is no JSON object; jq ", "3: the JSON ends too soon, at byte",
        "4: there is no start",
        "5: t: “soon” is no time: write 202", "6: t: “[\"2023-11-16\"]” is no time:",
        "7: objects and lists nest deeper t",
      ])
  }

  @Test func `a member that was mapped and never came is told`() throws {
    let table = try read(
      "{\"t\":\"2023-11-16\",\"model\":\"m\"}\n", map: "t=start,modell=request_model")
    #expect(table.missing == ["there is no column modell; did you mean model?"])
    #expect(try read("{\"t\":\"2023-11-16\"}\n").missing.isEmpty)
  }

  @Test func `equal lines are several spans, and the same the next time`() throws {
    let text = "{\"t\":\"2023-11-16\"}\n{\"t\":\"2023-11-16\"}\n"
    let ids = try read(text).spans.map(\.traceID)
    #expect(Set(ids).count == 2)
    #expect(try read(text).spans.map(\.traceID) == ids)
  }
}
