/// A value of an attribute: every shape that OTLP's `AnyValue` can take.
public enum AttributeValue: Hashable, Sendable {
  /// UTF-8 text.
  case string(String)
  /// True or false.
  case boolean(Bool)
  /// A signed 64-bit integer.
  case integer(Int64)
  /// A double, NaN and infinities included.
  case double(Double)
  /// Raw bytes.
  case bytes([UInt8])
  /// Values in order, of any shapes.
  case array([AttributeValue])
  /// Named values in order.
  case map([Attribute])
  /// An `AnyValue` with nothing set.
  case empty
}

/// A named value.
public struct Attribute: Hashable, Sendable {
  /// The name, by convention dotted and lower case.
  public var key: String
  /// The value.
  public var value: AttributeValue

  /// A name and its value.
  public init(key: String, value: AttributeValue) {
    self.key = key
    self.value = value
  }
}

extension [Attribute] {
  /// The value of the last attribute named `key`: where a sender repeats a name, the last one
  /// counts.
  public func value(of key: String) -> AttributeValue? {
    last { $0.key == key }?.value
  }
}
