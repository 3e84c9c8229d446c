import QueryEngine
import TraceModel

/// Decodes one value of a result.
struct ValueDecoder: Decoder, SingleValueDecodingContainer {
  let value: Value
  let codingPath: [any CodingKey]

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    throw mismatch(type, "properties")
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let values) = value else { throw mismatch([Value].self, "a list") }
    return ListContainer(values: values, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { value == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .boolean(let flag) = value else { throw mismatch(type, "true or false") }
    return flag
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let text) = value else { throw mismatch(type, "text") }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double {
    switch value {
    case .double(let number): return number
    case .integer(let number): return Double(number)
    case .money(let nanodollars): return Double(nanodollars) / 1e9
    default: throw mismatch(type, "a number")
    }
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<Decoded: Decodable>(_ type: Decoded.Type) throws -> Decoded {
    // Its own notation is a pair of numbers.
    if type == Duration.self, let duration = try duration() as? Decoded { return duration }
    return try Decoded(from: self)
  }

  private func duration() throws -> Duration {
    guard case .duration(let nanoseconds) = value else {
      throw mismatch(Duration.self, "a duration")
    }
    return .nanoseconds(nanoseconds)
  }

  private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
    switch value {
    case .integer(let number), .duration(let number), .instant(let number), .bytes(let number),
      .money(let number):
      guard let integer = Integer(exactly: number) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: codingPath, debugDescription: "\(number) does not fit \(type)"))
      }
      return integer
    default: throw mismatch(type, "a whole number")
    }
  }

  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    let context = DecodingError.Context(
      codingPath: codingPath, debugDescription: "expected \(expected), found \(found)")
    return value == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  private var found: String {
    switch value {
    case .null: "no value"
    case .boolean(let flag): String(flag)
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .string(let text): "\"\(text.prefix(40))\""
    case .duration(let nanoseconds): "a duration of \(nanoseconds) ns"
    case .instant(let nanoseconds): "the instant \(InstantText.shortest(nanoseconds))"
    case .bytes(let count): "\(count) bytes"
    case .money(let nanodollars): "an amount of \(nanodollars) nano-dollars"
    case .list(let values): "a list of \(values.count)"
    }
  }
}

/// A list in a cell, or the cells of a row by place.
struct ListContainer: UnkeyedDecodingContainer {
  let values: [Value]
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(values: [Value], codingPath: [any CodingKey]) {
    self.values = values
    self.codingPath = codingPath
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  mutating func decodeNil() throws -> Bool {
    let isNull = try current().value == .null
    if isNull { currentIndex += 1 }
    return isNull
  }

  mutating func decode<Element: Decodable>(_ type: Element.Type) throws -> Element {
    let element = try current().decode(type)
    currentIndex += 1
    return element
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try superDecoder().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try superDecoder().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try current()
    currentIndex += 1
    return decoder
  }

  private func current() throws -> ValueDecoder {
    let path = codingPath + [ResultKey(intValue: currentIndex)]
    guard currentIndex < values.count else {
      throw DecodingError.valueNotFound(
        Value.self,
        DecodingError.Context(
          codingPath: path, debugDescription: "there are \(values.count) values"))
    }
    return ValueDecoder(value: values[currentIndex], codingPath: path)
  }
}
