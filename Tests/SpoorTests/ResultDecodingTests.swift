import Spoor
import TestSupport
import Testing

/// Results as values of Swift types.
@Suite struct ResultDecodingTests {
  private let folder = TemporaryFolder()

  private struct Version: Decodable, Equatable {
    var promptVersion: String?
    var calls: Int
    var slowest: Duration
    var meanTokens: Double?
  }

  @Test func `rows of a store decode into the caller's type`() throws {
    let store = try Store.open(folder.appending("traces.spoor"))
    try store.append(try (1...4).map { try span(number: $0) })
    let versions = try store.query(
      .where(\.stage == "generation").group(by: \.promptVersion)
        .select(
          Aggregate.count().named("calls"), Aggregate.greatest(\.latency).named("slowest"),
          Aggregate.average(\.inputTokens).named("mean_tokens")
        )
        .order(by: \.promptVersion)
    ).decode(Version.self)
    #expect(
      versions == [
        Version(promptVersion: "v0", calls: 2, slowest: .seconds(4), meanTokens: 3),
        Version(promptVersion: "v1", calls: 2, slowest: .seconds(3), meanTokens: 2),
      ])
    #expect(try store.query("select count()").decode(Int.self) == [4])
    #expect(try store.query("select trace_id limit 1").decode(TraceID.self).count == 1)
    #expect(
      try store.query("select start order by start limit 1").decode(Timestamp.self)
        == [Timestamp(nanosecondsSince1970: 1_000_000_000)])
  }

  /// What is printed has to be what the binder takes: the types of fields are said twice.
  @Test(arguments: [
    \SpanFields.latency > .seconds(1), \.timeToFirstToken < .seconds(1), \.selfTime >= .zero,
    \.inputBytes > 10, \.outputBytes <= ByteSize(bytes: 1 << 40), \.inputTokens == 3,
    \.outputTokens != 3, \.cachedTokens < 3, \.reasoningTokens > -1, \.totalTokens >= 0,
    \.samplingProbability < 0.5,
    \.cost > 0.000001, \.start > Timestamp(nanosecondsSince1970: 1),
    \.end < Timestamp(nanosecondsSince1970: 1), \.isOrphan == false, \.depth < 3,
    \.childCount > 0, \.criticalPathShare > 0.00001, \.trace.latency > .seconds(1),
    \.trace.spanCount > 1, \.trace.errorCount == 0, \.trace.cost > 1, \.trace.sessionID == "s",
    \.trace.start > Timestamp(nanosecondsSince1970: 1), \.attributes[double: "x"] > 1e21,
    \.attributes[bool: "x"] == true, \.root.latency > .seconds(1), \.kind == "client",
    \.scores["x", source: "gpt-4o judge"] > 0.5, .any(of: [ByteSize(bytes: 1)], is: \.inputBytes),
    .has(.sibling, where: \.inputBytes > 1), RelativeAggregate.sum(\.cost, of: .child) > 0.1,
  ])
  func `a field compares with values of its type`(condition: QueryCondition) throws {
    let store = try Store.open(folder.appending("typed.spoor"))
    try store.append([try span(number: 1)])
    _ = try store.query(.where(condition))
    _ = try store.query(.traces.where(condition))
  }

  private struct Everything: Decodable, Equatable {
    var flag: Bool
    var text: String
    var money: Dollars
    var size: UInt16
    var time: Timestamp
    var list: [Int?]
    var none: String?
    var raw: Int64
  }

  @Test func `each type of value decodes`() throws {
    let result = QueryResult(
      columns: ["flag", "text", "money", "size", "time", "list", "none", "raw"].map {
        QueryResult.Column(name: $0, type: .mixed)
      },
      rows: [
        [
          .boolean(true), .string("é"), .money(50_000_000), .bytes(7), .instant(3),
          .list([.integer(1), .null]), .null, .duration(9),
        ]
      ])
    #expect(
      try result.decode(Everything.self) == [
        Everything(
          flag: true, text: "é", money: 0.05, size: 7, time: Timestamp(nanosecondsSince1970: 3),
          list: [1, nil], none: nil, raw: 9)
      ])
  }

  @Test func `an exact name goes before another's camel case`() throws {
    struct Row: Decodable { var aB: Int }
    let result = QueryResult(
      columns: [.init(name: "a_b", type: .integer), .init(name: "aB", type: .integer)],
      rows: [[.integer(1), .integer(2)]])
    #expect(try result.decode(Row.self)[0].aB == 2)
  }

  @Test func `an error says which column of which row does not fit`() throws {
    #expect(
      try message([.integer(1), .string("two")])
        == "1.x: expected a whole number, found \"two\"")
    #expect(try message([.null]) == "0.x: expected a whole number, found no value")
    #expect(try message([.integer(300)]) == "0.x: 300 does not fit Int8")
    #expect(try message([.integer(3)], column: "y") == "0: the result has no column x; it has y")
  }

  private struct Small: Decodable { var x: Int8 }

  private func message(_ values: [Value], column: String = "x") throws -> String {
    let result = QueryResult(
      columns: [.init(name: column, type: .mixed)], rows: values.map { [$0] })
    let error = try #require(throws: DecodingError.self) { try result.decode(Small.self) }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      return context.codingPath.map(\.stringValue).joined(separator: ".") + ": "
        + context.debugDescription
    @unknown default: return "\(error)"
    }
  }

  private func span(number: Int) throws -> SpanData {
    let start = Int64(number) * 1_000_000_000
    var span = SpanData(
      traceID: try #require(TraceID(high: 1, low: UInt64(number))),
      spanID: try #require(SpanID(rawValue: UInt64(number))), name: "chat", start: start,
      end: start * 2)
    span.attributes = [
      Attribute(key: "gen_ai.operation.name", value: .string("chat")),
      Attribute(key: "gen_ai.prompt.version", value: .string("v\(number % 2)")),
      Attribute(key: "gen_ai.usage.input_tokens", value: .integer(Int64(number))),
    ]
    return span
  }
}
