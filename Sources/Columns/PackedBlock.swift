/// The planes of a packed block with a value in every row, lent as they are: for kernels that test
/// offsets without laying them out.
package struct PackedBlock: ~Escapable {
  package let base: Int64
  /// The low 32 bits of each offset; empty where offsets are narrower than a byte.
  package let low: Swift.Span<UInt32>
  /// The high bits: those of row `r` are in byte `r % stride`, shifted by `r / stride` times
  /// `highBits`.
  package let high: Swift.Span<UInt8>
  package let highBits: Int
  /// A power of two from 64 on: the rows of one word of a bitmap are shifted alike.
  package let stride: Int

  @_lifetime(copy low, copy high)
  init(base: Int64, low: Swift.Span<UInt32>, high: Swift.Span<UInt8>, highBits: Int) {
    self.base = base
    self.low = low
    self.high = high
    self.highBits = highBits
    stride = high.count
  }

  package var mask: UInt8 { highBits == 8 ? .max : 1 &<< UInt8(truncatingIfNeeded: highBits) &- 1 }
}

extension EncodedColumn {
  /// The planes of a block of full length whose offsets are narrower than a byte or of 33 to 40
  /// bits; nil for others, of which `integers(ofBlock:_:)` gives as much as this would.
  @_lifetime(copy self)
  package func packed(ofBlock index: Int) -> PackedBlock? {
    let header = headers[index]
    guard header.encoding == .packed, header.valueCount == BlockLimits.rowCount,
      let width = PlaneWidth(bits: Int(header.width)), width.high > 0, width.high <= 8,
      width.low == 0 || width.low == 32
    else { return nil }
    let planes = Planes(body(header), width, count: header.valueCount)
    return PackedBlock(
      base: header.least, low: Swift.Span<UInt32>(_bytes: planes.low),
      high: Swift.Span<UInt8>(_bytes: planes.high), highBits: width.high)
  }
}
