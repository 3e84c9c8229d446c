/// Builds a key whose order as bytes is the order of the values written into it.
///
/// Integers are big-endian and signed ones have their sign bit flipped, so that comparing
/// bytes compares numbers, field by field. Raw bytes end a key: they have no count, since a
/// count in front would sort by length first.
package struct OrderedKey: Sendable, Hashable {
  package private(set) var bytes: [UInt8]

  package init(capacity: Int = 24) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  package mutating func append(_ value: UInt8) { bytes.append(value) }
  package mutating func append(_ value: UInt16) { appendBigEndian(value) }
  package mutating func append(_ value: UInt32) { appendBigEndian(value) }
  package mutating func append(_ value: UInt64) { appendBigEndian(value) }

  package mutating func append(_ value: Int64) {
    appendBigEndian(UInt64(bitPattern: value) ^ Self.signBit)
  }

  /// The bytes as they are; nothing may follow unless they are always of one length.
  package mutating func append(_ value: [UInt8]) { bytes.append(contentsOf: value) }

  /// The least key greater than every key that begins with this one; nil when there is none,
  /// since all its bytes are 255.
  package var successorOfPrefix: [UInt8]? {
    var next = bytes
    while let last = next.popLast() {
      if last < 0xFF { return next + [last + 1] }
    }
    return nil
  }

  static let signBit: UInt64 = 1 << 63

  private mutating func appendBigEndian<Value: FixedWidthInteger>(_ value: Value) {
    var shift = Value.bitWidth
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> Value(shift)))
    }
  }
}

/// Reads back the fields of an `OrderedKey`, in the order they were appended.
package struct OrderedKeyReader: Sendable {
  private let bytes: [UInt8]
  package private(set) var offset = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package var isAtEnd: Bool { offset == bytes.count }

  package mutating func readUInt8() throws(ByteCodingError) -> UInt8 { try readBigEndian() }
  package mutating func readUInt16() throws(ByteCodingError) -> UInt16 { try readBigEndian() }
  package mutating func readUInt32() throws(ByteCodingError) -> UInt32 { try readBigEndian() }
  package mutating func readUInt64() throws(ByteCodingError) -> UInt64 { try readBigEndian() }

  package mutating func readInt64() throws(ByteCodingError) -> Int64 {
    Int64(bitPattern: try readUInt64() ^ OrderedKey.signBit)
  }

  /// The next `count` bytes.
  package mutating func readBytes(_ count: Int) throws(ByteCodingError) -> [UInt8] {
    guard count >= 0, bytes.count - offset >= count else {
      throw .truncated(offset: offset, needed: count)
    }
    defer { offset += count }
    return Array(bytes[offset..<(offset + count)])
  }

  /// The bytes that are left.
  package mutating func readRest() -> [UInt8] {
    defer { offset = bytes.count }
    return Array(bytes[offset...])
  }

  private mutating func readBigEndian<Value: FixedWidthInteger>()
    throws(ByteCodingError) -> Value
  {
    let count = Value.bitWidth / 8
    guard bytes.count - offset >= count else {
      throw .truncated(offset: offset, needed: count)
    }
    var value: UInt64 = 0
    for byte in bytes[offset..<(offset + count)] { value = value << 8 | UInt64(byte) }
    offset += count
    return Value(truncatingIfNeeded: value)
  }
}
