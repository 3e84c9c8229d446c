/// Appends little-endian values to an array; what `ByteReader` reads back.
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8]

  /// An empty writer with room for `capacity` bytes.
  package init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  package var byteCount: Int { bytes.count }

  /// Forgets the bytes but keeps their room.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  package mutating func write(_ value: UInt8) { bytes.append(value) }
  package mutating func write(_ value: UInt16) { append(value) }
  package mutating func write(_ value: UInt32) { append(value) }
  package mutating func write(_ value: UInt64) { append(value) }
  package mutating func write(_ value: Int64) { append(value) }

  /// A double by its bits: NaN payloads and -0 survive.
  package mutating func write(_ value: Double) { append(value.bitPattern) }

  /// The bytes as they are, without their count.
  package mutating func write(_ value: [UInt8]) { bytes.append(contentsOf: value) }

  /// The bytes as they are, without their count.
  package mutating func write(_ value: RawSpan) {
    unsafe value.withUnsafeBytes { buffer in
      // Safe: the copy is made during the call.
      unsafe bytes.append(contentsOf: buffer)
    }
  }

  /// A little-endian base-128 number: a byte for each seven bits.
  package mutating func writeVarint(_ value: UInt64) {
    // Most are counts and small numbers.
    guard value >= 0x80 else { return bytes.append(UInt8(truncatingIfNeeded: value)) }
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A signed number in zigzag form: small magnitudes of either sign are short.
  package mutating func writeZigZag(_ value: Int64) {
    writeVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  /// Bytes after their count.
  package mutating func writePrefixed(_ value: [UInt8]) {
    writeVarint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// Bytes after their count.
  package mutating func writePrefixed(_ value: RawSpan) {
    writeVarint(UInt64(value.byteCount))
    write(value)
  }

  /// Text after its count of UTF-8 bytes.
  package mutating func write(_ value: String) {
    var text = value
    text.withUTF8 { utf8 in
      writeVarint(UInt64(utf8.count))
      // Safe: the copy is made during the call.
      unsafe bytes.append(contentsOf: utf8)
    }
  }

  /// Zero bytes until the length is a multiple of `alignment`.
  package mutating func pad(to alignment: Int) {
    let excess = bytes.count % alignment
    if excess != 0 { bytes.append(contentsOf: repeatElement(0, count: alignment - excess)) }
  }

  /// Replaces the four bytes at `offset`, once a value known later.
  package mutating func overwrite(_ value: UInt32, at offset: Int) {
    precondition(offset >= 0 && offset + 4 <= bytes.count, "overwriting beyond the end")
    for index in 0..<4 {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(index * 8))
    }
  }

  @inline(__always)
  private mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
    unsafe withUnsafeBytes(of: value.littleEndian) { buffer in
      // Safe: the copy is made during the call.
      unsafe bytes.append(contentsOf: buffer)
    }
  }
}
