/// Integers as a base and unsigned offsets of one width: frame of reference.
///
/// The body holds one little-endian offset a row. Subtraction and addition wrap, so the whole
/// range of `Int64` fits: its extent is a `UInt64`.
package struct EncodedIntegers: Sendable {
  /// The least value that is not null; 0 when all are.
  package var base: Int64
  /// Bytes an offset: 1, 2, 4 or 8.
  package var width: Int
  /// The offsets.
  package var body: [UInt8]
  /// The greatest value that is not null; 0 when all are.
  package var maximum: Int64

  /// Encodes a value for each row; `nil` rows get offset 0.
  package init(_ values: [Int64?]) {
    var least = Int64.max
    var greatest = Int64.min
    for case let value? in values {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    if least > greatest { (least, greatest) = (0, 0) }
    base = least
    maximum = greatest
    width = byteWidth(of: UInt64(bitPattern: greatest &- least))
    body = []
    body.reserveCapacity(values.count * width)
    for value in values {
      let offset = UInt64(bitPattern: (value ?? least) &- least)
      appendLittleEndian(offset, width: width, to: &body)
    }
  }
}

/// Dictionary codes of one width, little-endian.
package struct EncodedCodes: Sendable {
  /// Bytes a code: 1, 2 or 4.
  package var width: Int
  /// The codes.
  package var body: [UInt8]

  /// Encodes codes below `codeCount`.
  package init(_ codes: [UInt32], codeCount: Int) {
    width = codeCount <= 1 << 8 ? 1 : codeCount <= 1 << 16 ? 2 : 4
    body = []
    body.reserveCapacity(codes.count * width)
    for code in codes { appendLittleEndian(UInt64(code), width: width, to: &body) }
  }
}

/// The narrowest of 1, 2, 4 and 8 bytes that holds `extent`.
private func byteWidth(of extent: UInt64) -> Int {
  switch extent {
  case ...0xFF: 1
  case ...0xFFFF: 2
  case ...0xFFFF_FFFF: 4
  default: 8
  }
}

private func appendLittleEndian(_ value: UInt64, width: Int, to bytes: inout [UInt8]) {
  var rest = value
  for _ in 0..<width {
    bytes.append(UInt8(truncatingIfNeeded: rest))
    rest >>= 8
  }
}
