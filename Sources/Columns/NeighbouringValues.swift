// Values of a few rows, of neighbours together: what it takes to find the first is paid once.

extension EncodedColumn {
  /// The whole numbers or codes at neighbouring places among the stored values of a block, from the
  /// beginning of `target` on.
  ///
  /// O(places), and O(log runs); where steps are stored, those before the first place are added up
  /// in vectors.
  package func read(
    _ places: Range<Int>, ofBlock index: Int, into target: inout MutableSpan<Int64>
  ) {
    let header = headers[index]
    precondition(places.count <= target.count, "room for every value")
    // What a body lacks is read as the least value, as by `integer(inBlock:at:)`.
    for offset in 0..<places.count { target[offset] = header.least }
    guard places.lowerBound >= 0, places.upperBound <= header.valueCount else { return }
    switch header.encoding {
    case .packed: readPacked(places, header, into: &target)
    case .runs: readRuns(places, header, hasValues: true, into: &target)
    case .countingRuns: readRuns(places, header, hasValues: false, into: &target)
    case .delta: readSteps(places, header, into: &target)
    case .constant, .doubles, .decimals, nil: break
    }
  }

  /// The whole numbers or codes of some rows, one by one: where they are so few of a block that to
  /// decode it would cost more; of a row without a value, 0.
  package func integers(ofFew rows: Swift.Span<UInt32>) -> [Int64] {
    var numbers = [Int64](repeating: 0, count: rows.count)
    var target = numbers.mutableSpan
    for index in rows.indices {
      guard let place = knownPlace(ofRow: Int(rows[index])) else { continue }
      var room = target._mutatingExtracting(index..<index + 1)
      read(place..<place + 1, ofBlock: Int(rows[index]) / BlockLimits.rowCount, into: &room)
    }
    return numbers
  }

  /// The doubles of some rows, likewise.
  package func doubles(ofFew rows: Swift.Span<UInt32>) -> [Double] {
    var doubles = [Double](repeating: 0, count: rows.count)
    for index in rows.indices {
      guard let place = knownPlace(ofRow: Int(rows[index])) else { continue }
      doubles[index] = double(inBlock: Int(rows[index]) / BlockLimits.rowCount, at: place)
    }
    return doubles
  }

  /// Where a row's value stands in its block; nil when it has none.
  private func knownPlace(ofRow row: Int) -> Int? {
    if hasNulls, presence[row / 64] >> UInt64(row % 64) & 1 == 0 { return nil }
    return place(ofRow: row)
  }

  private func readPacked(
    _ places: Range<Int>, _ header: BlockHeader, into target: inout MutableSpan<Int64>
  ) {
    guard let width = PlaneWidth(bits: Int(header.width)) else { return }
    let planes = Planes(body(header), width, count: header.valueCount)
    for place in places {
      target[place - places.lowerBound] =
        header.least &+ Int64(bitPattern: planes.offset(at: place))
    }
  }

  private func readRuns(
    _ places: Range<Int>, _ header: BlockHeader, hasValues: Bool,
    into target: inout MutableSpan<Int64>
  ) {
    guard let runs = RunsLayout(body(header), hasValues: hasValues), !places.isEmpty,
      runs.ends.count > 0
    else { return }
    var run = runs.index(ofPlace: places.lowerBound)
    for place in places {
      while run < runs.ends.count - 1, Int(runs.ends[run]) <= place { run += 1 }
      let offset = hasValues ? Int64(bitPattern: runs.values.offset(at: run)) : Int64(run)
      target[place - places.lowerBound] = header.least &+ offset
    }
  }

  private func readSteps(
    _ places: Range<Int>, _ header: BlockHeader, into target: inout MutableSpan<Int64>
  ) {
    guard let layout = DeltaLayout(body(header), count: header.valueCount) else { return }
    let skipped = places.lowerBound
    var value =
      layout.first &+ Int64(skipped) &* layout.leastStep
      &+ Int64(bitPattern: layout.steps.sum(ofFirst: skipped))
    for place in places {
      target[place - skipped] = value
      guard place < layout.steps.count else { return }
      value = value &+ layout.leastStep &+ Int64(bitPattern: layout.steps.offset(at: place))
    }
  }
}

extension Planes {
  /// The first offsets added up, modulo 2^64.
  func sum(ofFirst wanted: Int) -> UInt64 {
    let wanted = min(wanted, count)
    let lowSum: UInt64 =
      switch width.low {
      case 0: 0
      case 8: total(Swift.Span<UInt8>(_bytes: low).extracting(first: wanted))
      case 16: total(Swift.Span<UInt16>(_bytes: low).extracting(first: wanted))
      case 32: total(Swift.Span<UInt32>(_bytes: low).extracting(first: wanted))
      default: total(Swift.Span<UInt64>(_bytes: low).extracting(first: wanted))
      }
    let highSum: UInt64 =
      switch width.high {
      case 0: 0
      case 8: total(Swift.Span<UInt8>(_bytes: high).extracting(first: wanted))
      case 16: total(Swift.Span<UInt16>(_bytes: high).extracting(first: wanted))
      default: sumOfBits(ofFirst: wanted)
      }
    return lowSum &+ highSum &<< UInt64(width.low)
  }

  /// The sum of high parts that are narrower than a byte.
  private func sumOfBits(ofFirst wanted: Int) -> UInt64 {
    let plane = Swift.Span<UInt8>(_bytes: high)
    let mask: UInt8 = 1 &<< UInt8(truncatingIfNeeded: width.high) &- 1
    var sum: UInt64 = 0
    var first = 0
    var shift: UInt8 = 0
    while first < wanted, plane.count > 0 {
      let bytes = plane.extracting(first: min(plane.count, wanted &- first))
      // At most 2,048 bytes of 15 each.
      var part: UInt32 = 0
      for index in bytes.indices { part &+= UInt32(bytes[index] &>> shift & mask) }
      sum &+= UInt64(part)
      first &+= plane.count
      shift &+= UInt8(truncatingIfNeeded: width.high)
    }
    return sum
  }
}

/// The sum of a plane's elements, modulo 2^64.
@inline(__always)
private func total<Element: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  _ elements: Swift.Span<Element>
) -> UInt64 {
  var sum: UInt64 = 0
  for index in elements.indices { sum &+= UInt64(truncatingIfNeeded: elements[index]) }
  return sum
}
