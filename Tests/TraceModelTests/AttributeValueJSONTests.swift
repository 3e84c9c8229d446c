import Testing
import TraceModel

struct AttributeValueJSONTests {
  @Test(
    arguments: [
      (.string("plain"), #""plain""#),
      (.string(""), #""""#),
      (.string("say \"hi\" \\ / \u{7F}"), "\"say \\\"hi\\\" \\\\ / \u{7F}\""),
      (.string("a\nb\tc\rd\u{8}e\u{C}f\u{0}g\u{1F}"), #""a\nb\tc\rd\be\ff\u0000g\u001f""#),
      (.string("Zürich 漢字 🚀\u{2028}"), "\"Zürich 漢字 🚀\u{2028}\""),
      (.boolean(true), "true"),
      (.boolean(false), "false"),
      (.integer(.min), "-9223372036854775808"),
      (.integer(.max), "9223372036854775807"),
      (.double(0.1), "0.1"),
      (.double(-0.0), "-0.0"),
      (.double(1e300), "1e+300"),
      (.double(.nan), #""NaN""#),
      (.double(.infinity), #""Infinity""#),
      (.double(-.infinity), #""-Infinity""#),
      (.bytes([]), #""""#),
      (.bytes([0xFF, 0xFE]), #""//4=""#),
      (.array([]), "[]"),
      (.array([.integer(1), .empty, .array([.string("x")])]), #"[1,null,["x"]]"#),
      (.map([]), "{}"),
      (
        .map([
          Attribute(key: "b\"", value: .integer(1)), Attribute(key: "a", value: .map([])),
        ]), #"{"b\"":1,"a":{}}"#
      ),
      (.empty, "null"),
    ] as [(AttributeValue, String)])
  func `a value has one compact JSON text`(_ value: AttributeValue, _ text: String) {
    #expect(value.json == text)
  }
}

struct Base64Tests {
  // RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `the vectors of the standard hold, padded or not`(_ plain: String, _ encoded: String) {
    var text: [UInt8] = []
    Base64.encode(Array(plain.utf8), into: &text)
    #expect(String(decoding: text, as: UTF8.self) == encoded)
    #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
    #expect(Base64.decode(encoded.filter { $0 != "=" }.utf8) == Array(plain.utf8))
  }

  @Test func `both alphabets are read`() {
    #expect(Base64.decode("-_-_".utf8) == Base64.decode("+/+/".utf8))
    #expect(Base64.decode("-_-_".utf8) == [0xFB, 0xFF, 0xBF])
  }

  @Test(arguments: ["A", "AAAAA", "A===", "====", "AA=A", "AA AA", "AA\n", "é", "AA==="])
  func `anything else is not base64`(_ text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }
}
