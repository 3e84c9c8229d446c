/// What the values of a block are like, and which encoding that makes the best.
struct BlockShape {
  let least: Int64
  let greatest: Int64
  /// Runs of equal neighbours.
  let runCount: Int
  /// Whether each run's value is the last one's plus one.
  let isCounting: Bool
  /// The least difference of a value from the one before; 0 where differences overflow.
  let leastStep: Int64
  /// The greatest difference less the least; nil where differences overflow.
  private let stepExtent: UInt64?
  private let count: Int

  /// Looks at one or more values.
  ///
  /// O(values).
  init(_ values: Swift.Span<Int64>) {
    count = values.count
    var (least, greatest) = (values[0], values[0])
    for index in values.indices {
      least = min(least, values[index])
      greatest = max(greatest, values[index])
    }
    (self.least, self.greatest) = (least, greatest)
    var (runs, counted) = (1, 0)
    for index in 1..<max(1, values.count) {
      let step = values[index] &- values[index &- 1]
      runs &+= step == 0 ? 0 : 1
      counted &+= step == 1 ? 1 : 0
    }
    runCount = runs
    let extent = greatest.subtractingReportingOverflow(least)
    // Where differences overflow, the greatest number and the least differ by one.
    isCounting = counted == runs - 1 && !extent.overflow
    guard !extent.overflow, values.count > 1 else {
      (leastStep, stepExtent) = (0, nil)
      return
    }
    // Within an extent of 63 bits no difference overflows.
    var (leastStep, greatestStep) = (Int64.max, Int64.min)
    for index in 1..<values.count {
      let step = values[index] &- values[index &- 1]
      leastStep = min(leastStep, step)
      greatestStep = max(greatestStep, step)
    }
    self.leastStep = leastStep
    stepExtent = UInt64(bitPattern: greatestStep &- leastStep)
  }

  /// The width of an offset from the least value.
  var width: PlaneWidth { PlaneWidth(holding: UInt64(bitPattern: greatest &- least)) }

  /// The width of a difference less the least one.
  var stepWidth: PlaneWidth { PlaneWidth(holding: stepExtent ?? .max) }

  /// The encoding to use.
  ///
  /// Runs have to be laid out and steps to be added up before a scan can compare anything, where
  /// packed offsets are lent or joined; so runs must save a quarter, and steps an eighth.
  var best: BlockEncoding {
    if runCount == 1 { return .constant }
    let packed = width.byteCount(count)
    let ends = RunsLayout.prefixByteCount + roundedToWord(2 * runCount)
    if isCounting, ends * 4 <= packed * 3 { return .countingRuns }
    if (ends + width.byteCount(runCount)) * 4 <= packed * 3 { return .runs }
    if stepExtent != nil,
      (DeltaLayout.prefixByteCount + stepWidth.byteCount(count - 1)) * 8 <= packed * 7
    {
      return .delta
    }
    return .packed
  }

  /// Which values occur, where they reach no further than 64; else 0.
  func mask(of values: Swift.Span<Int64>) -> UInt64 {
    guard UInt64(bitPattern: greatest &- least) < 64 else { return 0 }
    var mask: UInt64 = 0
    for index in values.indices {
      mask |= 1 &<< UInt64(bitPattern: values[index] &- least)
    }
    return mask
  }
}
