import OTLP
import Testing
import TraceModel

struct AttributeValueTests {
  @Test(
    arguments: [
      (#"{"stringValue":"x"}"#, .string("x")),
      (#"{"stringValue":""}"#, .string("")),
      (#"{"boolValue":true}"#, .boolean(true)),
      (#"{"boolValue":false}"#, .boolean(false)),
      (#"{"intValue":"-9223372036854775808"}"#, .integer(.min)),
      (#"{"intValue":9223372036854775807}"#, .integer(.max)),
      (#"{"intValue":1e2}"#, .integer(100)),
      (#"{"intValue":-1.50e1}"#, .integer(-15)),
      (#"{"intValue":-0}"#, .integer(0)),
      (#"{"intValue":1200000000000000000000e-10}"#, .integer(120_000_000_000)),
      (#"{"doubleValue":0.1}"#, .double(0.1)),
      (#"{"doubleValue":1}"#, .double(1)),
      (#"{"doubleValue":-1.5e-7}"#, .double(-1.5e-7)),
      (#"{"doubleValue":"2.5"}"#, .double(2.5)),
      (#"{"doubleValue":"Infinity"}"#, .double(.infinity)),
      (#"{"doubleValue":"-Infinity"}"#, .double(-.infinity)),
      (#"{"doubleValue":1e999}"#, .double(.infinity)),
      (#"{"bytesValue":"//79"}"#, .bytes([0xFF, 0xFE, 0xFD])),
      (#"{"bytesValue":"__79"}"#, .bytes([0xFF, 0xFE, 0xFD])),
      (#"{"bytesValue":"\/\/4="}"#, .bytes([0xFF, 0xFE])),
      (#"{"bytesValue":"_w"}"#, .bytes([0xFF])),
      (#"{"bytesValue":""}"#, .bytes([])),
      (#"{"arrayValue":{}}"#, .array([])),
      (#"{"arrayValue":{"values":null}}"#, .array([])),
      (
        #"{"arrayValue":{"values":[{"intValue":1},{},null]}}"#,
        .array([.integer(1), .empty, .empty])
      ),
      (#"{"kvlistValue":{}}"#, .map([])),
      (
        #"{"kvlistValue":{"values":[{"key":"a","value":{"boolValue":true}},null,{}]}}"#,
        .map([Attribute(key: "a", value: .boolean(true)), Attribute(key: "", value: .empty)])
      ),
      (
        #"{"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"b","value":{"arrayValue":{}}}]}}]}}"#,
        .array([.map([Attribute(key: "b", value: .array([]))])])
      ),
      ("{}", .empty), ("null", .empty), (#"{"future":1}"#, .empty),
      (#"{"stringValue":null}"#, .empty), (#"{"kvlistValue":null}"#, .empty),
      (#"{"intValue":"1","stringValue":"last"}"#, .string("last")),
    ] as [(String, AttributeValue)])
  func `every shape of a value is read`(_ json: String, _ expected: AttributeValue) throws {
    #expect(try value(json) == expected)
  }

  @Test func `NaN is read`() throws {
    guard case .double(let number) = try value(#"{"doubleValue":"NaN"}"#) else {
      Issue.record("no double")
      return
    }
    #expect(number.isNaN)
  }

  @Test(arguments: [
    (#"\" \\ \/ \b \f \n \r \t"#, "\" \\ / \u{8} \u{C} \n \r \t"),
    (#"\u0041\u00e9\u6F22\u0000"#, "Aé漢\u{0}"),
    (#"\ud83d\ude80"#, "🚀"), (#"\uD83D\uDE80!"#, "🚀!"),
    ("Zürich 漢字 🚀", "Zürich 漢字 🚀"),
    // Half a pair is what remains of an emoji that was cut in two.
    (#"cut \ud83d"#, "cut \u{FFFD}"), (#"\ude80 cut"#, "\u{FFFD} cut"),
    (#"\ud83d\ud83d\ude80"#, "\u{FFFD}🚀"), (#"\ud83d\n"#, "\u{FFFD}\n"),
    (#"\ud83dA"#, "\u{FFFD}A"), (#"\ud83d\u0041"#, "\u{FFFD}A"),
  ])
  func `a string stands for its characters`(_ json: String, _ text: String) throws {
    #expect(try value(#"{"stringValue":""# + json + "\"}") == .string(text))
  }

  @Test func `64 levels are read, one more rejects the span and not its message`() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: #"{"arrayValue":{"values":["#, count: levels) + "{}"
        + String(repeating: "]}}", count: levels)
    }
    #expect(try value(nested(64)) != nil)
    let rejection = try rejection(#""attributes":[{"key":"k","value":"# + nested(65) + "}]")
    #expect(rejection.kind == .nesting)
    #expect(rejection.reason == "a value nests deeper than 64 levels")
  }

  @Test func `64 levels of maps are read`() throws {
    let json =
      String(repeating: #"{"kvlistValue":{"values":[{"key":"k","value":"#, count: 64) + "{}"
      + String(repeating: "}]}}", count: 64)
    #expect(try value(json) != nil)
  }
}
