import QuerySyntax
import Testing

/// No text may exhaust the stack, the memory or anyone's patience.
@Suite struct LimitTests {
  private func message(_ query: String) -> String? {
    do throws(Diagnostics) {
      _ = try Parser.parse(query)
      return nil
    } catch {
      return error.all.map(\.message).joined(separator: "\n")
    }
  }

  @Test(arguments: ["(", "not ", "- ", "f(", "a > ((", "a = (b + (", "not (-("])
  func `nesting stops at its limit, however it is written`(opening: String) {
    let query = String(repeating: opening, count: 100_000 / opening.utf8.count / 2)
    #expect(message(query) == "the query nests more than \(Limits.nestingDepth) levels deep")
  }

  @Test func `nesting up to the limit parses`() {
    let depth = Limits.nestingDepth
    let query = String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
    #expect(message(query) == nil)
    #expect(message("(" + query + ")") != nil)
  }

  @Test(arguments: [" or b", " and b", " + b", " * b"])
  func `a chain of operators stops at its limit`(link: String) {
    let chain = { "a" + String(repeating: link, count: $0) }
    #expect(message(chain(Limits.operatorCount)) == nil)
    #expect(
      message(chain(Limits.operatorCount + 1))
        == "the query has more than \(Limits.operatorCount) operators")
  }

  @Test func `a longer text is refused before it is read`() {
    let limit = Limits.textByteCount
    #expect(message(String(repeating: " ", count: limit)) == nil)
    let query = String(repeating: "(", count: limit + 1)
    #expect(
      message(query) == "the query is \(limit + 1) bytes long; at most \(limit) are allowed")
  }

  @Test func `a long list is no deep one`() {
    let query = "x in (" + (0..<10_000).map(String.init).joined(separator: ",") + ")"
    #expect(message(query) == nil)
  }
}
