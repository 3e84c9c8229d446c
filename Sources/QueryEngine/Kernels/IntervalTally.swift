import Columns

extension TimeInterval {
  /// The first moment of each instant's interval.
  ///
  /// Neighbours mostly share one, so an instant is divided only when it left the interval of the
  /// one before.
  func starts(of instants: [Int64]) -> [Int64] {
    guard let first = instants.first else { return [] }
    var starts = instants
    var target = starts.mutableSpan
    var interval = moments(of: first)
    for index in target.indices {
      if !interval.contains(target[index]) { interval = moments(of: target[index]) }
      target[index] = interval.lowerBound
    }
    return starts
  }
}

/// How many of some rows fall into each interval of time.
struct IntervalTally {
  /// Starts of intervals, each with rows; an interval may come more than once.
  private(set) var counts: [(start: Int64, count: Int)] = []
  private let interval: TimeInterval
  /// The interval of the last row.
  private var moments: ClosedRange<Int64>
  /// Its rows that are not in `counts` yet.
  private var count = 0

  /// Counts the set rows of a column of instants, in which each row has a value.
  ///
  /// A block within one interval, as most are, is not decoded.
  init(
    _ column: borrowing EncodedColumn, _ words: Swift.Span<UInt64>, by interval: TimeInterval,
    _ scratch: inout BlockScratch
  ) {
    self.interval = interval
    moments = interval.moments(of: 0)
    for index in column.headers.indices {
      let bits = words.extracting(column.words(ofBlock: index))
      let rowCount = setCount(bits)
      guard rowCount > 0 else { continue }
      let header = column.headers[index]
      enter(header.least)
      if moments.contains(header.greatest) {
        count += rowCount
        continue
      }
      let block = column.integers(ofBlock: index, &scratch)
      switch block.offsets {
      case .constant: count += rowCount
      case .byte(let offsets): add(offsets, block.base, bits)
      case .short(let offsets): add(offsets, block.base, bits)
      case .word(let offsets): add(offsets, block.base, bits)
      case .long(let offsets): add(offsets, block.base, bits)
      }
    }
    flush()
  }

  private mutating func add<Offset: FixedWidthInteger & UnsignedInteger>(
    _ offsets: Swift.Span<Offset>, _ base: Int64, _ words: Swift.Span<UInt64>
  ) {
    for index in words.indices {
      var rest = words[index]
      while rest != 0 {
        let row = index &* 64 &+ rest.trailingZeroBitCount
        enter(base &+ Int64(truncatingIfNeeded: offsets[row]))
        count &+= 1
        rest &= rest &- 1
      }
    }
  }

  /// Moves to the interval of an instant.
  @inline(__always)
  private mutating func enter(_ instant: Int64) {
    if moments.contains(instant) { return }
    flush()
    moments = interval.moments(of: instant)
  }

  private mutating func flush() {
    if count > 0 { counts.append((moments.lowerBound, count)) }
    count = 0
  }
}
