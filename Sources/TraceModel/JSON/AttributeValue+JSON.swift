extension AttributeValue {
  /// The value as compact JSON.
  ///
  /// Integers and doubles are numbers, maps are objects in their order (a repeated name is
  /// repeated), bytes are a string in base64, NaN and the infinities are strings, and an empty
  /// value is `null`. Recurses once a level of nesting; values that came over the wire nest 64
  /// levels at most.
  public var json: String {
    var writer = JSONWriter()
    writer.append(self)
    return writer.text
  }
}

extension JSONWriter {
  /// Appends a value as `AttributeValue.json` spells it.
  package mutating func append(_ value: AttributeValue) {
    switch value {
    case .string(let text): append(text)
    case .boolean(let value): append(json: value ? "true" : "false")
    case .integer(let number): append(number)
    case .double(let number): append(number)
    case .bytes(let data): append(base64: data)
    case .array(let elements):
      append(list: elements) { writer, element in writer.append(element) }
    case .map(let members):
      append(list: members, open: "{", close: "}") { writer, member in
        writer.append(member.key)
        writer.append(json: ":")
        writer.append(member.value)
      }
    case .empty: append(json: "null")
    }
  }
}
