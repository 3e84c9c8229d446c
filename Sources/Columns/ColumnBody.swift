/// A column's values as they are stored: a header for each block of rows, then the blocks.
///
/// How a block is stored is chosen from its values alone: whatever takes the fewest bytes, unless
/// that would save little and cost a scan more.
package struct ColumnBody: Sendable {
  /// Headers, then bodies; little-endian.
  package let bytes: [UInt8]
  /// The least and greatest whole number; nil where there is none, and of doubles.
  package let range: ClosedRange<Int64>?

  /// Encodes whole numbers or codes: a value for each of the rows that have one, which ascend.
  package static func integers(
    _ values: [Int64], rows: [UInt32], rowCount: Int
  ) -> ColumnBody {
    precondition(values.count == rows.count, "a row for each value")
    var builder = ColumnBodyBuilder()
    let numbers = values.span
    for block in blocks(of: rows, rowCount: rowCount) {
      builder.append(numbers.extracting(block))
    }
    return builder.finish()
  }

  /// Encodes doubles, bit for bit.
  package static func doubles(
    _ values: [Double], rows: [UInt32], rowCount: Int
  ) -> ColumnBody {
    precondition(values.count == rows.count, "a row for each value")
    var builder = ColumnBodyBuilder()
    let numbers = values.span
    for block in blocks(of: rows, rowCount: rowCount) {
      builder.append(numbers.extracting(block))
    }
    return builder.finish()
  }

  /// The places of each block's values.
  private static func blocks(of rows: [UInt32], rowCount: Int) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start = 0
    for block in 0..<BlockLimits.blockCount(ofRows: rowCount) {
      let limit = min((block + 1) * BlockLimits.rowCount, rowCount)
      var end = start
      if rows.count == rowCount {
        end = limit
      } else {
        while end < rows.count, Int(rows[end]) < limit { end += 1 }
      }
      blocks.append(start..<end)
      start = end
    }
    precondition(start == rows.count, "rows ascend and are of the segment")
    return blocks
  }
}

/// Puts a column together block by block.
struct ColumnBodyBuilder {
  private var headers: [BlockHeader] = []
  private var bodies: [UInt8] = []
  private var range: ClosedRange<Int64>?
  private var offsets = [UInt64](repeating: 0, count: BlockLimits.rowCount)

  mutating func append(_ values: Swift.Span<Int64>) {
    guard values.count > 0 else { return headers.append(BlockHeader()) }
    let shape = BlockShape(values)
    var header = BlockHeader(
      least: shape.least, greatest: shape.greatest, mask: shape.mask(of: values),
      offset: UInt32(bodies.count), storedCount: UInt16(values.count))
    header.encodingCode = shape.best.rawValue
    switch shape.best {
    case .packed:
      header.width = UInt8(shape.width.bits)
      appendPacked(values, from: shape.least, shape.width)
    case .runs: appendRuns(values, shape)
    case .countingRuns: appendCountingRuns(values, shape)
    case .delta: appendSteps(values, shape)
    case .constant, .doubles, .decimals: break
    }
    headers.append(header)
    range =
      range.map { min($0.lowerBound, shape.least)...max($0.upperBound, shape.greatest) }
      ?? shape.least...shape.greatest
  }

  mutating func append(_ values: Swift.Span<Double>) {
    guard values.count > 0 else { return headers.append(BlockHeader()) }
    var header = BlockHeader(zoneOf: values)
    header.offset = UInt32(bodies.count)
    if isConstant(values) {
      header.least = Int64(bitPattern: values[0].bitPattern)
    } else if let decimals = DecimalBlock(values) {
      header.encodingCode = BlockEncoding.decimals.rawValue
      decimals.append(to: &bodies)
    } else {
      header.encodingCode = BlockEncoding.doubles.rawValue
      for index in values.indices { appendWord(values[index].bitPattern, to: &bodies) }
    }
    headers.append(header)
  }

  /// Of doubles, by their bits: the zone of a constant block is its value, finite or not.
  private func isConstant(_ values: Swift.Span<Double>) -> Bool {
    for index in values.indices where values[index].bitPattern != values[0].bitPattern {
      return false
    }
    return true
  }

  func finish() -> ColumnBody {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headers.count * BlockHeader.byteCount + bodies.count)
    for header in headers { header.append(to: &bytes) }
    bytes.append(contentsOf: bodies)
    return ColumnBody(bytes: bytes, range: range)
  }

  private mutating func appendPacked(
    _ values: Swift.Span<Int64>, from base: Int64, _ width: PlaneWidth
  ) {
    for index in values.indices { offsets[index] = UInt64(bitPattern: values[index] &- base) }
    appendPlanes(offsets, count: values.count, width, to: &bodies)
  }

  private mutating func appendRuns(_ values: Swift.Span<Int64>, _ shape: BlockShape) {
    appendRunHead(values, shape, width: shape.width)
    var count = 0
    for index in values.indices where index == 0 || values[index] != values[index - 1] {
      offsets[count] = UInt64(bitPattern: values[index] &- shape.least)
      count += 1
    }
    appendPlanes(offsets, count: count, shape.width, to: &bodies)
  }

  private mutating func appendCountingRuns(_ values: Swift.Span<Int64>, _ shape: BlockShape) {
    appendRunHead(values, shape, width: nil)
  }

  private mutating func appendRunHead(
    _ values: Swift.Span<Int64>, _ shape: BlockShape, width: PlaneWidth?
  ) {
    appendShort(shape.runCount, to: &bodies)
    appendShort(width?.bits ?? 0, to: &bodies)
    appendShort(0, to: &bodies)
    appendShort(0, to: &bodies)
    for index in values.indices.dropFirst() where values[index] != values[index - 1] {
      appendShort(index, to: &bodies)
    }
    appendShort(values.count, to: &bodies)
    padToWord(&bodies)
  }

  private mutating func appendSteps(_ values: Swift.Span<Int64>, _ shape: BlockShape) {
    appendWord(UInt64(bitPattern: values[0]), to: &bodies)
    appendWord(UInt64(bitPattern: shape.leastStep), to: &bodies)
    appendWord(UInt64(shape.stepWidth.bits), to: &bodies)
    for index in 1..<values.count {
      let step = values[index] &- values[index - 1]
      offsets[index - 1] = UInt64(bitPattern: step &- shape.leastStep)
    }
    appendPlanes(offsets, count: values.count - 1, shape.stepWidth, to: &bodies)
  }
}

extension BlockHeader {
  /// The header's 32 bytes.
  fileprivate func append(to bytes: inout [UInt8]) {
    appendWord(UInt64(bitPattern: least), to: &bytes)
    appendWord(UInt64(bitPattern: greatest), to: &bytes)
    appendWord(mask, to: &bytes)
    var last = UInt64(offset)
    last |= UInt64(encodingCode) << 32
    last |= UInt64(width) << 40
    last |= UInt64(storedCount) << 48
    appendWord(last, to: &bytes)
  }

  /// A header of doubles, its zone filled in.
  fileprivate init(zoneOf values: Swift.Span<Double>) {
    self.init()
    storedCount = UInt16(values.count)
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for index in values.indices {
      let value = values[index]
      guard value.isFinite else {
        mask |= 2
        continue
      }
      mask |= 1
      least = min(least, value)
      greatest = max(greatest, value)
    }
    guard mask & 1 != 0 else { return }
    self.least = Int64(bitPattern: least.bitPattern)
    self.greatest = Int64(bitPattern: greatest.bitPattern)
  }
}

func appendShort(_ value: Int, to bytes: inout [UInt8]) {
  bytes.append(UInt8(truncatingIfNeeded: value))
  bytes.append(UInt8(truncatingIfNeeded: value >> 8))
}

func appendWord(_ value: UInt64, to bytes: inout [UInt8]) {
  for shift in stride(from: 0, to: 64, by: 8) {
    bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
  }
}

/// Appends zeros up to a multiple of 8 bytes.
func padToWord(_ bytes: inout [UInt8]) {
  while bytes.count % 8 != 0 { bytes.append(0) }
}
