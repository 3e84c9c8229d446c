// Decoding a block, row by row. What lies in whole bytes and has a value in every row is lent where
// it is; the rest is laid out in the scratch.

extension EncodedColumn {
  /// An offset for each row of a block of whole numbers or codes.
  @_lifetime(copy self, &scratch)
  package func integers(ofBlock index: Int, _ scratch: inout BlockScratch) -> IntegerBlock {
    decode(index, isFull: isFull(index), &scratch)
  }

  /// An offset for each value that is stored of a block, which are those of the rows that have
  /// one, in order.
  ///
  /// For few rows: to move the values to their rows takes longer than to count, up to each of
  /// these rows, those before it that have a value.
  @_lifetime(copy self, &scratch)
  package func storedIntegers(
    ofBlock index: Int, _ scratch: inout BlockScratch
  ) -> IntegerBlock {
    decode(index, isFull: true, &scratch)
  }

  /// Whether every row of a block has a value.
  package func isFull(_ index: Int) -> Bool {
    !hasNulls || headers[index].valueCount == rows(ofBlock: index).count
  }

  /// A full block gives an offset for each stored value.
  @_lifetime(copy self, &scratch)
  private func decode(
    _ index: Int, isFull: Bool, _ scratch: inout BlockScratch
  ) -> IntegerBlock {
    let header = headers[index]
    switch header.encoding {
    case .packed:
      guard let width = PlaneWidth(bits: Int(header.width)) else { break }
      let planes = Planes(body(header), width, count: header.valueCount)
      if isFull, width.high == 0 {
        return IntegerBlock(base: header.least, offsets: planes.lent)
      }
      let kind = planes.unpack(into: &scratch)
      return laidOut(kind, header, index, isFull, &scratch)
    case .runs, .countingRuns:
      let kind = layOutRuns(header, into: &scratch)
      return laidOut(kind, header, index, isFull, &scratch)
    case .delta:
      addUpSteps(header, into: &scratch)
      return laidOut(.long, header, index, isFull, &scratch)
    case .constant, .doubles, .decimals, nil: break
    }
    return IntegerBlock(base: header.least, offsets: .constant)
  }

  /// The doubles of a block, one for each row.
  @_lifetime(copy self, &scratch)
  package func doubles(ofBlock index: Int, _ scratch: inout BlockScratch) -> Swift.Span<Double> {
    let header = headers[index]
    let rowCount = rows(ofBlock: index).count
    let isFull = !hasNulls || header.valueCount == rowCount
    if header.encoding == .doubles, isFull {
      return Swift.Span<Double>(_bytes: body(header).extracting(first: rowCount * 8))
    }
    readDoubles(header, into: &scratch)
    if !isFull {
      var target = scratch.doubles.mutableSpan
      Columns.spread(&target, count: header.valueCount, over: presence(ofBlock: index))
    }
    let all = scratch.doubles.span
    return all.extracting(first: rowCount)
  }

  /// The stored offsets in the scratch, moved to their rows.
  @_lifetime(copy self, &scratch)
  private func laidOut(
    _ kind: OffsetKind, _ header: BlockHeader, _ index: Int, _ isFull: Bool,
    _ scratch: inout BlockScratch
  ) -> IntegerBlock {
    if !isFull { spread(kind, count: header.valueCount, index, &scratch) }
    let rowCount = isFull ? header.valueCount : rows(ofBlock: index).count
    switch kind {
    case .byte:
      let all = scratch.bytes.span
      return IntegerBlock(base: header.least, offsets: .byte(all.extracting(first: rowCount)))
    case .short:
      let all = scratch.shorts.span
      return IntegerBlock(base: header.least, offsets: .short(all.extracting(first: rowCount)))
    case .word:
      let all = scratch.words.span
      return IntegerBlock(base: header.least, offsets: .word(all.extracting(first: rowCount)))
    case .long:
      let all = scratch.longs.span
      return IntegerBlock(base: header.least, offsets: .long(all.extracting(first: rowCount)))
    }
  }

  private func spread(
    _ kind: OffsetKind, count: Int, _ index: Int, _ scratch: inout BlockScratch
  ) {
    let words = presence(ofBlock: index)
    switch kind {
    case .byte:
      var target = scratch.bytes.mutableSpan
      Columns.spread(&target, count: count, over: words)
    case .short:
      var target = scratch.shorts.mutableSpan
      Columns.spread(&target, count: count, over: words)
    case .word:
      var target = scratch.words.mutableSpan
      Columns.spread(&target, count: count, over: words)
    case .long:
      var target = scratch.longs.mutableSpan
      Columns.spread(&target, count: count, over: words)
    }
  }
}

/// The type of decoded offsets.
enum OffsetKind {
  case byte, short, word, long

  /// The narrowest type for offsets up to `extent`.
  init(holding extent: UInt64) {
    self =
      switch extent {
      case ...0xFF: .byte
      case ...0xFFFF: .short
      case ...0xFFFF_FFFF: .word
      default: .long
      }
  }
}

/// Moves the first `count` elements, in order, to the places that are set.
///
/// From the last to the first, so that none is overwritten before it is moved: the k-th set place
/// is not before k.
func spread<Element: BitwiseCopyable>(
  _ elements: inout MutableSpan<Element>, count: Int, over words: Swift.Span<UInt64>
) {
  var place = count
  var index = words.count
  while index > 0 && place > 0 {
    index &-= 1
    var rest = words[index]
    while rest != 0 && place > 0 {
      let bit = 63 &- rest.leadingZeroBitCount
      place &-= 1
      elements[index &* 64 &+ bit] = elements[place]
      rest &= ~(1 &<< UInt64(truncatingIfNeeded: bit))
    }
  }
}

extension Planes {
  /// Offsets of whole bytes, where they are.
  var lent: BlockOffsets {
    @_lifetime(copy self)
    get {
      switch width.low {
      case 8: return .byte(Swift.Span<UInt8>(_bytes: low.extracting(first: count)))
      case 16: return .short(Swift.Span<UInt16>(_bytes: low.extracting(first: count * 2)))
      case 32: return .word(Swift.Span<UInt32>(_bytes: low.extracting(first: count * 4)))
      default: return .long(Swift.Span<UInt64>(_bytes: low.extracting(first: count * 8)))
      }
    }
  }

  /// Lays the offsets out, one after the other.
  func unpack(into scratch: inout BlockScratch) -> OffsetKind {
    switch (width.low, width.high) {
    case (0, _):
      var target = scratch.bytes.mutableSpan
      unpackHigh(into: &target)
      return .byte
    case (_, 0): return copyLow(into: &scratch)
    case (32, 16):
      var target = scratch.longs.mutableSpan
      join(high: Swift.Span<UInt16>(_bytes: high), into: &target)
      return .long
    case (32, 8):
      var target = scratch.longs.mutableSpan
      join(high: Swift.Span<UInt8>(_bytes: high), into: &target)
      return .long
    case (16, 8):
      var target = scratch.words.mutableSpan
      join(high: Swift.Span<UInt8>(_bytes: high), into: &target)
      return .word
    case (32, _):
      var target = scratch.longs.mutableSpan
      joinBits(into: &target)
      return .long
    default:
      var bytes = scratch.high.mutableSpan
      unpackHigh(into: &bytes)
      return joinLow(into: &scratch)
    }
  }

  private func joinLow(into scratch: inout BlockScratch) -> OffsetKind {
    if width.low == 8 {
      join(scratch.high, into: &scratch.shorts)
      return .short
    }
    join(scratch.high, into: &scratch.words)
    return .word
  }

  private func join(_ high: [UInt8], into offsets: inout [UInt16]) {
    var target = offsets.mutableSpan
    join(high: high.span, into: &target)
  }

  private func join(_ high: [UInt8], into offsets: inout [UInt32]) {
    var target = offsets.mutableSpan
    join(high: high.span, into: &target)
  }

  private func copyLow(into scratch: inout BlockScratch) -> OffsetKind {
    switch lent {
    case .byte(let source):
      for index in source.indices { scratch.bytes[index] = source[index] }
      return .byte
    case .short(let source):
      for index in source.indices { scratch.shorts[index] = source[index] }
      return .short
    case .word(let source):
      for index in source.indices { scratch.words[index] = source[index] }
      return .word
    case .long(let source):
      for index in source.indices { scratch.longs[index] = source[index] }
      return .long
    case .constant: return .byte
    }
  }
}
