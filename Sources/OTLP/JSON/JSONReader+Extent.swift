extension JSONReader {
  /// How far bytes are a JSON value.
  enum Extent: Hashable {
    /// A value and nothing after it but white space.
    case complete
    /// The beginning of a value.
    case incomplete
    /// No value, or one with something after it.
    case malformed
  }

  /// Reads over bytes once without keeping anything.
  static func extent(of bytes: [UInt8]) -> Extent {
    var reader = JSONReader(bytes)
    do throws(OTLPError) {
      try reader.skipValue()
      try reader.finish()
      return .complete
    } catch .truncated {
      return .incomplete
    } catch {
      return .malformed
    }
  }

  /// U+FEFF in UTF-8, which some editors put before a text.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
