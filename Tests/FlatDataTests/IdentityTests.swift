import FlatData
import Testing
import TraceModel

@Suite struct IdentityTests {
  private let rows = "start,x\n2023-11-16,1\n2023-11-16,2\n2023-11-16,1\n"

  private func ids(_ table: Table) -> [String] {
    table.spans.map { "\($0.traceID) \($0.spanID)" }
  }

  @Test func `the ids of rows are the same whenever the table is read`() throws {
    #expect(ids(try Table(rows)) == ids(try Table(rows)))
    // Of another version, too: a store keeps what was imported with an earlier one.
    #expect(
      ids(try Table(rows)) == [
        "e95b131fd15c2ef54b240d09d4ddda49 3733d0648efad3c3",
        "46e53cfdee9bc2ac7871a3d6efb9803d 3bfd3c6615ae27b6",
        "33025fcb46ba92975060a50031828946 fabe6aa6dc26bf87",
      ])
  }

  @Test func `equal rows are several spans`() throws {
    #expect(Set(ids(try Table(rows))).count == 3)
    #expect(
      Set(ids(try Table("start\n" + String(repeating: "2023-11-16\n", count: 500)))).count == 500)
  }

  @Test func `quotes, line ends and the order of constants are nothing to ids`() throws {
    let same = try Table(
      "\"start\",x\r\n2023-11-16,\"1\"\r\n\r\n2023-11-16,2\r\n2023-11-16,1",
      set: ["stage=a", "service=b"])
    #expect(ids(same) == ids(try Table(rows, set: ["service=b,stage=a"])))
  }

  @Test func `the mapping is nothing to ids, so that a better one replaces spans`() throws {
    #expect(ids(try Table(rows, map: "x=input_tokens")) == ids(try Table(rows)))
  }

  @Test func `other constants, other columns and other rows are other spans`() throws {
    let tables = [
      try Table(rows), try Table(rows, set: ["service=a"]), try Table(rows, set: ["service=b"]),
      try Table("start,y\n2023-11-16,1\n"), try Table("start,x\n2023-11-16,11\n"),
      try Table("start,x,y\n2023-11-16,1,\n"), try Table("start,x,y\n2023-11-16,,1\n"),
    ]
    let all = tables.flatMap(ids)
    #expect(Set(all).count == all.count)
  }

  @Test func `ids that a row has are kept, and only the others made`() throws {
    let trace = "0af7651916cd43dd8448eb211c80319c"
    let table = try Table(
      """
      start,trace_id,span_id,parent_id
      2023-11-16,\(trace),00000000000000a1,
      2023-11-16,\(trace),,00000000000000a1
      2023-11-16,,00000000000000a1,

      """)
    #expect(table.spans.prefix(2).allSatisfy { $0.traceID == TraceID(trace) })
    #expect(table.spans[0].spanID.description == "00000000000000a1")
    #expect(table.spans[1].parentID == table.spans[0].spanID)
    #expect(table.spans[2].traceID != TraceID(trace))
  }

  @Test func `ids of any text keep traces together`() throws {
    let table = try Table(
      """
      start,request,step,caller
      2023-11-16,req-1,a,
      2023-11-16,req-1,b,a
      2023-11-16,req-2,a,

      """, map: "request=trace_id:hash,step=span_id:hash,caller=parent_id:hash")
    #expect(table.spans[0].traceID == table.spans[1].traceID)
    #expect(table.spans[0].traceID != table.spans[2].traceID)
    #expect(table.spans[1].parentID == table.spans[0].spanID)
  }

  @Test func `a parent without a trace is refused`() throws {
    #expect(
      problem { () throws(MappingError) in try Table("start,parent_id\n2023-11-16,\n") }?
        .hasPrefix("parent_id needs trace_id") == true)
    let table = try Table(
      "start,trace_id,parent_id\n2023-11-16,,00000000000000a1\n")
    #expect(table.rejections.first?.hasPrefix("2: parent_id needs trace_id") == true)
  }
}
