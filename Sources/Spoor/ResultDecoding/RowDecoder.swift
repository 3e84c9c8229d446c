import QueryEngine

/// Decodes one row of a result.
struct RowDecoder: Decoder {
  let values: [Value]
  let names: ColumnNames
  let row: Int

  var codingPath: [any CodingKey] { [ResultKey(intValue: row)] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RowContainer<Key>(decoder: self))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    ListContainer(values: values, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    guard values.count == 1, let value = values.first else {
      throw DecodingError.typeMismatch(
        [Value].self,
        DecodingError.Context(
          codingPath: codingPath,
          debugDescription: "a row of \(values.count) columns is no single value"))
    }
    return ValueDecoder(value: value, codingPath: codingPath)
  }
}

/// A row as properties by name.
private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: RowDecoder

  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { decoder.names.ordered.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { decoder.names.place(of: key.stringValue) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try value(for: key).value == .null }

  func decode<Property: Decodable>(_ type: Property.Type, forKey key: Key) throws -> Property {
    try value(for: key).decode(type)
  }

  private func value(for key: Key) throws -> ValueDecoder {
    guard let place = decoder.names.place(of: key.stringValue) else {
      let known = decoder.names.ordered.joined(separator: ", ")
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(
          codingPath: codingPath,
          debugDescription: "the result has no column \(key.stringValue); it has \(known)"))
    }
    return ValueDecoder(value: decoder.values[place], codingPath: codingPath + [key])
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try value(for: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try value(for: key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { decoder }
  func superDecoder(forKey key: Key) throws -> any Decoder { try value(for: key) }
}

/// The name or the place of a value.
struct ResultKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }
}
