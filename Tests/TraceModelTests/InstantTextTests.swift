import TestSupport
import Testing
import TraceModel

struct InstantTextTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000000000Z"),
    (-1, "1969-12-31T23:59:59.999999999Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
    (1_747_000_028_437_436_672, "2025-05-11T21:47:08.437436672Z"),
    (-62_135_596_800, "1969-12-31T23:58:57.864403200Z"),
    (Int64.max, "2262-04-11T23:47:16.854775807Z"),
    (Int64.min, "1677-09-21T00:12:43.145224192Z"),
  ])
  func `an instant and its text say the same`(_ instant: Int64, _ text: String) {
    #expect(InstantText.format(instant) == text)
    #expect(InstantText.parse(text) == instant)
  }

  @Test(arguments: [
    ("2025-05-11t21:47:08z", "2025-05-11T21:47:08.000000000Z"),
    ("2025-05-11 21:47:08Z", "2025-05-11T21:47:08.000000000Z"),
    ("2025-05-11T23:47:08.5+02:00", "2025-05-11T21:47:08.500000000Z"),
    ("2025-05-11T16:17:08.25-05:30", "2025-05-11T21:47:08.250000000Z"),
    ("2025-05-11T21:47:08.1234567899Z", "2025-05-11T21:47:08.123456789Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000000Z"),
    ("2025-05-11T21:47:08-00:00", "2025-05-11T21:47:08.000000000Z"),
  ])
  func `what RFC 3339 allows is read`(_ text: String, _ canonical: String) throws {
    let instant = try #require(InstantText.parse(text))
    #expect(InstantText.format(instant) == canonical)
  }

  @Test(arguments: [
    "", "2025", "2025-05-11", "2025-05-11T21:47Z", "2025-05-11T21:47:08", "2025-13-01T00:00:00Z",
    "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2025-00-10T00:00:00Z",
    "2025-01-00T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z",
    "2025-01-01T00:00:61Z", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00+0200",
    "2025-01-01T00:00:00Z ", "+025-01-01T00:00:00Z", "2025-01-01T00:00:00.1",
    "2262-04-11T23:47:16.854775808Z", "1677-09-21T00:12:43.145224191Z", "9999-12-31T23:59:59Z",
    "0000-01-01T00:00:00Z", "2025-01-01T00:00:00é",
  ])
  func `anything else is no instant`(_ text: String) {
    #expect(InstantText.parse(text) == nil)
  }

  @Test func `every day of eight centuries has its own date, and the next day follows`() {
    let day: Int64 = 86_400_000_000_000
    var previous = ""
    // 1677-09-22 to 2262-04-11.
    for number in Int64(-106_751)...106_751 {
      let text = InstantText.format(number * day)
      #expect(text > previous)
      #expect(InstantText.parse(text) == number * day)
      previous = text
    }
  }

  @Test func `random instants survive being written`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let instant = Int64.random(in: Int64.min...Int64.max, using: &generator)
      #expect(InstantText.parse(InstantText.format(instant)) == instant, "seed \(seed)")
    }
  }
}
