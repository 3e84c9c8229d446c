/// A column of one segment as it is stored, lent in place.
///
/// Rows come in blocks of `BlockLimits.rowCount`, the last one shorter; a header for each, then
/// the bodies. Values are stored for the rows that have one; a bitmap, shared by the columns that
/// have values in the same rows, says which these are.
package struct EncodedColumn: ~Escapable {
  /// Rows, those without a value included.
  package let rowCount: Int
  /// What each block holds.
  package let headers: Swift.Span<BlockHeader>
  let bodies: RawSpan
  /// A bit a row, set where the row has a value; empty when all have.
  let presence: Swift.Span<UInt64>

  /// A view of bytes that are a column of so many rows.
  ///
  /// O(blocks), or O(1) where the same bytes were checked before. Bodies are not looked into: what
  /// they hold may be wrong, and is then read as some other value.
  ///
  /// - Throws: When a header is not one, or its body is not within the bytes.
  @_lifetime(copy bytes, copy presence)
  package init(
    _ bytes: RawSpan, rowCount: Int, presence: Swift.Span<UInt64>?, holdsDoubles: Bool,
    isChecked: Bool = false
  ) throws(ColumnDamage) {
    let blockCount = BlockLimits.blockCount(ofRows: rowCount)
    let headerByteCount = blockCount * BlockHeader.byteCount
    guard bytes.byteCount >= headerByteCount else {
      throw ColumnDamage("\(bytes.byteCount) bytes cannot hold the headers of \(rowCount) rows")
    }
    if let presence, presence.count != (rowCount + 63) / 64 {
      throw ColumnDamage("a bitmap of other rows")
    }
    self.rowCount = rowCount
    headers = Swift.Span<BlockHeader>(_bytes: bytes.extracting(0..<headerByteCount))
    bodies = bytes.extracting(headerByteCount..<bytes.byteCount)
    if let presence {
      self.presence = presence
    } else {
      self.presence = Swift.Span()
    }
    guard !isChecked else { return }
    for index in headers.indices {
      try headers[index].check(
        rowCount: min(BlockLimits.rowCount, rowCount - index * BlockLimits.rowCount),
        bodies.byteCount, hasNulls: presence != nil, holdsDoubles: holdsDoubles)
    }
  }

  /// The rows of a block.
  package func rows(ofBlock index: Int) -> Range<Int> {
    let start = index * BlockLimits.rowCount
    return start..<min(start + BlockLimits.rowCount, rowCount)
  }

  /// Whether some row may lack a value.
  package var hasNulls: Bool { presence.count > 0 }

  /// The bytes of a block's body.
  @_lifetime(copy self)
  func body(_ header: BlockHeader) -> RawSpan {
    bodies.extracting(droppingFirst: Int(header.offset))
  }

  /// Bytes of a block's body, which lies before that of the next block.
  package func byteCount(ofBlock index: Int) -> Int {
    let next = index + 1
    let end = next < headers.count ? Int(headers[next].offset) : bodies.byteCount
    return max(0, end - Int(headers[index].offset))
  }

  /// The words of the bitmap that are a block's; none where every row has a value.
  @_lifetime(copy self)
  package func presence(ofBlock index: Int) -> Swift.Span<UInt64> {
    let start = index * BlockLimits.wordCount
    return presence.extracting(start..<min(start + BlockLimits.wordCount, presence.count))
  }

  /// Where a row's value stands among the stored values of its block.
  ///
  /// The row has a value.
  package func place(ofRow row: Int) -> Int {
    guard hasNulls else { return row % BlockLimits.rowCount }
    let word = row / 64
    var place = 0
    for index in (row / BlockLimits.rowCount * BlockLimits.wordCount)..<word {
      place += presence[index].nonzeroBitCount
    }
    return place + (presence[word] & ((1 << UInt64(row % 64)) - 1)).nonzeroBitCount
  }
}

extension BlockHeader {
  /// Throws unless the block can be one of so many rows and its body is within the bodies.
  fileprivate func check(
    rowCount: Int, _ byteCount: Int, hasNulls: Bool, holdsDoubles: Bool
  ) throws(ColumnDamage) {
    guard let encoding, hasNulls ? valueCount <= rowCount : valueCount == rowCount else {
      throw ColumnDamage("a block of \(storedCount) values for \(rowCount) rows")
    }
    guard encoding == .constant || encoding.holdsDoubles == holdsDoubles else {
      throw ColumnDamage("a block of another type")
    }
    guard offset % 8 == 0, Int(offset) <= byteCount,
      let needed = bodyByteCount(encoding), needed <= byteCount - Int(offset)
    else { throw ColumnDamage("a block that reaches past its column") }
  }

  /// The least length of the body, as far as the header tells; nil for a width that is none.
  private func bodyByteCount(_ encoding: BlockEncoding) -> Int? {
    switch encoding {
    case .constant: return 0
    case .doubles: return valueCount * 8
    case .packed: return PlaneWidth(bits: Int(width))?.byteCount(valueCount)
    case .runs, .countingRuns, .delta, .decimals: return RunsLayout.prefixByteCount
    }
  }
}
