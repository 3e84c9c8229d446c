import QueryEngine
import QuerySyntax
import Scanning
import Testing
import TraceModel

struct NoteTests {
  private func source() throws -> MemorySource {
    var spans = try (0..<10).map {
      try testSpan(
        $0, start: Int64($0) * second, $0 < 4 ? [.model: "m"] : [:],
        attributes: $0 < 3 ? ["tier": .string("pro")] : [:])
    }
    spans[9].attributes[AttributeName(scope: .resource, key: "tier")] = .string("free")
    return MemorySource([Array(spans[..<4]), Array(spans[4...])])
  }

  @Test func `each compared field that some spans lack is noted, in the order written`() throws {
    let result = try run(
      "attr.tier != pro and model = m and attr.tier != x and status = ok", over: try source())
    #expect(result.notes == ["7 spans lacked `attr.tier`", "6 spans lacked `model`"])
  }

  @Test func `testing for absence is no comparison`() throws {
    #expect(try run("model is missing", over: try source()).notes == [])
  }

  @Test func `only spans of the asked time range are counted`() throws {
    let result = try run("model = m since 3s until 1s", over: try source(), now: 6 * second)
    #expect(result.rows.count == 1)
    #expect(result.notes == ["1 span lacked `model`"])
  }

  @Test func `spans of segments that the filter rules out are counted`() throws {
    let result = try run("model = m and model = nothing", over: try source())
    #expect(result.notes.first == "6 spans lacked `model`")
    #expect(result.statistics.segmentsPruned == 2)
  }

  @Test func `a bare name in several scopes says which was read`() throws {
    let result = try run("tier = pro", over: try source())
    #expect(result.rows.count == 3)
    #expect(
      result.notes == [
        "`tier` was read as attr.tier; resource.tier exists, too", "7 spans lacked `tier`",
      ])
  }

  @Test func `an attribute never seen gives a note and no rows`() throws {
    let result = try run("attr.teir = pro or not attr.teir = pro", over: try source())
    #expect(result.rows == [])
    #expect(result.notes == ["no span has `attr.teir`; did you mean attr.tier?"])
    #expect(try run("attr.nothing is missing", over: try source()).rows.count == 10)
  }

  @Test func `a time range without spans names the newest span`() throws {
    let result = try run("since 24h", over: try source(), now: 1_000_000 * second)
    #expect(
      result.notes == [
        "no span started in the time range; the newest started at 1970-01-01T00:00:09Z"
      ])
    #expect(try run("model = nothing since 24h", over: try source(), now: 0).notes.count == 2)
    #expect(try run("since 24h", over: MemorySource([])).notes == [])
  }

  @Test func `a bare word that is a field's name is suspicious`() throws {
    let result = try run("status = model", over: try source())
    #expect(result.notes.first == "`model` was compared as text; write (model) for the field")
    #expect(try run("status != (model)", over: try source()).rows.count == 4)
  }

  @Test func `a cut to the newest says so`() throws {
    let result = try run("status = ok", over: try source(), newestLimit: 3)
    #expect(result.rows.map { $0[0] } == [9, 8, 7].map { .instant($0 * second) })
    #expect(result.notes == ["the newest 3 of 10 spans; limit sets how many"])
    #expect(try run("status = ok limit 5", over: try source(), newestLimit: 3).rows.count == 5)
    #expect(try run("select name", over: try source(), newestLimit: 3).rows.count == 10)
  }
}
