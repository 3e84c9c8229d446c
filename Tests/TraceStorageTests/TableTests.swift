import Testing
import TestSupport
import TraceModel

@testable import TraceStorage

/// The tables in memory that writing goes through, against dictionaries.
@Suite struct TableTests {
  @Test(arguments: [1, 2] as [UInt64])
  func `strings are numbered by their bytes in the order met`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let words = (0..<300).map { "word \($0)" } + ["", "é", "e\u{301}", "K", "\u{212A}", "\u{0}"]
    var interner = StringInterner()
    var numbers: [[UInt8]: UInt32] = [:]
    var known: [[UInt8]] = []
    for round in 0..<5_000 {
      // Now in order, now at random, now the same again.
      let word =
        random.chance(50)
        ? words[round % 7] : words[Int.random(in: words.indices, using: &random)]
      let bytes = Array(word.utf8)
      if numbers[bytes] == nil {
        numbers[bytes] = UInt32(known.count)
        known.append(bytes)
      }
      #expect(interner.number(of: word) == numbers[bytes])
    }
    #expect(interner.strings.map { Array($0.utf8) } == known)
  }

  @Test func `entries of equal hashes are told apart`() {
    var table = HashTable()
    for number in 0..<100 { #expect(table.add(UInt64(number % 3)) == number) }
    for number in 0..<100 {
      #expect(table.number(of: UInt64(number % 3)) { $0 == number } == number)
    }
    #expect(table.number(of: 3) { _ in true } == nil)
    #expect(HashTable().number(of: 0) { _ in true } == nil)
  }

  @Test func `the spans of a hot trace are found in the order appended`() throws {
    var random = SeededGenerator(seed: 5)
    var traces = HotTraces()
    var expected: [TraceID: [Int]] = [:]
    for index in 0..<2_000 {
      let low = UInt64.random(in: 1...150, using: &random)
      let trace = try #require(TraceID(high: 0, low: low))
      traces.append(trace)
      expected[trace, default: []].append(index)
    }
    #expect(traces.ids.count == expected.count)
    for (trace, indexes) in expected {
      #expect(traces.contains(trace))
      #expect(traces.indexes(of: trace) == indexes)
    }
    let missing = try #require(TraceID(high: 1, low: 1))
    #expect(!traces.contains(missing))
    #expect(traces.indexes(of: missing) == [])
  }
}
