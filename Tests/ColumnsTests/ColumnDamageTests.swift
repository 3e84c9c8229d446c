import Columns
import TestSupport
import Testing

@Suite struct ColumnDamageTests {
  private let values: [Int64?] = (0..<5_000).map { Int64($0 / 5) }

  @Test func `bytes that are too short for the headers are refused`() {
    let bytes = encode(values).bytes
    for count in [0, 31, 95] {
      #expect(throws: ColumnDamage.self) {
        _ = try decode(Array(bytes.prefix(count)), like: values, .blocks)
      }
    }
  }

  @Test func `a column of other rows is refused`() {
    let bytes = encode(values).bytes
    #expect(throws: ColumnDamage.self) {
      _ = try decode(bytes, like: Array(values.dropLast()), .blocks)
    }
  }

  @Test func `whole numbers are not read as doubles`() {
    let bytes = encode((0..<100).map { Optional(Int64($0 * $0 % 77)) }).bytes
    #expect(throws: ColumnDamage.self) {
      _ = try decode(bytes, like: (0..<100).map { Optional(Double($0)) }, .blocks)
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `flipped bytes give an error or other values, and never a trap`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for column in sampleColumns() {
      let bytes = encode(column).bytes
      for _ in 0..<25 {
        var damaged = bytes
        // Headers and heads are where a flip can point somewhere else.
        let reach = Bool.random(using: &random) ? min(200, bytes.count) : bytes.count
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          damaged[Int.random(in: 0..<reach, using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
        for reading in Reading.allCases { _ = try? decode(damaged, like: column, reading) }
      }
    }
    let prices: [Double?] = (0..<3_000).map { Double($0 * 37 % 1_000) / 100 }
    let bytes = encode(prices).bytes
    for _ in 0..<40 {
      var damaged = bytes
      damaged[Int.random(in: 0..<200, using: &random)] = UInt8.random(in: 0...255, using: &random)
      for reading in Reading.allCases { _ = try? decode(damaged, like: prices, reading) }
    }
  }

  private func sampleColumns() -> [[Int64?]] {
    let rows: Range<Int64> = 0..<2_500
    let packed = rows.map { $0 * 7_919 % 1_000 }
    let runs = rows.map { ($0 / 24) * 7_919 % 50_000 }
    let counting = rows.map { $0 / 6 }
    let steps = rows.map { $0 * 1_000_000 + $0 * 31 % 97 }
    let sparse: [Int64?] = packed.map { $0 % 5 == 0 ? nil : $0 }
    return [packed, runs, counting, steps, sparse]
  }
}
