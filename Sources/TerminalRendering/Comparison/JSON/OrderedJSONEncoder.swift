/// Fills a node with what a value encodes.
struct OrderedJSONEncoder: Encoder {
  let node: OrderedJSONNode
  // Nothing here fails, so no error wants to know where.
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(OrderedJSONMembers(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return OrderedJSONElements(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    OrderedJSONValue(node: node)
  }
}

private struct OrderedJSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: OrderedJSONNode
  let codingPath: [any CodingKey] = []

  func encodeNil(forKey key: Key) {
    node.add(OrderedJSONNode(.scalar("null")), key: key.stringValue)
  }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) {
    node.add(OrderedJSON.node(value), key: key.stringValue)
  }

  // The protocol has a default for each of these types, which writes nothing for nil.
  func encodeIfPresent(_ value: Bool?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) { add(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) { add(value, key) }

  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) { add(value, key) }

  private func add(_ value: (some Encodable)?, _ key: Key) {
    guard let value else { return encodeNil(forKey: key) }
    encode(value, forKey: key)
  }

  func nestedContainer<Nested>(
    keyedBy keyType: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    child(key).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    child(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    let child = OrderedJSONNode(.object([]))
    node.add(child, key: "super")
    return OrderedJSONEncoder(node: child)
  }

  func superEncoder(forKey key: Key) -> any Encoder { child(key) }

  private func child(_ key: Key) -> OrderedJSONEncoder {
    let child = OrderedJSONNode(.scalar("null"))
    node.add(child, key: key.stringValue)
    return OrderedJSONEncoder(node: child)
  }
}

private struct OrderedJSONElements: UnkeyedEncodingContainer {
  let node: OrderedJSONNode
  let codingPath: [any CodingKey] = []
  var count: Int { node.count }

  func encodeNil() { node.add(OrderedJSONNode(.scalar("null"))) }

  func encode<Value: Encodable>(_ value: Value) { node.add(OrderedJSON.node(value)) }

  func nestedContainer<Nested>(
    keyedBy keyType: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    child().container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }

  func superEncoder() -> any Encoder { child() }

  private func child() -> OrderedJSONEncoder {
    let child = OrderedJSONNode(.scalar("null"))
    node.add(child)
    return OrderedJSONEncoder(node: child)
  }
}

private struct OrderedJSONValue: SingleValueEncodingContainer {
  let node: OrderedJSONNode
  let codingPath: [any CodingKey] = []

  func encodeNil() { node.become(OrderedJSONNode(.scalar("null"))) }

  func encode<Value: Encodable>(_ value: Value) { node.become(OrderedJSON.node(value)) }
}
