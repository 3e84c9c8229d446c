extension ByteReader {
  /// A little-endian base-128 number of at most ten bytes.
  ///
  /// - Throws: `malformed` when it exceeds 64 bits; longer forms than needed are accepted.
  @_lifetime(self: copy self)
  package mutating func readVarint() throws(ByteCodingError) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    var shift: UInt64 = 0
    do throws(ByteCodingError) {
      while true {
        let byte = try readUInt8()
        // The tenth byte holds the 64th bit alone.
        if shift == 63 && byte > 1 { throw .malformed("varint over 64 bits", offset: start) }
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
    } catch {
      try seek(to: start)
      throw error
    }
  }

  /// A signed number in zigzag form: small magnitudes of either sign are short.
  @_lifetime(self: copy self)
  package mutating func readZigZag() throws(ByteCodingError) -> Int64 {
    let raw = try readVarint()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  /// A varint that counts bytes still to come, so no larger than what remains.
  ///
  /// Checked here, so that a damaged count never sizes an allocation.
  @_lifetime(self: copy self)
  package mutating func readByteCount() throws(ByteCodingError) -> Int {
    let start = offset
    let count = try readVarint()
    guard count <= UInt64(remainingByteCount) else {
      let end = offset
      try seek(to: start)
      throw .truncated(offset: end, needed: Int(clamping: count))
    }
    return Int(count)
  }

  /// Bytes that follow their count, lent.
  @_lifetime(copy self)
  package mutating func readPrefixedBytes() throws(ByteCodingError) -> RawSpan {
    let count = try readByteCount()
    return try readBytes(count)
  }

  /// Text that follows its count of bytes.
  ///
  /// - Throws: `malformed` when the bytes are not UTF-8.
  @_lifetime(self: copy self)
  package mutating func readString() throws(ByteCodingError) -> String {
    let start = offset
    let count = try readByteCount()
    let first = try take(count)
    let text = unsafe bytes.withUnsafeBytes { buffer in
      // Safe: `take` checked the range, and the slice is itself checked.
      unsafe String(validating: buffer[first..<(first + count)], as: UTF8.self)
    }
    guard let text else {
      try seek(to: start)
      throw .malformed("text is not UTF-8", offset: first)
    }
    return text
  }
}
