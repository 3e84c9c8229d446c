// Bodies that have a head of their own. A body's length is not in its header; what its head claims
// is checked against the bytes that follow when it is read, and cut to them.

/// The body of `runs` and `countingRuns`: the number of runs u16, the bits of a packed value u16,
/// 4 bytes of zeros; the end of each run u16, up to a multiple of 8 bytes; the values' planes.
struct RunsLayout: ~Escapable {
  static let prefixByteCount = 8

  /// Where each run ends, exclusive, counted in stored values.
  let ends: Swift.Span<UInt16>
  /// The runs' values, or none for counting runs.
  let values: Planes

  @_lifetime(copy body)
  init?(_ body: RawSpan, hasValues: Bool) {
    let head = Swift.Span<UInt16>(_bytes: body.extracting(first: Self.prefixByteCount))
    let count = Int(head[0])
    let endsByteCount = roundedToWord(count * 2)
    let rest = body.extracting(droppingFirst: Self.prefixByteCount)
    let width = PlaneWidth(bits: Int(head[1]))
    let valuesByteCount = hasValues ? width?.byteCount(count) : 0
    guard let valuesByteCount, endsByteCount + valuesByteCount <= rest.byteCount else {
      return nil
    }
    ends = Swift.Span<UInt16>(_bytes: rest.extracting(first: count * 2))
    values = Planes(
      rest.extracting(droppingFirst: endsByteCount),
      hasValues ? width ?? PlaneWidth(holding: 0) : PlaneWidth(holding: 0),
      count: hasValues ? count : 0)
  }
}

/// The body of `delta`: the first value i64, the least difference i64, the bits of a packed
/// difference u64, the planes of the others' differences less the least one.
struct DeltaLayout: ~Escapable {
  static let prefixByteCount = 24

  let first: Int64
  let leastStep: Int64
  let steps: Planes

  @_lifetime(copy body)
  init?(_ body: RawSpan, count: Int) {
    guard body.byteCount >= Self.prefixByteCount else { return nil }
    let head = Swift.Span<Int64>(_bytes: body.extracting(first: Self.prefixByteCount))
    let rest = body.extracting(droppingFirst: Self.prefixByteCount)
    guard let width = PlaneWidth(bits: Int(truncatingIfNeeded: head[2])),
      width.byteCount(max(0, count - 1)) <= rest.byteCount
    else { return nil }
    first = head[0]
    leastStep = head[1]
    steps = Planes(rest, width, count: max(0, count - 1))
  }
}

/// The body of `decimals`: the least numerator i64; the power of ten that all are divided by u16,
/// the bits of a packed numerator u16, exceptions u16, 2 bytes of zeros; the numerators' planes,
/// less the least one; the exceptions' places u16, up to a multiple of 8 bytes, and their doubles.
struct DecimalsLayout: ~Escapable {
  static let prefixByteCount = 16

  let least: Int64
  let divisor: Double
  let numerators: Planes
  let exceptionPlaces: Swift.Span<UInt16>
  let exceptions: Swift.Span<Double>

  @_lifetime(copy body)
  init?(_ body: RawSpan, count: Int) {
    guard body.byteCount >= Self.prefixByteCount else { return nil }
    let numbers = Swift.Span<Int64>(_bytes: body.extracting(first: 8))
    let counts = Swift.Span<UInt16>(_bytes: body.extracting(8..<16))
    let rest = body.extracting(droppingFirst: Self.prefixByteCount)
    let exceptionCount = Int(counts[2])
    guard let width = PlaneWidth(bits: Int(counts[1])),
      Int(counts[0]) < DecimalPowers.all.count
    else { return nil }
    let placesStart = width.byteCount(count)
    let doublesStart = placesStart + roundedToWord(exceptionCount * 2)
    guard doublesStart + exceptionCount * 8 <= rest.byteCount else { return nil }
    least = numbers[0]
    divisor = DecimalPowers.all[Int(counts[0])]
    numerators = Planes(rest, width, count: count)
    exceptionPlaces = Swift.Span<UInt16>(
      _bytes: rest.extracting(placesStart..<placesStart + exceptionCount * 2))
    exceptions = Swift.Span<Double>(
      _bytes: rest.extracting(doublesStart..<doublesStart + exceptionCount * 8))
  }
}

/// Powers of ten that a double holds exactly, as far as numerators below 2^53 make use of them.
enum DecimalPowers {
  static let all: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
  ]
}
