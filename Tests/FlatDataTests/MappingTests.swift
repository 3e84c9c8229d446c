import FlatData
import Testing
import TraceModel

@Suite struct MappingTests {
  private let text = "TIMESTAMP,ms,x\n2023-11-16,5,6\n"

  private func refusal(
    map: String, set: [String] = [], drop: [String] = [], zone: String = "UTC"
  ) -> String? {
    problem { () throws(MappingError) in
      try Table(text, map: map, set: set, drop: drop, zone: zone)
    }
  }

  @Test(arguments: [
    ("TIMESTMP=start", "there is no column TIMESTMP; did you mean TIMESTAMP?"),
    ("when=start", "there is no column when; the columns are TIMESTAMP, ms, x"),
    ("TIMESTAMP=strat", "there is no field strat; did you mean start?"),
    ("TIMESTAMP=zzz", "there is no field zzz; attr.zzz is an attribute of that name"),
    ("TIMESTAMP", "--map takes COLUMN=FIELD, and “TIMESTAMP” is none"),
    ("=start", "--map takes COLUMN=FIELD, and “=start” is none"),
    ("TIMESTAMP=start,TIMESTAMP=end", "the column TIMESTAMP is mapped or dropped twice"),
    ("TIMESTAMP=start,ms=start", "start is mapped or set twice"),
    ("TIMESTAMP=start,ms=latency:min", "“min” is no unit of latency: s, ms, us, ns, m, h"),
    ("TIMESTAMP=start,ms=model:ms", "model has no units, and “ms” is one"),
    ("TIMESTAMP=start,x=input_bytes", "input_bytes is made from the span's other fields, and"),
    ("ms=latency:ms", "no column is start: say which with --map COLUMN=start"),
  ])
  func `a mapping that makes no sense is refused in a sentence`(map: String, message: String) {
    let found = refusal(map: map)
    #expect(found?.hasPrefix(message) == true, "\(found ?? "nothing")")
  }

  @Test func `constants, columns to drop and zones are looked at, too`() {
    let map = "TIMESTAMP=start"
    #expect(refusal(map: map) == nil)
    #expect(refusal(map: map, set: ["stage"]) == "--set takes FIELD=TEXT, and “stage” is none")
    #expect(
      refusal(map: map, set: ["input_tokens=many"])
        == "--set: input_tokens: “many” is no count: a whole number from 0")
    #expect(refusal(map: map, set: ["stage=a", "stage=b"]) == "stage is mapped or set twice")
    #expect(refusal(map: map, drop: ["y"])?.hasPrefix("there is no column y") == true)
    #expect(
      refusal(map: map, drop: ["TIMESTAMP"])
        == "the column TIMESTAMP is mapped or dropped twice")
    #expect(
      refusal(map: map, zone: "Mars/Base")?.hasPrefix("there is no time zone Mars/Base") == true)
    #expect(refusal(map: "ms=latency:ms", set: ["start=2023-11-16"]) == nil)
  }

  @Test func `a header that makes no sense is refused`() {
    func refusal(_ text: String) -> String? {
      problem { () throws(MappingError) in try Table(text, map: "t=start") }
    }
    #expect(refusal("t,a,a\n") == "two columns are called a")
    #expect(
      refusal("t;a;b\n") == "the header has one column, and “;” in it: is --delimiter ; meant?")
    #expect(refusal("t\ta\n")?.contains("--delimiter tab") == true)
    #expect(refusal("\"t\"x\n")?.hasPrefix("the header cannot be read: text follows") == true)
    #expect(refusal("t\u{0}a\n")?.hasPrefix("the header cannot be read: there is a NUL") == true)
    #expect(refusal("t,a\n") == nil)
  }

  @Test func `a column without a name is called by its place`() throws {
    let table = try Table(",t\n0,2023-11-16\n", map: "t=start")
    #expect(table.spans[0].attributes.map(\.key) == ["column_1"])
  }
}
