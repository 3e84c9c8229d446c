import SpoorTracing
import Testing

/// What the test suite of W3C's working group sends as `tracestate`, and what is sent on; nil where
/// it is dropped.
///
/// https://github.com/w3c/trace-context/blob/main/test/test.py; several headers are joined by commas.
private let vectors: [(name: String, header: String, kept: String?)] = [
  ("included", "foo=1,bar=2", "foo=1,bar=2"),
  ("empty", "", ""),
  ("empty behind", "foo=1,", "foo=1"),
  ("empty before", ",foo=1", "foo=1"),
  (
    "several headers", "foo=1,bar=2,rojo=1,congo=2,baz=3", "foo=1,bar=2,rojo=1,congo=2,baz=3"
  ),
  ("duplicated, same value", "foo=1,foo=1", nil),
  ("duplicated, other value", "foo=1,foo=2", nil),
  ("all characters of a key", "\(keyCharacters)=1", "\(keyCharacters)=1"),
  (
    "all characters of a key and a system", "\(keyCharacters)@a-z0-9_-*/=1",
    "\(keyCharacters)@a-z0-9_-*/=1"
  ),
  ("all characters of a value", "foo=\(valueCharacters)", "foo=\(valueCharacters)"),
  ("blanks around commas", "foo=1 \t , \t bar=2, \t baz=3", "foo=1,bar=2,baz=3"),
  ("tabs around commas", "foo=1\t \t,\t \tbar=2,\t \tbaz=3", "foo=1,bar=2,baz=3"),
  ("blanks around all", "\t foo=1 \t", "foo=1"),
  ("space in a key", "foo =1", nil),
  ("upper case in a key", "FOO=1", nil),
  ("dot in a key", "foo.bar=1", nil),
  ("no system", "foo@=1,bar=2", nil),
  ("no tenant", "@foo=1,bar=2", nil),
  ("two separators", "foo@@bar=1,bar=2", nil),
  ("two systems", "foo@bar@baz=1,bar=2", nil),
  ("32 members", members(32), members(32)),
  ("33 members", members(33), nil),
  ("key of 256", "foo=1,\(long("z", 256))=1", "foo=1,\(long("z", 256))=1"),
  ("key of 257", "foo=1,\(long("z", 257))=1", nil),
  (
    "tenant of 241 and system of 14", "foo=1,\(long("t", 241))@\(long("v", 14))=1",
    "foo=1,\(long("t", 241))@\(long("v", 14))=1"
  ),
  ("tenant of 242", "foo=1,\(long("t", 242))@v=1", nil),
  ("system of 15", "foo=1,t@\(long("v", 15))=1", nil),
  ("equals in a value", "foo=bar=baz", nil),
  ("no value", "foo=,bar=3", nil),
  // Beyond the suite.
  ("no equals", "foo", nil),
  ("no key", "=1", nil),
  ("key that begins with a digit", "1foo=1", nil),
  ("tenant that begins with a digit", "1foo@bar=1", "1foo@bar=1"),
  ("value of 256", "foo=\(long("x", 256))", "foo=\(long("x", 256))"),
  ("value of 257", "foo=\(long("x", 257))", nil),
  ("space before a value", "foo= 1", "foo= 1"),
  ("not ASCII", "foo=ä", nil),
  ("control character", "foo=1\u{1}2", nil),
]

private let keyCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_-*/"
private let valueCharacters = String(
  decoding: (UInt8(0x20)...0x7E).filter { $0 != 0x2C && $0 != 0x3D }, as: UTF8.self)

private func long(_ character: String, _ count: Int) -> String {
  String(repeating: character, count: count)
}

private func members(_ count: Int) -> String {
  (1...count).map { "bar\($0)=\($0)" }.joined(separator: ",")
}

@Suite struct TraceStateTests {
  @Test(arguments: vectors)
  func `a tracestate is kept or dropped as the W3C's suite has it`(
    _ vector: (name: String, header: String, kept: String?)
  ) {
    #expect(TraceState(vector.header)?.header == vector.kept, "\(vector.name)")
  }

  @Test func `a member is found by its whole key`() throws {
    let state = try #require(TraceState("rojo=1,ro=2,r@o=3"))
    #expect(state["ro"] == "2")
    #expect(state["r"] == nil)
    #expect(state["r@o"] == "3")
    #expect(state.memberCount == 3)
  }

  @Test func `a member that is set moves to the front`() throws {
    let state = try #require(TraceState("foo=1,bar=2"))
    #expect(state.setting("bar", to: "3")?.header == "bar=3,foo=1")
    #expect(state.setting("new", to: "3")?.header == "new=3,foo=1,bar=2")
    #expect(state.removing("foo").header == "bar=2")
    #expect(state.removing("bar").removing("foo").isEmpty)
  }

  @Test func `the last member gives way where there is no room`() throws {
    let full = try #require(TraceState(members(32)))
    let state = try #require(full.setting("ot", to: "th:8"))
    #expect(state.memberCount == 32)
    #expect(state.header.hasPrefix("ot=th:8,bar1=1,"))
    #expect(state["bar32"] == nil)
    #expect(try #require(full.setting("bar32", to: "x")).memberCount == 32)
  }

  @Test func `a member that is not as specified is not set`() {
    #expect(TraceState().setting("Foo", to: "1") == nil)
    #expect(TraceState().setting("foo", to: "1,2") == nil)
    #expect(TraceState().setting("foo", to: "") == nil)
  }
}
