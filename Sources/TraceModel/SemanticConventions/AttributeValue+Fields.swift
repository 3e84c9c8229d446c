// What an attribute's value is worth to a field. Nil: of no use, as if it were not there.
extension AttributeValue {
  /// Text: a string, or a number or boolean as it is written.
  ///
  /// An empty string says nothing.
  var fieldText: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .integer(let number): String(number)
    case .double(let number): number.description
    case .boolean(let value): value ? "true" : "false"
    case .bytes, .array, .map, .empty: nil
    }
  }

  /// A count: a whole number from 0, also one that was sent as a double or a string.
  var count: Int64? {
    let number: Int64? =
      switch self {
      case .integer(let number): number
      case .double(let number): Int64(exactly: number)
      case .string(let text): Int64(text) ?? Double(text).flatMap(Int64.init(exactly:))
      case .boolean, .bytes, .array, .map, .empty: nil
      }
    return number.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// A finite number, also one that was sent as a string.
  var number: Double? {
    let number: Double? =
      switch self {
      case .integer(let number): Double(number)
      case .double(let number): number
      case .string(let text): Double(text)
      case .boolean, .bytes, .array, .map, .empty: nil
      }
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The first element of an array; the value itself when it is none.
  var firstElement: AttributeValue {
    guard case .array(let elements) = self else { return self }
    return elements.first ?? .empty
  }

  /// The payload that attribute `key` with this value is: by name where the value may be long, else
  /// its JSON.
  func payload(of key: String) -> SpanFields.Payload? {
    switch self {
    case .string, .array, .map: .attribute(key: key)
    case .empty: nil
    case .boolean, .integer, .double, .bytes: .assembled(json)
    }
  }

  /// The text of a payload field that is this attribute: a string's own, the JSON of other values.
  package var payloadText: String {
    if case .string(let text) = self { text } else { json }
  }

  /// The first of `names` that is a member of the object: a map, or a string of JSON.
  ///
  /// Empty when none is.
  func member(_ names: [String]) -> AttributeValue {
    let members: [Attribute] =
      switch self {
      case .map(let members): members
      case .string(let text): NumberMembers.read(text)
      case .boolean, .integer, .double, .bytes, .array, .empty: []
      }
    for name in names {
      if let value = members.value(of: name) { return value }
    }
    return .empty
  }
}

extension String {
  /// `lowercased()`, without its cost where there is nothing to do.
  var foldedToLowercase: String {
    let isFolded = utf8.allSatisfy { byte in
      byte < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
    return isFolded ? self : lowercased()
  }
}
