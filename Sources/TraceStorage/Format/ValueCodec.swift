import ByteCoding
import TraceModel

/// Attribute values as bytes: a tag, then the value.
///
/// Two equal values have equal bytes. A list says where it ends and not how long it is: one that goes
/// on begins with the bytes of the shorter one, which dictionaries then store once.
///
/// Doubles keep their bits, NaN payloads and the sign of zero included.
enum ValueCodec {
  private enum Tag: UInt8 {
    case empty, string, no, yes, integer, double, bytes, array, map, end
  }

  static func write(_ value: AttributeValue, to writer: inout ByteWriter) {
    switch value {
    case .empty:
      writer.write(Tag.empty.rawValue)
    case .string(let text):
      writer.write(Tag.string.rawValue)
      writer.write(text)
    case .boolean(let flag):
      writer.write((flag ? Tag.yes : Tag.no).rawValue)
    case .integer(let number):
      writer.write(Tag.integer.rawValue)
      writer.writeZigZag(number)
    case .double(let number):
      writer.write(Tag.double.rawValue)
      writer.write(number.bitPattern)
    case .bytes(let bytes):
      writer.write(Tag.bytes.rawValue)
      writer.writeVarint(UInt64(bytes.count))
      writer.write(bytes)
    case .array(let values):
      writer.write(Tag.array.rawValue)
      for value in values { write(value, to: &writer) }
      writer.write(Tag.end.rawValue)
    case .map(let attributes):
      writer.write(Tag.map.rawValue)
      write(attributes, to: &writer)
    }
  }

  static func write(_ attributes: [Attribute], to writer: inout ByteWriter) {
    writer.writeVarint(UInt64(attributes.count))
    for attribute in attributes {
      writer.write(attribute.key)
      write(attribute.value, to: &writer)
    }
  }

  static func readValue(
    from reader: inout ByteReader, depth: Int = 0
  ) throws(ByteCodingError) -> AttributeValue {
    let offset = reader.offset
    guard depth < StorageLimits.valueNestingDepth else {
      throw .malformed("an attribute value nested too deep", offset: offset)
    }
    switch Tag(rawValue: try reader.readUInt8()) {
    case .empty: return .empty
    case .string: return .string(try reader.readString())
    case .no: return .boolean(false)
    case .yes: return .boolean(true)
    case .integer: return .integer(try reader.readZigZag())
    case .double: return .double(Double(bitPattern: try reader.readUInt64()))
    case .bytes: return .bytes(try reader.readArray(try reader.readCount()))
    case .array:
      var values: [AttributeValue] = []
      while !(try skipEnd(from: &reader)) {
        values.append(try readValue(from: &reader, depth: depth + 1))
      }
      return .array(values)
    case .map: return .map(try readAttributes(from: &reader, depth: depth + 1))
    case .end, nil: throw .malformed("an unknown kind of attribute value", offset: offset)
    }
  }

  /// Passes over the end of a list, if that is next.
  static func skipEnd(from reader: inout ByteReader) throws(ByteCodingError) -> Bool {
    let start = reader.offset
    if try reader.readUInt8() == Tag.end.rawValue { return true }
    try reader.seek(to: start)
    return false
  }

  /// What a value begins with.
  enum Shape {
    /// A text, and a value without parts, of so many bytes from here on.
    case text(byteCount: Int)
    case scalar(byteCount: Int)
    /// Values up to an end.
    case list
    /// So many names and values.
    case map(count: Int)
  }

  /// Reads what a value begins with, up to the first of its bytes or parts.
  static func readShape(from reader: inout ByteReader) throws(ByteCodingError) -> Shape {
    let offset = reader.offset
    switch Tag(rawValue: try reader.readUInt8()) {
    case .empty, .no, .yes: return .scalar(byteCount: 0)
    case .string: return .text(byteCount: try reader.readCount())
    case .integer:
      _ = try reader.readZigZag()
      return .scalar(byteCount: 0)
    case .double: return .scalar(byteCount: MemoryLayout<Double>.size)
    case .bytes: return .scalar(byteCount: try reader.readCount())
    case .array: return .list
    case .map: return .map(count: try reader.readCount())
    case .end, nil: throw .malformed("an unknown kind of attribute value", offset: offset)
    }
  }

  static func readAttributes(
    from reader: inout ByteReader, depth: Int = 0
  ) throws(ByteCodingError) -> [Attribute] {
    var attributes: [Attribute] = []
    for _ in 0..<(try reader.readCount()) {
      let key = try reader.readString()
      attributes.append(Attribute(key: key, value: try readValue(from: &reader, depth: depth)))
    }
    return attributes
  }
}

extension ByteReader {
  /// A count of things of at least one byte each: never more than the bytes left, so that a
  /// damaged count cannot ask for memory.
  mutating func readCount() throws(ByteCodingError) -> Int {
    let start = offset
    let count = try readVarint()
    guard count <= UInt64(remainingByteCount) else {
      throw .malformed("a count of \(count) in \(remainingByteCount) bytes", offset: start)
    }
    return Int(count)
  }
}
