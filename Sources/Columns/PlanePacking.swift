/// Appends the first offsets of an array in planes.
func appendPlanes(
  _ all: [UInt64], count: Int, _ width: PlaneWidth, to bytes: inout [UInt8]
) {
  let offsets = all.span.extracting(first: count)
  let start = bytes.count
  bytes.append(contentsOf: repeatElement(0, count: width.byteCount(count)))
  var target = bytes.mutableSpan
  packBytes(offsets, shift: 0, byteCount: width.low / 8, at: start, in: &target)
  let highStart = start + width.lowByteCount(count)
  if width.high >= 8 {
    packBytes(
      offsets, shift: UInt64(width.low), byteCount: width.high / 8, at: highStart, in: &target)
  } else if width.high > 0 {
    packBits(offsets, width, at: highStart, in: &target)
  }
}

/// Writes some bytes of each offset, little-endian.
private func packBytes(
  _ offsets: Swift.Span<UInt64>, shift: UInt64, byteCount: Int, at start: Int,
  in target: inout MutableSpan<UInt8>
) {
  var place = start
  for index in offsets.indices {
    var rest = offsets[index] &>> shift
    for _ in 0..<byteCount {
      target[place] = UInt8(truncatingIfNeeded: rest)
      rest &>>= 8
      place &+= 1
    }
  }
}

/// Writes the high part of each offset into its bits of a byte.
private func packBits(
  _ offsets: Swift.Span<UInt64>, _ width: PlaneWidth, at start: Int,
  in target: inout MutableSpan<UInt8>
) {
  let stride = width.highStride(offsets.count)
  let mask: UInt64 = (1 << UInt64(width.high)) - 1
  for index in offsets.indices {
    let (slot, place) = index.quotientAndRemainder(dividingBy: stride)
    let bits = UInt8(truncatingIfNeeded: offsets[index] &>> UInt64(width.low) & mask)
    target[start + place] |= bits &<< UInt8(truncatingIfNeeded: slot * width.high)
  }
}

/// Packed offsets of a block, lent.
struct Planes: ~Escapable {
  let width: PlaneWidth
  let count: Int
  let low: RawSpan
  let high: RawSpan

  /// The planes that begin at the start of `bytes`, which must hold them.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, _ width: PlaneWidth, count: Int) {
    self.width = width
    self.count = count
    let lowCount = width.lowByteCount(count)
    low = bytes.extracting(0..<lowCount)
    high = bytes.extracting(lowCount..<lowCount + width.highByteCount(count))
  }

  /// One offset.
  func offset(at place: Int) -> UInt64 {
    switch width.low {
    case 0: return highPart(at: place)
    case 8:
      let plane = Swift.Span<UInt8>(_bytes: low)
      return UInt64(plane[place]) | highPart(at: place) &<< 8
    case 16:
      let plane = Swift.Span<UInt16>(_bytes: low)
      return UInt64(plane[place]) | highPart(at: place) &<< 16
    case 32:
      let plane = Swift.Span<UInt32>(_bytes: low)
      return UInt64(plane[place]) | highPart(at: place) &<< 32
    default:
      let plane = Swift.Span<UInt64>(_bytes: low)
      return plane[place]
    }
  }

  private func highPart(at place: Int) -> UInt64 {
    switch width.high {
    case 0: return 0
    case 8:
      let plane = Swift.Span<UInt8>(_bytes: high)
      return UInt64(plane[place])
    case 16:
      let plane = Swift.Span<UInt16>(_bytes: high)
      return UInt64(plane[place])
    default:
      let plane = Swift.Span<UInt8>(_bytes: high)
      let stride = plane.count
      let (slot, byte) = place.quotientAndRemainder(dividingBy: stride)
      let mask: UInt8 = 1 &<< UInt8(truncatingIfNeeded: width.high) &- 1
      return UInt64(plane[byte] &>> UInt8(truncatingIfNeeded: slot &* width.high) & mask)
    }
  }
}

extension Planes {
  /// The high parts that are narrower than a byte, one byte each.
  func unpackHigh(into bytes: inout MutableSpan<UInt8>) {
    let plane = Swift.Span<UInt8>(_bytes: high)
    let mask: UInt8 = 1 &<< UInt8(truncatingIfNeeded: width.high) &- 1
    let stride = plane.count
    var slot = 0
    while slot &* stride < count {
      let shift = UInt8(truncatingIfNeeded: slot &* width.high)
      let length = min(stride, count &- slot &* stride)
      let first = slot &* stride
      precondition(first + length <= bytes.count, "room for every offset")
      for index in 0..<length { bytes[first &+ index] = plane[index] &>> shift & mask }
      slot &+= 1
    }
  }

  /// Offsets of 9 to 16 bits: `high` has a byte for each.
  func join(high: Swift.Span<UInt8>, into target: inout MutableSpan<UInt16>) {
    let low = Swift.Span<UInt8>(_bytes: low).extracting(0..<count)
    let high = high.extracting(0..<count)
    precondition(target.count >= count, "room for every offset")
    for index in 0..<count {
      target[index] = UInt16(low[index]) | UInt16(high[index]) &<< 8
    }
  }

  /// Offsets of 17 to 24 bits.
  func join(high: Swift.Span<UInt8>, into target: inout MutableSpan<UInt32>) {
    let low = Swift.Span<UInt16>(_bytes: low).extracting(0..<count)
    let high = high.extracting(0..<count)
    precondition(target.count >= count, "room for every offset")
    for index in 0..<count {
      target[index] = UInt32(low[index]) | UInt32(high[index]) &<< 16
    }
  }

  /// Offsets of 33 to 36 bits: the high bits are taken from their bytes on the way.
  func joinBits(into target: inout MutableSpan<UInt64>) {
    let low = Swift.Span<UInt32>(_bytes: low).extracting(0..<count)
    let high = Swift.Span<UInt8>(_bytes: high)
    // In 32 bits, since no vector of bytes is shifted in one go, nor widened to 64 cheaply.
    let mask: UInt32 = 1 &<< UInt32(truncatingIfNeeded: width.high) &- 1
    var first = 0
    var shift: UInt32 = 0
    while first < count {
      let length = min(high.count, count &- first)
      let lowPart = low.extracting(first..<first &+ length)
      let highPart = high.extracting(0..<length)
      var room = target._mutatingExtracting(first..<first &+ length)
      for index in 0..<length {
        let bits = UInt32(highPart[index]) &>> shift & mask
        room[index] = UInt64(lowPart[index]) | UInt64(bits) &<< 32
      }
      first &+= high.count
      shift &+= UInt32(truncatingIfNeeded: width.high)
    }
  }

  /// Offsets of 40 bits, or of 48.
  func join<High: FixedWidthInteger & UnsignedInteger>(
    high: Swift.Span<High>, into target: inout MutableSpan<UInt64>
  ) {
    let low = Swift.Span<UInt32>(_bytes: low).extracting(0..<count)
    let high = high.extracting(0..<count)
    precondition(target.count >= count, "room for every offset")
    for index in 0..<count {
      target[index] = UInt64(low[index]) | UInt64(high[index]) &<< 32
    }
  }
}
