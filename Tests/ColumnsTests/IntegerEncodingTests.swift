import Columns
import TestSupport
import Testing

@Suite struct IntegerEncodingTests {
  @Test(
    arguments: [
      [], [0], [nil], [.max], [.min], [.min, .max], [.min, nil, .max, 0, -1],
      [7, 7, 7], [0, 255], [0, 256], [-1, 65_534], [-1, 65_535], [0, 0xFFFF_FFFF],
      [0, 0x1_0000_0000],
    ] as [[Int64?]])
  func `values come back whatever their extent`(values: [Int64?]) {
    let encoded = EncodedIntegers(values)
    for (row, value) in values.enumerated() {
      guard let value else { continue }
      #expect(decode(encoded, row, of: values.count) == value)
    }
  }

  @Test func `the narrowest width that holds the extent is used`() {
    #expect(EncodedIntegers([1_000_000, 1_000_255]).width == 1)
    #expect(EncodedIntegers([1_000_000, 1_000_256]).width == 2)
    #expect(EncodedIntegers([-5, 65_531]).width == 4)
    #expect(EncodedIntegers([0, 1 << 32]).width == 8)
    #expect(EncodedIntegers([.min, .max]).width == 8)
    #expect(EncodedIntegers([nil, nil]).width == 1)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `random values of random extents come back`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let bits = UInt64.random(in: 0..<64, using: &random)
      let base = Int64(bitPattern: random.next())
      let values: [Int64?] = (0..<Int.random(in: 1...200, using: &random)).map { _ in
        let offset = random.next() & ((1 << bits) - 1)
        return offset % 7 == 0 ? nil : base &+ Int64(bitPattern: offset)
      }
      let encoded = EncodedIntegers(values)
      for (row, value) in values.enumerated() {
        guard let value else { continue }
        #expect(decode(encoded, row, of: values.count) == value, "seed \(seed)")
      }
    }
  }

  @Test(arguments: [1, 2, 255, 256, 257, 65_536, 65_537])
  func `codes come back in one, two or four bytes`(codeCount: Int) {
    let codes: [UInt32] = [0, UInt32(codeCount - 1), UInt32(codeCount / 2)]
    let encoded = EncodedCodes(codes, codeCount: codeCount)
    #expect(encoded.width == (codeCount <= 256 ? 1 : codeCount <= 65_536 ? 2 : 4))
    for (row, code) in codes.enumerated() {
      #expect(decode(encoded, row, of: codes.count) == code)
    }
  }
}

// `#expect` cannot hold a view, so these read through one and return a plain value.

private func decode(_ encoded: EncodedIntegers, _ row: Int, of count: Int) -> Int64 {
  // Safe: the bytes of an array of bytes are all initialised.
  let bytes = unsafe encoded.body.span.bytes
  return IntegerColumn(base: encoded.base, width: encoded.width, rowCount: count, bytes: bytes)[row]
}

private func decode(_ encoded: EncodedCodes, _ row: Int, of count: Int) -> UInt32 {
  // Safe: the bytes of an array of bytes are all initialised.
  let bytes = unsafe encoded.body.span.bytes
  return CodeColumn(width: encoded.width, rowCount: count, bytes: bytes)[row]
}
