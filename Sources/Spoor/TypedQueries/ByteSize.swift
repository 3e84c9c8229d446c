import QuerySyntax

/// A number of bytes, as queries compare sizes: with a unit.
public struct ByteSize: Hashable, Comparable, Sendable {
  /// Bytes.
  public var bytes: Int64

  /// So many bytes.
  public init(bytes: Int64) {
    self.bytes = bytes
  }

  /// Whether the left size is less.
  public static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }
}

extension ByteSize: ExpressibleByIntegerLiteral {
  /// A size written in bytes.
  public init(integerLiteral bytes: Int64) { self.init(bytes: bytes) }
}

extension ByteSize: QueryValue {
  /// As in `1024B`.
  public var queryText: QueryText { QueryText("\(bytes)B", .bytes(bytes)) }
}
