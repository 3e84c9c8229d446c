import Columns
import TestSupport
import Testing

@Suite struct EncodedColumnTests {
  @Test(arguments: Reading.allCases)
  func `whole numbers come back whatever their shape`(reading: Reading) throws {
    for values in integerColumns() {
      let decoded = try decode(encode(values).bytes, like: values, reading)
      #expect(decoded == values, "\(values.count) rows, first \(values.prefix(5))")
    }
  }

  @Test(arguments: Reading.allCases)
  func `doubles come back bit for bit`(reading: Reading) throws {
    for values in doubleColumns() {
      let decoded = try decode(encode(values).bytes, like: values, reading)
      #expect(decoded == values.map { $0?.bitPattern }, "first \(values.prefix(5))")
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `random columns come back`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<30 {
      let values = randomColumn(&random)
      let bytes = encode(values).bytes
      for reading in Reading.allCases {
        #expect(try decode(bytes, like: values, reading) == values, "seed \(seed)")
      }
    }
  }

  @Test func `the range is of the values that are there`() {
    #expect(encode([nil, 7, nil, -3] as [Int64?]).range == -3...7)
    #expect(encode([nil, nil] as [Int64?]).range == nil)
    #expect(encode([.min, .max] as [Int64?]).range == .min...(.max))
  }

  @Test func `each shape of values gets the encoding made for it`() throws {
    let rows = 0..<2_048
    try expect(rows.map { _ in 5 }, .constant)
    try expect(rows.map { $0 &* 7_919 % 1_000 }, .packed)
    try expect(rows.map { ($0 / 24) &* 7_919 % 50_000 }, .runs)
    try expect(rows.map { 1_000 + $0 / 6 }, .countingRuns)
    try expect(rows.map { $0 * 1_000_000 + $0 * 31 % 97 }, .delta)
  }

  @Test func `prices take the bytes of their digits`() throws {
    let prices: [Double?] = (0..<2_048).map { Double($0 * 37 % 1_000) / 100 }
    let body = encode(prices)
    #expect(encodings(of: body.bytes, rowCount: 2_048) == [.decimals])
    #expect(body.bytes.count < 2_048 * 2)
  }

  @Test func `offsets of 35 bits take 36`() {
    var random = SeededGenerator(seed: 3)
    let values: [Int64?] = (0..<2_048).map { _ in Int64(random.next() >> 29) }
    let byteCount = encode(values).bytes.count - BlockHeader.byteCount
    #expect(byteCount == 2_048 * 36 / 8)
  }

  @Test func `a block tells which of few values occur in it`() throws {
    let values: [Int64?] = (0..<4_096).map {
      $0 < 2_048 ? [3, 5, 9][$0 % 3] as Int64 : [3, 80][$0 % 2] as Int64
    }
    let bytes = encode(values).bytes
    // Safe: the bytes of an array of bytes are all initialised.
    let raw = unsafe bytes.span.bytes
    let headers = try EncodedColumn(
      raw, rowCount: values.count, presence: nil, holdsDoubles: false
    ).headers
    let masks = [headers[0].mask, headers[1].mask]
    #expect(masks == [0b100_0101, 0])
    #expect(headers[0].least == 3 && headers[0].greatest == 9)
  }

  private func expect(_ values: [Int], _ encoding: BlockEncoding) throws {
    let values = values.map { Optional(Int64($0)) }
    let body = encode(values)
    #expect(encodings(of: body.bytes, rowCount: values.count) == [encoding])
    for reading in Reading.allCases {
      #expect(try decode(body.bytes, like: values, reading) == values)
    }
  }
}

/// Columns at the edges: of blocks, of widths, of the numbers themselves.
private func integerColumns() -> [[Int64?]] {
  var columns: [[Int64?]] = [
    [], [0], [nil], [.max], [.min], [.min, .max], [.min, nil, .max, 0, -1], [7, 7, 7],
    [.max, .min], Array(repeating: .max, count: 90) + Array(repeating: .min, count: 90),
  ]
  for bits in [1, 2, 3, 7, 8, 9, 12, 13, 16, 17, 20, 21, 31, 32, 33, 36, 41, 48, 49, 63, 64] {
    let top: UInt64 = bits == 64 ? .max : (1 << UInt64(bits)) - 1
    for count in [2, 63, 64, 65, 100, 2_047, 2_048, 2_049, 5_000] {
      let values = (0..<count).map { row -> Int64 in
        let noise = UInt64(row) &* 0x9e37_79b9_7f4a_7c15
        return -5 &+ Int64(bitPattern: row % 5 == 0 ? top : noise & top)
      }
      columns.append(values)
      columns.append(values.enumerated().map { $0.offset % 3 == 0 ? nil : $0.element })
      columns.append(values.enumerated().map { $0.offset % 700 == 3 ? $0.element : nil })
    }
  }
  columns.append((0..<5_000).map { Int64($0 / 7) })
  columns.append((0..<5_000).map { $0 < 2_048 ? nil : Int64($0) })
  columns.append((0..<5_000).map { .min + Int64($0) * 1_000_000_000_000_000 })
  return columns
}

private func doubleColumns() -> [[Double?]] {
  var columns: [[Double?]] = [
    [], [nil], [0.0], [-0.0], [.nan], [.infinity, -.infinity], [0.0, -0.0, 0.0],
    [Double(bitPattern: 0x7FF0_0000_0000_0001), .nan, -.nan],
    [.greatestFiniteMagnitude, .leastNonzeroMagnitude, -.greatestFiniteMagnitude],
  ]
  let prices = (0..<5_000).map { Double($0 * 37 % 100_000) / 100 }
  columns.append(prices)
  columns.append(prices.enumerated().map { $0.offset % 6 == 0 ? $0.element : nil })
  columns.append(
    prices.enumerated().map { $0.offset % 50 == 0 ? [-0.0, .nan, 1.0 / 3][$0.offset % 3] : $0.1 })
  columns.append(prices.map { $0 * 2.5e-6 + 0.000_1 })
  columns.append(prices.map { -$0 })
  columns.append(prices.map { ($0 + 0.1).squareRoot() })
  columns.append((0..<3_000).map { _ in 1e300 })
  columns.append((0..<3_000).map { Double($0) * 1e15 })
  return columns
}

private func randomColumn(_ random: inout SeededGenerator) -> [Int64?] {
  let bits = UInt64.random(in: 0...64, using: &random)
  let mask: UInt64 = bits == 64 ? .max : (1 << bits) - 1
  let base = Int64(bitPattern: random.next())
  let runLength = Int.random(in: 1...40, using: &random)
  let nullShare = [0, 0, 1, 50, 99].randomElement(using: &random) ?? 0
  var last: UInt64 = 0
  return (0..<Int.random(in: 1...6_000, using: &random)).map { _ in
    if Int.random(in: 0..<runLength, using: &random) == 0 { last = random.next() & mask }
    let isNull = Int.random(in: 0..<100, using: &random) < nullShare
    return isNull ? nil : base &+ Int64(bitPattern: last)
  }
}
