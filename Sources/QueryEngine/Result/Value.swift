/// A value of a result.
public enum Value: Hashable, Sendable {
  /// No value.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number.
  case integer(Int64)
  /// A number; never NaN or infinite.
  case double(Double)
  /// Text.
  case string(String)
  /// Nanoseconds.
  case duration(Int64)
  /// Nanoseconds since 1970 UTC.
  case instant(Int64)
  /// A count of bytes.
  case bytes(Int64)
  /// Nano-dollars (10^-9 USD).
  case money(Int64)
  /// Values in order.
  case list([Value])
}

/// The type of a result's column.
public enum ValueType: String, CaseIterable, Hashable, Sendable {
  /// `Value.boolean`.
  case boolean
  /// `Value.integer`.
  case integer
  /// `Value.double`.
  case double
  /// `Value.string`.
  case string
  /// `Value.duration`: nanoseconds.
  case duration
  /// `Value.instant`: nanoseconds since 1970 UTC.
  case instant
  /// `Value.bytes`.
  case bytes
  /// `Value.money`: nano-dollars.
  case money
  /// `Value.list`.
  case list
  /// Values of several of the other types, or nothing but nulls.
  case mixed

  /// The unit of the numbers in machine formats; nil where there is none.
  public var unit: String? {
    switch self {
    case .duration: "ns"
    case .bytes: "B"
    case .money: "USD"
    default: nil
    }
  }
}
