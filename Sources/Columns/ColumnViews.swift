// Views of encoded bytes. The bytes must be aligned to the width and as long as the rows need:
// whoever reads them from a file has checked both before.

extension CodeColumn {
  /// A view of `rowCount` codes of `width` bytes each.
  @_lifetime(copy bytes)
  package init(width: Int, rowCount: Int, bytes: RawSpan) {
    precondition(bytes.byteCount >= rowCount * width, "the codes are shorter than the rows")
    let body = bytes.extracting(first: rowCount * width)
    switch width {
    case 1: self = .narrow(Swift.Span<UInt8>(_bytes: body))
    case 2: self = .medium(Swift.Span<UInt16>(_bytes: body))
    default: self = .wide(Swift.Span<UInt32>(_bytes: body))
    }
  }

  /// The code of one row.
  ///
  /// For many rows, decide the case once instead.
  package subscript(row: Int) -> UInt32 {
    switch self {
    case .narrow(let codes): UInt32(codes[row])
    case .medium(let codes): UInt32(codes[row])
    case .wide(let codes): codes[row]
    }
  }
}

extension IntegerColumn {
  /// A view of `rowCount` offsets of `width` bytes each.
  @_lifetime(copy bytes)
  package init(base: Int64, width: Int, rowCount: Int, bytes: RawSpan) {
    precondition(bytes.byteCount >= rowCount * width, "the offsets are shorter than the rows")
    let body = bytes.extracting(first: rowCount * width)
    switch width {
    case 1: self.init(base: base, offsets: .byte(Swift.Span<UInt8>(_bytes: body)))
    case 2: self.init(base: base, offsets: .short(Swift.Span<UInt16>(_bytes: body)))
    case 4: self.init(base: base, offsets: .word(Swift.Span<UInt32>(_bytes: body)))
    default: self.init(base: base, offsets: .long(Swift.Span<UInt64>(_bytes: body)))
    }
  }

  /// The value of one row.
  ///
  /// For many rows, decide the width once instead.
  package subscript(row: Int) -> Int64 {
    switch offsets {
    case .byte(let offsets): base &+ Int64(offsets[row])
    case .short(let offsets): base &+ Int64(offsets[row])
    case .word(let offsets): base &+ Int64(offsets[row])
    case .long(let offsets): base &+ Int64(bitPattern: offsets[row])
    }
  }
}
