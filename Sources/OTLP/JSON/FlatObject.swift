package import TraceModel

/// An object of JSON as named values: `{"a":{"b":1}}` is `a.b`.
package enum FlatObject {
  /// A value that is no object, or an object that was to be kept whole.
  package enum Value: Hashable, Sendable {
    case string(String)
    /// The number as it is written.
    case number(String)
    case boolean(Bool)
    /// A list or an object.
    case structure(AttributeValue)
  }

  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: Value
  }

  /// The members in the order written; nil for JSON that is no object.
  ///
  /// Members that are `null` are left out, and so are objects without members. The members called
  /// `names` are taken as they are, even where they are objects. Throws `malformed`, `truncated`
  /// or `tooDeep`.
  package static func read(
    _ bytes: [UInt8], keepingWhole names: Set<String>
  ) throws(OTLPError) -> [Member]? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw .malformed(reason: "a byte that is not UTF-8", offset: error.byteOffsets.lowerBound)
    }
    var reader = FlatObjectReader(json: JSONReader(bytes), whole: names)
    guard try reader.json.peek() == UInt8(ascii: "{") else {
      try reader.json.skipValue()
      try reader.json.finish()
      return nil
    }
    try reader.readMembers(under: "", depth: 0)
    try reader.json.finish()
    return reader.members
  }
}

private struct FlatObjectReader {
  var json: JSONReader
  let whole: Set<String>
  var members: [FlatObject.Member] = []

  init(json: JSONReader, whole: Set<String>) {
    self.json = json
    self.whole = whole
  }

  /// Reads the object that comes next; its members are called `prefix` and their names.
  mutating func readMembers(under prefix: String, depth: Int) throws(OTLPError) {
    try requireDepth(depth)
    guard try json.beginObject(.value) else { return }
    var isFirst = true
    while let key = try json.nextKey(&isFirst) {
      let name = prefix + json.text(of: key)
      if try json.peek() == UInt8(ascii: "{"), !whole.contains(name) {
        try readMembers(under: name + ".", depth: depth + 1)
      } else if let value = try readValue(depth: depth + 1) {
        members.append(FlatObject.Member(name: name, value: value))
      }
    }
  }

  private mutating func readValue(depth: Int) throws(OTLPError) -> FlatObject.Value? {
    switch try json.peek() {
    case UInt8(ascii: "n"):
      _ = try json.takeNull()
      return nil
    case UInt8(ascii: "\""): return .string(json.text(of: try json.scanString()))
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      return try json.readBoolean(.value).map { .boolean($0) }
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .structure(try readTree(depth: depth))
    default:
      let range = try json.scanNumber()
      return .number(String(decoding: json.bytes[range], as: UTF8.self))
    }
  }

  private mutating func readTree(depth: Int) throws(OTLPError) -> AttributeValue {
    switch try json.peek() {
    case UInt8(ascii: "{"):
      try requireDepth(depth)
      _ = try json.beginObject(.value)
      var members: [Attribute] = []
      var isFirst = true
      while let key = try json.nextKey(&isFirst) {
        let name = json.text(of: key)
        members.append(Attribute(key: name, value: try readTree(depth: depth + 1)))
      }
      return .map(members)
    case UInt8(ascii: "["):
      try requireDepth(depth)
      _ = try json.beginArray(.value)
      var elements: [AttributeValue] = []
      var isFirst = true
      while try json.nextElement(&isFirst) { elements.append(try readTree(depth: depth + 1)) }
      return .array(elements)
    default: return try readLeaf()
    }
  }

  private mutating func readLeaf() throws(OTLPError) -> AttributeValue {
    switch try readValue(depth: 0) {
    case .string(let text): .string(text)
    case .boolean(let value): .boolean(value)
    case .number(let text):
      Int64(text).map { .integer($0) } ?? Double(text).map { .double($0) } ?? .string(text)
    case .structure(let value): value
    case nil: .empty
    }
  }

  private func requireDepth(_ depth: Int) throws(OTLPError) {
    guard depth < Limits.valueNestingLevels else {
      throw .tooDeep(limit: Limits.valueNestingLevels, offset: json.offset)
    }
  }
}
