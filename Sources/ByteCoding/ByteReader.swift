/// Reads little-endian values from lent bytes, front to back.
///
/// Every read checks that its bytes are there; a read that throws leaves `offset` in place.
/// The reader cannot outlive the bytes.
package struct ByteReader: ~Escapable {
  /// All the bytes, read and unread.
  package let bytes: RawSpan
  /// The bytes read so far.
  package private(set) var offset: Int

  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan) {
    self.bytes = bytes
    offset = 0
  }

  @_lifetime(copy bytes)
  package init(_ bytes: Swift.Span<UInt8>) {
    // Safe: bytes are initialised and have no padding.
    self.init(unsafe bytes.bytes)
  }

  /// The bytes not yet read.
  package var remainingByteCount: Int { bytes.byteCount - offset }

  package var isAtEnd: Bool { offset == bytes.byteCount }

  /// Moves to `newOffset`, counted from the first byte; the end is allowed.
  @_lifetime(self: copy self)
  package mutating func seek(to newOffset: Int) throws(ByteCodingError) {
    guard newOffset >= 0, newOffset <= bytes.byteCount else {
      throw .truncated(offset: newOffset, needed: 0)
    }
    offset = newOffset
  }

  /// Passes over `count` bytes.
  @_lifetime(self: copy self)
  package mutating func skip(_ count: Int) throws(ByteCodingError) {
    _ = try take(count)
  }

  /// The offset of the next `count` bytes, which count as read.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func take(_ count: Int) throws(ByteCodingError) -> Int {
    let start = offset
    guard count >= 0, bytes.byteCount - start >= count else {
      throw .truncated(offset: start, needed: count)
    }
    offset = start + count
    return start
  }

  /// The next bytes as an integer of little-endian order.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func load<Value: FixedWidthInteger & BitwiseCopyable>(
    _: Value.Type
  ) throws(ByteCodingError) -> Value {
    let start = try take(MemoryLayout<Value>.size)
    // Safe: `take` checked that the value lies inside.
    let raw = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: Value.self)
    return Value(littleEndian: raw)
  }

  @_lifetime(self: copy self)
  package mutating func readUInt8() throws(ByteCodingError) -> UInt8 { try load(UInt8.self) }

  @_lifetime(self: copy self)
  package mutating func readUInt16() throws(ByteCodingError) -> UInt16 { try load(UInt16.self) }

  @_lifetime(self: copy self)
  package mutating func readUInt32() throws(ByteCodingError) -> UInt32 { try load(UInt32.self) }

  @_lifetime(self: copy self)
  package mutating func readUInt64() throws(ByteCodingError) -> UInt64 { try load(UInt64.self) }

  @_lifetime(self: copy self)
  package mutating func readInt64() throws(ByteCodingError) -> Int64 { try load(Int64.self) }

  /// A double by its bits: NaN payloads and -0 survive.
  @_lifetime(self: copy self)
  package mutating func readDouble() throws(ByteCodingError) -> Double {
    Double(bitPattern: try load(UInt64.self))
  }

  /// The next `count` bytes, lent for as long as the reader's bytes are.
  @_lifetime(copy self)
  package mutating func readBytes(_ count: Int) throws(ByteCodingError) -> RawSpan {
    let start = try take(count)
    return bytes.extracting(start..<(start + count))
  }

  /// The next `count` bytes, copied.
  @_lifetime(self: copy self)
  package mutating func readArray(_ count: Int) throws(ByteCodingError) -> [UInt8] {
    let start = try take(count)
    return unsafe bytes.withUnsafeBytes { buffer in
      // Safe: `take` checked the range, and the slice is itself checked.
      unsafe [UInt8](buffer[start..<(start + count)])
    }
  }
}
