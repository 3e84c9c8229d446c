import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// Segments that consist of columns in memory, as computed rows do.
struct MemoryColumnTests {
  private typealias Column = Scanning.MemoryColumn

  /// Rows in a source of their own.
  private struct Source: ScanSource {
    let rows: OverlaidSegment
    let attributeColumns: [AttributeColumn]

    var segmentCount: Int { 1 }
    func segment(at index: Int) throws(ScanError) -> any ScanSegment { rows }
    func startRange(ofSegmentAt index: Int) -> ClosedRange<Int64>? { rows.startRange }
    func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] {
      attributeColumns.filter { $0.key == key && $0.scope == scope }
    }
    func sharedTraces(ofSegmentAt index: Int) throws(ScanError) -> [UInt32] { [] }
    func fragments(ofTraceAt row: Int, inSegmentAt index: Int) throws(ScanError) -> [TraceRows] {
      [TraceRows(segment: 0, rows: row..<row + 1)]
    }
  }

  private static let rowCount = 5_000
  private static let ratio = ColumnID(rawValue: ColumnID.firstAttribute)

  private static func models(_ row: Int) -> String? { row % 3 == 2 ? nil : "m\(row % 3)" }
  private static func ratio(_ row: Int) -> Double? { row % 7 == 0 ? nil : Double(row) / 4 }

  private static func source() throws -> Source {
    let all = (0..<rowCount).map { UInt32($0) }
    let ids = try all.map { row in
      try #require(TraceID(high: 3, low: UInt64(row) + 1)).description
    }
    let named = all.filter { models(Int($0)) != nil }
    let rated = all.filter { ratio(Int($0)) != nil }
    let columns = [
      Column(
        ColumnID(.traceID), codes: all.map { Int64($0) }, of: ids.map { .string($0) }, rows: all,
        rowCount: rowCount),
      Column(
        ColumnID(.spanID), integers: all.map { Int64($0) + 1 }, rows: all, rowCount: rowCount),
      Column(
        ColumnID(.start), integers: all.map { Int64($0) * 1_000 }, rows: all, rowCount: rowCount),
      Column(
        ColumnID(.latency), integers: all.map { Int64($0 % 100) }, rows: all, rowCount: rowCount),
      Column(
        ColumnID(.model), codes: named.map { Int64($0 % 3) }, of: [.string("m0"), .string("m1")],
        rows: named, rowCount: rowCount),
      Column(
        ratio, doubles: rated.compactMap { ratio(Int($0)) }, rows: rated, rowCount: rowCount),
    ]
    #expect(Column(ColumnID(.cost), integers: [], rows: [], rowCount: rowCount) == nil)
    return Source(
      rows: OverlaidSegment(
        rowCount: rowCount, startRange: 0...Int64(rowCount - 1) * 1_000, columns.compactMap { $0 }),
      attributeColumns: [AttributeColumn(id: ratio, scope: .span, key: "ratio", type: .double)])
  }

  @Test func `columns in memory are filtered, grouped and added up like stored ones`() throws {
    let source = try Self.source()
    let rows = 0..<Self.rowCount
    let dear = rows.filter { ($0 % 100) > 90 && Self.models($0) == "m1" }
    #expect(
      try run("latency > 90ns and model = m1 select count(), sum(latency)", over: source).rows
        == [
          [
            .integer(Int64(dear.count)),
            .duration(dear.reduce(0) { $0 + Int64($1 % 100) }),
          ]
        ])
    let groups = try run("group by model select count(), sum(attr.ratio)", over: source).rows
    let expected = ["m0", "m1", nil].map { model -> [Value] in
      let members = rows.filter { Self.models($0) == model }
      return [
        model.map { .string($0) } ?? .null, .integer(Int64(members.count)),
        .double(members.compactMap { Self.ratio($0) }.reduce(0, +)),
      ]
    }
    #expect(groups == expected)
    let last = try run("select model, attr.ratio, cost limit 2", over: source).rows
    #expect(
      last
        == (1...2).map { place -> [Value] in
          let row = Self.rowCount - place
          return [
            Self.models(row).map { .string($0) } ?? .null,
            Self.ratio(row).map { .double($0) } ?? .null, .null,
          ]
        })
  }

  @Test func `a column in memory stands before a stored one, and the others are lent as they are`()
    throws
  {
    let source = try Self.source()
    let rows = (0..<Self.rowCount).map { UInt32($0) }
    let column = try #require(
      Column(
        ColumnID(.latency), integers: rows.map { _ in 7 }, rows: rows, rowCount: Self.rowCount))
    let overlaid = Source(
      rows: OverlaidSegment(source.rows, with: [column]),
      attributeColumns: source.attributeColumns)
    #expect(
      try run("model = m0 select max(latency), max(attr.ratio)", over: overlaid).rows
        == run("model = m0 select min(latency) * 0 + 7ns, max(attr.ratio)", over: source).rows)
  }
}
