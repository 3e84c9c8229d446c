import QueryEngine
public import TraceModel

extension Timestamp: Decodable {
  /// Decodes an instant, or its nanoseconds since 1970 UTC.
  public init(from decoder: any Decoder) throws {
    if let decoder = decoder as? ValueDecoder, case .instant = decoder.value {
      self.init(nanosecondsSince1970: try decoder.decode(Int64.self))
    } else {
      self.init(
        nanosecondsSince1970: try decoder.singleValueContainer().decode(Int64.self))
    }
  }
}

extension Dollars: Decodable {
  /// Decodes an amount, or its number of 10^-9 dollars.
  public init(from decoder: any Decoder) throws {
    self.init(nanodollars: try decoder.singleValueContainer().decode(Int64.self))
  }
}

extension ByteSize: Decodable {
  /// Decodes a size, or its number of bytes.
  public init(from decoder: any Decoder) throws {
    self.init(bytes: try decoder.singleValueContainer().decode(Int64.self))
  }
}

extension TraceID: Decodable {
  /// Decodes 32 hexadecimal digits.
  public init(from decoder: any Decoder) throws {
    self = try decoded({ TraceID($0) }, from: decoder)
  }
}

extension SpanID: Decodable {
  /// Decodes 16 hexadecimal digits.
  public init(from decoder: any Decoder) throws {
    self = try decoded({ SpanID($0) }, from: decoder)
  }
}

private func decoded<ID>(_ read: (String) -> ID?, from decoder: any Decoder) throws -> ID {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  guard let id = read(text) else {
    throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no id")
  }
  return id
}
