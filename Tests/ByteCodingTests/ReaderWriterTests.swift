import ByteCoding
import TestSupport
import Testing

/// Runs `body` with a reader of `bytes`.
private func read<R>(
  _ bytes: [UInt8], _ body: (inout ByteReader) throws(ByteCodingError) -> R
) throws(ByteCodingError) -> R {
  var reader = ByteReader(bytes.span)
  return try body(&reader)
}

/// The error of `body`, which must leave the reader where it was.
private func failure<R>(
  _ bytes: [UInt8], _ body: (inout ByteReader) throws(ByteCodingError) -> R
) -> ByteCodingError? {
  var reader = ByteReader(bytes.span)
  do throws(ByteCodingError) {
    _ = try body(&reader)
    return nil
  } catch {
    let offset = reader.offset
    #expect(offset == 0)
    return error
  }
}

/// A plain function, since the expectation macro cannot hold a reader.
private func expect<Value: Equatable>(
  _ found: Value, _ wanted: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found == wanted, sourceLocation: sourceLocation)
}

@Suite struct ReaderWriterTests {
  @Test func `what is written is read back`() throws {
    var writer = ByteWriter(capacity: 64)
    writer.write(UInt8(1))
    writer.write(UInt16(0x0203))
    writer.write(UInt32(0x0405_0607))
    writer.write(UInt64(0x0809_0A0B_0C0D_0E0F))
    writer.write(Int64(-2))
    writer.write(-0.0)
    writer.writeVarint(300)
    writer.writeZigZag(-3)
    writer.write("Grüße")
    writer.writePrefixed([7, 8])
    writer.write([9])
    try read(writer.bytes) { reader throws(ByteCodingError) in
      expect(try reader.readUInt8(), 1)
      expect(try reader.readUInt16(), 0x0203)
      expect(try reader.readUInt32(), 0x0405_0607)
      expect(try reader.readUInt64(), 0x0809_0A0B_0C0D_0E0F)
      expect(try reader.readInt64(), -2)
      expect(try reader.readDouble().sign, .minus)
      expect(try reader.readVarint(), 300)
      expect(try reader.readZigZag(), -3)
      expect(try reader.readString(), "Grüße")
      expect(try reader.readByteCount(), 2)
      expect(try reader.readArray(2), [7, 8])
      expect(try reader.readArray(1), [9])
      expect(reader.isAtEnd, true)
    }
  }

  @Test func `integers are little-endian`() {
    var writer = ByteWriter()
    writer.write(UInt32(0x0102_0304))
    #expect(writer.bytes == [4, 3, 2, 1])
    writer.overwrite(0x0506_0708, at: 0)
    #expect(writer.bytes == [8, 7, 6, 5])
    writer.write(UInt8(1))
    writer.pad(to: 8)
    #expect(writer.bytes == [8, 7, 6, 5, 1, 0, 0, 0])
    writer.pad(to: 8)
    #expect(writer.byteCount == 8)
  }

  @Test(arguments: 0..<8)
  func `a reader at the end says what it needs and stays`(count: Int) {
    let bytes = [UInt8](repeating: 0xFF, count: count)
    let next = failure(bytes) { reader throws(ByteCodingError) in try reader.readUInt64() }
    #expect(next == .truncated(offset: 0, needed: 8))
    for wanted in [count + 1, Int.max, -1, Int.min] {
      let error = failure(bytes) { reader throws(ByteCodingError) in
        try reader.readArray(wanted)
      }
      #expect(error == .truncated(offset: 0, needed: wanted))
    }
  }

  @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, UInt64(Int64.max), UInt64.max])
  func `a varint is as short as it can be`(value: UInt64) throws {
    var writer = ByteWriter()
    writer.writeVarint(value)
    #expect(writer.byteCount == max(1, (64 - value.leadingZeroBitCount + 6) / 7))
    let back = try read(writer.bytes) { reader throws(ByteCodingError) in
      try reader.readVarint()
    }
    #expect(back == value)
  }

  @Test(arguments: [0, 1, -1, 63, -64, Int64.max, Int64.min])
  func `zigzag keeps the sign`(value: Int64) throws {
    var writer = ByteWriter()
    writer.writeZigZag(value)
    let back = try read(writer.bytes) { reader throws(ByteCodingError) in
      try reader.readZigZag()
    }
    #expect(back == value)
    if value.magnitude <= 63 { #expect(writer.byteCount == 1) }
  }

  @Test func `a varint over 64 bits is refused`() {
    let tooLong = [UInt8](repeating: 0x80, count: 10) + [0]
    let tooLarge = [UInt8](repeating: 0xFF, count: 9) + [2]
    for bytes in [tooLong, tooLarge] {
      let error = failure(bytes) { reader throws(ByteCodingError) in try reader.readVarint() }
      #expect(error == .malformed("varint over 64 bits", offset: 0))
    }
    let cut = failure([0x80, 0x80]) { reader throws(ByteCodingError) in
      try reader.readVarint()
    }
    #expect(cut == .truncated(offset: 2, needed: 1))
  }

  @Test func `a count beyond the bytes is refused before anything is allocated`() {
    var writer = ByteWriter()
    writer.writeVarint(UInt64.max)
    let error = failure(writer.bytes) { reader throws(ByteCodingError) in
      try reader.readString()
    }
    #expect(error == .truncated(offset: 10, needed: Int.max))
  }

  @Test func `text that is not UTF-8 is refused`() {
    let error = failure([2, 0xC3, 0x28]) { reader throws(ByteCodingError) in
      try reader.readString()
    }
    #expect(error == .malformed("text is not UTF-8", offset: 1))
  }

  @Test func `lent bytes are a view of the same bytes`() throws {
    let bytes: [UInt8] = [2, 5, 6, 7]
    var reader = ByteReader(bytes.span)
    let lent = try reader.readPrefixedBytes()
    let count = lent.byteCount
    #expect(count == 2)
    var inner = ByteReader(lent)
    let first = try inner.readUInt8()
    #expect(first == 5)
    let rest = reader.remainingByteCount
    #expect(rest == 1)
  }

  @Test func `random bytes never do worse than throw`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...24, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      try read(bytes) { reader throws(ByteCodingError) in
        while !reader.isAtEnd {
          let before = reader.offset
          switch Int.random(in: 0..<4, using: &random) {
          case 0: _ = try? reader.readString()
          case 1: _ = try? reader.readZigZag()
          case 2: _ = try? reader.readUInt32()
          default: _ = try? reader.readUInt8()
          }
          let offset = reader.offset
          #expect(offset >= before && offset <= count, "seed \(seed)")
        }
      }
    }
  }
}
