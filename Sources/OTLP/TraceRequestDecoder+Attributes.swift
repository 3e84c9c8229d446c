internal import TraceModel

extension TraceRequestDecoder {
  // attributes = [ { "key": …, "value": any value } ] ;
  mutating func readAttributes() throws(OTLPError) -> [Attribute] {
    try readMembers(.attributes, depth: 0)
  }

  /// Reads a list of named values, `depth` arrays and maps deep.
  private mutating func readMembers(
    _ name: WireName, depth: Int
  ) throws(OTLPError) -> [Attribute] {
    guard try json.beginArray(name) else { return [] }
    var members: [Attribute] = []
    var isFirst = true
    while try json.nextElement(&isFirst) {
      if let member = try readMember(depth: depth) { members.append(member) }
    }
    return members
  }

  private mutating func readMember(depth: Int) throws(OTLPError) -> Attribute? {
    guard try json.beginObject(.attributes) else { return nil }
    var key = ""
    var value = AttributeValue.empty
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .key: key = try json.readToken(name).map { attributeName($0) } ?? ""
      case .value: value = try readValue(depth: depth)
      default: try json.skipValue()
      }
    }
    return Attribute(key: key, value: value)
  }

  // any value = { one of "stringValue", "intValue", … } ; `{}` and `null` are the empty value.
  private mutating func readValue(depth: Int) throws(OTLPError) -> AttributeValue {
    guard try json.beginObject(.value) else { return .empty }
    var value = AttributeValue.empty
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .stringValue: value = try json.readString(name).map { .string($0) } ?? .empty
      case .boolValue: value = try json.readBoolean(name).map { .boolean($0) } ?? .empty
      case .intValue: value = try json.readInteger(name).map { .integer($0) } ?? .empty
      case .doubleValue: value = try json.readDouble(name).map { .double($0) } ?? .empty
      case .bytesValue: value = try readBytes().map { .bytes($0) } ?? .empty
      case .arrayValue: value = try readArray(depth: depth).map { .array($0) } ?? .empty
      case .kvlistValue: value = try readMap(depth: depth).map { .map($0) } ?? .empty
      default: try json.skipValue()
      }
    }
    return value
  }

  private mutating func readBytes() throws(OTLPError) -> [UInt8]? {
    let start = json.offset
    guard let token = try json.readToken(.bytesValue) else { return nil }
    guard let bytes = Base64.decode(json.text(of: token).utf8) else {
      throw json.invalid(.type, "bytesValue is not base64", at: start)
    }
    return bytes
  }

  // array value = { "values": [ any value ] } ;
  private mutating func readArray(depth: Int) throws(OTLPError) -> [AttributeValue]? {
    try requireDepth(depth)
    guard try json.beginObject(.arrayValue) else { return nil }
    var values: [AttributeValue] = []
    var isFirst = true
    while let name = try nextName(&isFirst) {
      guard name == .values else {
        try json.skipValue()
        continue
      }
      values = []
      guard try json.beginArray(.values) else { continue }
      var isFirst = true
      while try json.nextElement(&isFirst) { values.append(try readValue(depth: depth + 1)) }
    }
    return values
  }

  // map value = { "values": [ { "key": …, "value": any value } ] } ;
  private mutating func readMap(depth: Int) throws(OTLPError) -> [Attribute]? {
    try requireDepth(depth)
    guard try json.beginObject(.kvlistValue) else { return nil }
    var members: [Attribute] = []
    var isFirst = true
    while let name = try nextName(&isFirst) {
      if name == .values {
        members = try readMembers(.values, depth: depth + 1)
      } else {
        try json.skipValue()
      }
    }
    return members
  }

  private func requireDepth(_ depth: Int) throws(OTLPError) {
    guard depth < Limits.valueNestingLevels else {
      let reason = "a value nests deeper than \(Limits.valueNestingLevels) levels"
      throw json.invalid(.nesting, reason)
    }
  }
}
