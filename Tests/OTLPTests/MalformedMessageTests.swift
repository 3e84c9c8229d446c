import OTLP
import Testing

struct MalformedMessageTests {
  @Test(arguments: [
    "x", "{]", "[}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "[1,]", "[1 2]", #"{"a":1 "b":2}"#,
    "{} {}", "{}x", #"{a:1}"#, "{'a':1}", #"{"a":tru}"#, #"{"a":nul1}"#, #"{"a":01}"#,
    #"{"a":+1}"#, #"{"a":.5}"#, #"{"a":1.}"#, #"{"a":1e}"#, #"{"a":-}"#, #"{"a":0x1}"#,
    #"{"a":NaN}"#, #"{"a":"\x"}"#, #"{"a":"\u12g4"}"#, "{\"a\":\"\n\"}", "{\"a\":\"\u{1}\"}",
    "\u{A0}{}", "{,}", "[,]", "{}\u{0}", #"{"resourceSpans":[}"#, #"{"resourceSpans":}"#,
    #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":}]}]}]}"#,
    #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":5 5}]}]}]}"#,
  ])
  func `what is not JSON is malformed`(_ text: String) {
    do throws(OTLPError) {
      _ = try decode(text)
      Issue.record("was read")
    } catch .malformed(let reason, let offset) {
      #expect(!reason.isEmpty)
      #expect(offset <= text.utf8.count)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22],
  ])
  func `text that is not UTF-8 is malformed, also where nobody reads it`(_ string: [UInt8]) {
    let bytes = Array(#"{"future":"#.utf8) + string + Array("}".utf8)
    #expect(
      throws: OTLPError.malformed(reason: "a byte that is not UTF-8", offset: 11)
    ) { try TraceRequestDecoder.decode(bytes) }
  }

  @Test func `every beginning of a message is truncated`() throws {
    let text = message(
      span: #""a":[true,false,null,-1.5e+3,{}],"name":"\u0041\n","attributes":[{"key":"k"}]"#)
    let bytes = Array(text.utf8)
    #expect(try TraceRequestDecoder.decode(bytes).spans.count == 1)
    for count in 0..<bytes.count {
      do throws(OTLPError) {
        _ = try TraceRequestDecoder.decode(Array(bytes.prefix(count)))
        Issue.record("\(count) bytes were read")
      } catch .truncated(let offset) {
        #expect(offset == count)
      } catch {
        Issue.record("\(count) bytes: \(error)")
      }
    }
  }

  @Test(arguments: [
    (#"{"resourceLogs":[{"scopeLogs":[]}]}"#, "the message holds logs, not traces"),
    (#"{"resourceMetrics":[]}"#, "the message holds metrics, not traces"),
    (#"{"resourceProfiles":[]}"#, "the message holds profiles, not traces"),
    (#"{"partialSuccess":{}}"#, "the message has no resourceSpans"),
    (#"{"level":"info","msg":"x"}"#, "the message has no resourceSpans"),
    ("[]", "the message is no object"), ("5", "the message is no object"),
    (#""text""#, "the message is no object"), ("null", "the message is no object"),
  ])
  func `JSON that holds no traces says what it holds`(_ text: String, _ reason: String) {
    #expect(throws: OTLPError.notTraces(reason: reason)) { try decode(text) }
  }

  @Test(arguments: [
    #"{"resourceSpans":5}"#, #"{"resourceSpans":[5]}"#, #"{"resourceSpans":[{"scopeSpans":{}}]}"#,
    #"{"resourceSpans":[{"resource":[]}]}"#,
    #"{"resourceSpans":[{"resource":{"attributes":{}}}]}"#,
    #"{"resourceSpans":[{"scopeSpans":[{"spans":{}}]}]}"#,
    #"{"resourceSpans":[{"scopeSpans":[{"scope":{"name":1}}]}]}"#,
  ])
  func `a wrong type outside of every span is invalid as a whole`(_ text: String) {
    do throws(OTLPError) {
      _ = try decode(text)
      Issue.record("was read")
    } catch .invalid(let rejection) {
      #expect(rejection.kind == .type)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(arguments: ["[", #"{"a":"#, #"{"arrayValue":{"values":["#])
  func `200,000 levels are refused without being read`(_ opening: String) {
    let nested = String(repeating: opening, count: 200_000)
    for text in [
      nested, message(span: #""future":"# + nested),
      message(span: #""attributes":[{"key":"k","value":"# + nested),
    ] {
      let duration = ContinuousClock().measure {
        do throws(OTLPError) {
          _ = try decode(text)
          Issue.record("was read")
        } catch .tooDeep(let limit, _) {
          #expect(limit == Limits.jsonNestingLevels)
        } catch {
          Issue.record("\(error)")
        }
      }
      #expect(duration < .seconds(2))
    }
  }

  @Test func `every error is a sentence`() {
    #expect(
      OTLPError.malformed(reason: "text after the message", offset: 3).description
        == "not JSON: text after the message at byte 3")
    #expect(OTLPError.truncated(offset: 9).description == "the JSON ends too soon, at byte 9")
    #expect(OTLPError.notTraces(reason: "it sings").description == "it sings")
    #expect(
      OTLPError.tooDeep(limit: 64, offset: 7).description
        == "objects and lists nest deeper than 64 levels at byte 7")
    #expect(OTLPError.tooLarge(limit: 5).description == "the message is longer than 5 bytes")
    #expect(throws: OTLPError.malformed(reason: "“x” where a value belongs", offset: 0)) {
      try decode("x")
    }
    #expect(throws: OTLPError.malformed(reason: "“]” where a member's name belongs", offset: 1)) {
      try decode("{]")
    }
  }
}
