import QuerySyntax
import Testing

/// The type and value that a text's shape gives it.
@Suite struct LiteralTests {
  private static let second: Int64 = 1_000_000_000
  private static let hour = 3_600 * second
  private static let day = 24 * hour
  /// 2026-11-03, midnight UTC.
  private static let november3 = 20_760 * day

  @Test(
    arguments: [
      ("0", .integer(0)), ("-5", .integer(-5)), ("1_000", .integer(1_000)),
      ("10k", .integer(10_000)),
      ("1.5k", .integer(1_500)), ("007", .integer(7)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("1.5", .double(1.5)), ("1e3", .double(1_000)), ("-1.5E-3", .double(-0.0015)),
      ("1.0", .double(1)), ("0.1", .double(0.1)), ("1_0.2_5", .double(10.25)),
      ("5%", .percent(0.05)), ("0.1%", .percent(0.001)), ("-5%", .percent(-0.05)),
      ("7%", .percent(0.07)),
      ("true", .boolean(true)), ("FALSE", .boolean(false)), ("null", .null),
    ] as [(String, Literal.Value)])
  func `numbers, shares and constants`(text: String, value: Literal.Value) throws {
    #expect(try Literal(typing: text) == Literal(text: text, value: value))
  }

  @Test(
    arguments: [
      ("1ns", 1), ("1us", 1_000), ("1µs", 1_000), ("1μs", 1_000), ("1ms", 1_000_000),
      ("2s", 2 * second),
      ("1m", 60 * second), ("1h", hour), ("1d", day), ("1w", 7 * day), ("1h30m", hour * 3 / 2),
      ("1.5s", second * 3 / 2), ("1m30.5s", 90 * second + second / 2), ("-1h", -hour),
      ("0.000000001s", 1), ("1_000ms", second), ("1w1d1h1m1s1ms1us1ns", 694_861_001_001_001),
      ("106751d", 106_751 * day),
    ] as [(String, Int64)])
  func `durations`(text: String, nanoseconds: Int64) throws {
    #expect(try Literal(typing: text).value == .duration(nanoseconds))
  }

  @Test(
    arguments: [
      ("1B", 1), ("1KB", 1_000), ("1MB", 1_000_000), ("1GB", 1_000_000_000),
      ("1TB", 1_000_000_000_000), ("1KiB", 1_024), ("1.5MiB", 1_572_864), ("2GiB", 2_147_483_648),
      ("1TiB", 1_099_511_627_776), ("-1KB", -1_000), ("1.0B", 1),
    ] as [(String, Int64)])
  func `sizes`(text: String, bytes: Int64) throws {
    #expect(try Literal(typing: text).value == .bytes(bytes))
  }

  @Test(
    arguments: [
      ("$0.05", 50_000_000), ("$1", 1_000_000_000), ("$0.000000001", 1), ("-$0.10", -100_000_000),
      ("$0.10000000000000000000000", 100_000_000), ("$1_000.5", 1_000_500_000_000),
      ("$9223372036.854775807", .max), ("$00000000000000000000000001", 1_000_000_000),
    ] as [(String, Int64)])
  func `amounts are exact`(text: String, nanodollars: Int64) throws {
    #expect(try Literal(typing: text).value == .money(nanodollars))
  }

  @Test(
    arguments: [
      ("1970-01", 0, 31 * day), ("2026-11-03", november3, day),
      ("2026-11", november3 - 2 * day, 30 * day), ("2024-02", 19_754 * day, 29 * day),
      ("2026-11-03T10", november3 + 10 * hour, hour),
      ("2026-11-03T10:30", november3 + 10 * hour + 1_800 * second, 60 * second),
      ("2026-11-03T10:30:05", november3 + 10 * hour + 1_805 * second, second),
      ("2026-11-03T10:30:05Z", november3 + 10 * hour + 1_805 * second, second),
      ("2026-11-03T10:30:05.25Z", november3 + 10 * hour + 1_805 * second + 250_000_000, 10_000_000),
      ("2026-11-03T00:00:00.000000001", november3 + 1, 1),
      ("2026-11-03T10+02:00", november3 + 8 * hour, hour),
      ("2026-11-03T10:30-05:30", november3 + 16 * hour, 60 * second),
      ("1969-12-31", -day, day), ("2000-02-29", 11_016 * day, day),
      ("1900-03-01", -25_508 * day, day),
    ] as [(String, Int64, Int64)])
  func `instants reach as far as they are written`(text: String, from: Int64, width: Int64) throws {
    #expect(try Literal(typing: text).value == .instant(from: from, to: from + width))
  }

  @Test func `days follow one another over four centuries`() {
    // 1770-01-01 is 73 048 days before 1970.
    var expected = -73_048 * Self.day
    var wrong: [String] = []
    for year in 1_770..<2_200 {
      for month in 1...12 {
        for day in 1...31 {
          let text = "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))"
          // A month may be without the day; the next one then goes on.
          guard let literal = try? Literal(typing: text) else { continue }
          if literal.value != .instant(from: expected, to: expected + Self.day) {
            wrong.append(text)
          }
          expected += Self.day
        }
      }
    }
    #expect(wrong.isEmpty)
    // 2200-01-01, so that no day was left out.
    #expect(expected == 84_006 * Self.day)
  }

  private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  @Test(arguments: [
    "gpt-4o-mini", "1.2.3", "google/gemini-2.5", "v3", "5x", "1h1h", "30m1h", "1.5h30m", "1__0",
    "1_", ".5", "5.", "12e4567890123456", "10kb", "5K", "2026-1", "2026-11-3", "nan", "inf", "0x1f",
    "+5", "1e", "truely", "7b", "--", "-", "$", "", "5% ", "1.5.5s",
  ])
  func `whatever has no such shape is a word`(text: String) throws {
    #expect(try Literal(typing: text).value == .word(text))
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775809", "9223372036854776k", "1e309", "9223372037s",
    "106752d", "10000000TB", "$9223372036.854775808", "$0.0000000001", "1.5ns", "0.1B", "0.3KiB",
    "1.2345k", "5M", "2026-02-29", "2026-00", "2026-11-31", "2026-11-03T24", "2026-11-03T10:60",
    "2026-11-03T10:30:60", "2026-11-03T10:30:05.0123456789", "2026-11-03T10x", "1677-08",
    "2262-05", "2262-04-11T23:47:17", "99999999999999999999999999999999999999999999999999999w",
    "1.\(String(repeating: "1", count: 60))s",
  ])
  func `a shape without a value is an error`(text: String) {
    #expect(throws: Diagnostic.self) { try Literal(typing: text) }
  }

  @Test func `of a month or a day in which time begins or ends, the part that there is counts`()
    throws
  {
    #expect(
      try Literal(typing: "2262-04").value
        == .instant(from: 9_222_422_400_000_000_000, to: .max))
    #expect(
      try Literal(typing: "2262-04-11").value
        == .instant(from: 9_223_286_400_000_000_000, to: .max))
    #expect(
      try Literal(typing: "1677-09").value == .instant(from: .min, to: -9_222_508_800_000_000_000))
  }

  @Test func `the text of a literal is kept as written`() throws {
    let query = try Parser.parse("prompt_version=1.10")
    guard case .comparison(.equal, _, let right) = query.filter?.kind else {
      Issue.record("no comparison")
      return
    }
    #expect(right.kind == .literal(Literal(text: "1.10", value: .double(1.1))))
  }
}
