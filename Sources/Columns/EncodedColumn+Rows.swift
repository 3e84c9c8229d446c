// Single rows, and few rows of many.

extension EncodedColumn {
  /// The whole number or code at a place among the stored values of a block.
  ///
  /// O(1) where the block is packed, O(log runs), and O(place) in vectors for steps. For many rows,
  /// ask for the block instead.
  package func integer(inBlock index: Int, at place: Int) -> Int64 {
    let header = headers[index]
    guard place < header.valueCount else { return header.least }
    switch header.encoding {
    case .packed:
      guard let width = PlaneWidth(bits: Int(header.width)) else { break }
      let planes = Planes(body(header), width, count: header.valueCount)
      return header.least &+ Int64(bitPattern: planes.offset(at: place))
    case .runs:
      guard let runs = RunsLayout(body(header), hasValues: true) else { break }
      let run = runs.index(ofPlace: place)
      return header.least &+ Int64(bitPattern: runs.values.offset(at: run))
    case .countingRuns:
      guard let runs = RunsLayout(body(header), hasValues: false) else { break }
      return header.least &+ Int64(runs.index(ofPlace: place))
    case .delta:
      guard let layout = DeltaLayout(body(header), count: header.valueCount) else { break }
      return layout.first &+ Int64(place) &* layout.leastStep
        &+ Int64(bitPattern: layout.steps.sum(ofFirst: place))
    case .constant, .doubles, .decimals, nil: break
    }
    return header.least
  }

  /// The double at a place among the stored values of a block.
  package func double(inBlock index: Int, at place: Int) -> Double {
    let header = headers[index]
    let constant = Double(bitPattern: UInt64(bitPattern: header.least))
    guard place < header.valueCount else { return constant }
    switch header.encoding {
    case .doubles:
      let source = Swift.Span<Double>(_bytes: body(header).extracting(first: header.valueCount * 8))
      return source[place]
    case .decimals:
      guard let layout = DecimalsLayout(body(header), count: header.valueCount) else { break }
      for index in layout.exceptionPlaces.indices where Int(layout.exceptionPlaces[index]) == place
      {
        return layout.exceptions[index]
      }
      let numerator = Int64(bitPattern: layout.numerators.offset(at: place))
      return Double(layout.least &+ numerator) / layout.divisor
    default: break
    }
    return constant
  }

  /// The values of some rows.
  ///
  /// The rows ascend. Of a row without a value, unspecified.
  package func gather(
    _ rows: Swift.Span<UInt32>, into target: inout MutableSpan<Int64>,
    _ scratch: inout BlockScratch
  ) {
    gatherIntegers(rows, into: &target, &scratch)
  }

  /// The codes of some rows.
  package func gather(
    _ rows: Swift.Span<UInt32>, into target: inout MutableSpan<UInt32>,
    _ scratch: inout BlockScratch
  ) {
    gatherIntegers(rows, into: &target, &scratch)
  }

  /// The doubles of some rows.
  package func gather(
    _ rows: Swift.Span<UInt32>, into target: inout MutableSpan<Double>,
    _ scratch: inout BlockScratch
  ) {
    var start = 0
    while start < rows.count {
      let index = Int(rows[start]) / BlockLimits.rowCount
      let end = endOfBlock(index, rows, from: start)
      let block = doubles(ofBlock: index, &scratch)
      let first = index &* BlockLimits.rowCount
      let batch = rows.extracting(start..<end)
      if batch.isContiguous {
        let skipped = Int(batch[0]) &- first
        let values = block.extracting(skipped..<skipped &+ batch.count)
        var room = target._mutatingExtracting(start..<end)
        for place in values.indices { room[place] = values[place] }
      } else {
        for place in batch.indices {
          target[start &+ place] = block[Int(batch[place]) &- first]
        }
      }
      start = end
    }
  }

  private func gatherIntegers<Value: FixedWidthInteger>(
    _ rows: Swift.Span<UInt32>, into target: inout MutableSpan<Value>,
    _ scratch: inout BlockScratch
  ) {
    var start = 0
    while start < rows.count {
      let index = Int(rows[start]) / BlockLimits.rowCount
      let end = endOfBlock(index, rows, from: start)
      if let width = directWidth(ofBlock: index, rowCount: end - start) {
        pick(rows.extracting(start..<end), ofBlock: index, width, into: &target, at: start)
      } else {
        let block = integers(ofBlock: index, &scratch)
        pick(rows.extracting(start..<end), ofBlock: index, block, into: &target, at: start)
      }
      start = end
    }
  }

  /// The first place of a row beyond a block.
  private func endOfBlock(_ index: Int, _ rows: Swift.Span<UInt32>, from start: Int) -> Int {
    let limit = UInt32(truncatingIfNeeded: (index + 1) * BlockLimits.rowCount)
    var low = start + 1
    var high = min(rows.count, start + BlockLimits.rowCount)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The width in which single rows are read rather than the whole block unpacked.
  ///
  /// A row costs some 2 ns, a block of 2,048 from 100 ns (within a byte) to 650 (over 32 bits). In whole bytes,
  /// blocks are lent, and nothing is unpacked.
  private func directWidth(ofBlock index: Int, rowCount: Int) -> PlaneWidth? {
    let header = headers[index]
    guard header.encoding == .packed, !hasNulls, rowCount * 16 < header.valueCount,
      let width = PlaneWidth(bits: Int(header.width)), width.high > 0
    else { return nil }
    return width
  }

  private func pick<Value: FixedWidthInteger>(
    _ rows: Swift.Span<UInt32>, ofBlock index: Int, _ width: PlaneWidth,
    into target: inout MutableSpan<Value>, at start: Int
  ) {
    let header = headers[index]
    let first = index &* BlockLimits.rowCount
    if let block = packed(ofBlock: index) {
      return pick(rows, block, first, into: &target, at: start)
    }
    let planes = Planes(body(header), width, count: header.valueCount)
    for place in rows.indices {
      let offset = Int64(bitPattern: planes.offset(at: Int(rows[place]) &- first))
      target[start &+ place] = Value(truncatingIfNeeded: header.least &+ offset)
    }
  }

  private func pick<Value: FixedWidthInteger>(
    _ rows: Swift.Span<UInt32>, _ block: borrowing PackedBlock, _ first: Int,
    into target: inout MutableSpan<Value>, at start: Int
  ) {
    let (low, high, mask) = (block.low, block.high, block.mask)
    // A multiple of 64 bytes for a whole number of bits, and so a power of two.
    let strideBits = block.stride.trailingZeroBitCount
    let (bits, place) = (block.highBits, block.stride &- 1)
    let base = Value(truncatingIfNeeded: block.base)
    for index in rows.indices {
      let row = Int(rows[index]) &- first
      let shift = UInt8(truncatingIfNeeded: (row &>> strideBits) &* bits)
      var offset = UInt64(high[row & place] &>> shift & mask)
      if low.count > 0 { offset = offset &<< 32 | UInt64(low[row]) }
      target[start &+ index] = base &+ Value(truncatingIfNeeded: offset)
    }
  }

  private func pick<Value: FixedWidthInteger>(
    _ rows: Swift.Span<UInt32>, ofBlock index: Int, _ block: borrowing IntegerBlock,
    into target: inout MutableSpan<Value>, at start: Int
  ) {
    let base = Value(truncatingIfNeeded: block.base)
    let first = index &* BlockLimits.rowCount
    switch block.offsets {
    case .constant: for place in rows.indices { target[start &+ place] = base }
    case .byte(let offsets): pick(rows, offsets, base, first, into: &target, at: start)
    case .short(let offsets): pick(rows, offsets, base, first, into: &target, at: start)
    case .word(let offsets): pick(rows, offsets, base, first, into: &target, at: start)
    case .long(let offsets): pick(rows, offsets, base, first, into: &target, at: start)
    }
  }

  @inline(__always)
  private func pick<Value: FixedWidthInteger, Offset: FixedWidthInteger & UnsignedInteger>(
    _ rows: Swift.Span<UInt32>, _ offsets: Swift.Span<Offset>, _ base: Value, _ first: Int,
    into target: inout MutableSpan<Value>, at start: Int
  ) {
    if rows.isContiguous {
      let skipped = Int(rows[0]) &- first
      let values = offsets.extracting(skipped..<skipped &+ rows.count)
      var room = target._mutatingExtracting(start..<start &+ rows.count)
      for place in values.indices {
        room[place] = base &+ Value(truncatingIfNeeded: values[place])
      }
      return
    }
    for place in rows.indices {
      let offset = offsets[Int(rows[place]) &- first]
      target[start &+ place] = base &+ Value(truncatingIfNeeded: offset)
    }
  }
}

extension Swift.Span<UInt32> {
  /// Whether rows, which ascend, leave none out: as all of a block do where nothing is filtered.
  fileprivate var isContiguous: Bool {
    count > 0 && Int(self[count &- 1]) &- Int(self[0]) == count &- 1
  }
}

extension RunsLayout {
  /// The run that a stored value is in.
  func index(ofPlace place: Int) -> Int {
    var low = 0
    var high = max(0, ends.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if Int(ends[middle]) > place { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension EncodedColumn {
  /// Every row's whole number or code; of a row without a value, unspecified.
  ///
  /// O(rows), eight bytes each: for checks and for what is made once a segment.
  package func allIntegers() -> [Int64] {
    var scratch = BlockScratch()
    var values = [Int64](repeating: 0, count: rowCount)
    let rows = (0..<UInt32(truncatingIfNeeded: rowCount)).map { $0 }
    var target = values.mutableSpan
    gather(rows.span, into: &target, &scratch)
    return values
  }

  /// Every row's double; of a row without a value, unspecified.
  package func allDoubles() -> [Double] {
    var scratch = BlockScratch()
    var values = [Double](repeating: 0, count: rowCount)
    let rows = (0..<UInt32(truncatingIfNeeded: rowCount)).map { $0 }
    var target = values.mutableSpan
    gather(rows.span, into: &target, &scratch)
    return values
  }
}
