extension EncodedColumn {
  /// Lays the runs of a block out as offsets from its least value.
  ///
  /// A damaged body gives zeros where it gives nothing.
  func layOutRuns(_ header: BlockHeader, into scratch: inout BlockScratch) -> OffsetKind {
    let isCounting = header.encoding == .countingRuns
    let extent = UInt64(bitPattern: header.greatest &- header.least)
    let kind = OffsetKind(holding: extent)
    guard let runs = RunsLayout(body(header), hasValues: !isCounting) else { return kind }
    var values = scratch.runValues.mutableSpan
    let count = min(runs.ends.count, BlockLimits.rowCount)
    if isCounting {
      for index in 0..<count { values[index] = UInt64(truncatingIfNeeded: index) }
    } else {
      for index in 0..<count { values[index] = runs.values.offset(at: index) }
    }
    let ends = runs.ends.extracting(first: count)
    switch kind {
    case .byte: fill(&scratch.bytes, with: scratch.runValues, until: ends)
    case .short: fill(&scratch.shorts, with: scratch.runValues, until: ends)
    case .word: fill(&scratch.words, with: scratch.runValues, until: ends)
    case .long: fill(&scratch.longs, with: scratch.runValues, until: ends)
    }
    return kind
  }

  /// Adds the steps of a block up to offsets from its least value.
  func addUpSteps(_ header: BlockHeader, into scratch: inout BlockScratch) {
    guard let layout = DeltaLayout(body(header), count: header.valueCount) else { return }
    let value = UInt64(bitPattern: layout.first &- header.least)
    let step = UInt64(bitPattern: layout.leastStep)
    switch layout.steps.unpack(into: &scratch) {
    case .byte: addUp(scratch.bytes, layout.steps.count, from: value, step, into: &scratch.longs)
    case .short: addUp(scratch.shorts, layout.steps.count, from: value, step, into: &scratch.longs)
    case .word: addUp(scratch.words, layout.steps.count, from: value, step, into: &scratch.longs)
    case .long: addUp(&scratch.longs, layout.steps.count, from: value, step)
    }
  }

  /// Reads the stored doubles of a block, one after the other.
  func readDoubles(_ header: BlockHeader, into scratch: inout BlockScratch) {
    switch header.encoding {
    case .decimals: readDecimals(header, into: &scratch)
    case .doubles:
      let source = Swift.Span<Double>(_bytes: body(header).extracting(first: header.valueCount * 8))
      for index in source.indices { scratch.doubles[index] = source[index] }
    default:
      let value = Double(bitPattern: UInt64(bitPattern: header.least))
      for index in 0..<header.valueCount { scratch.doubles[index] = value }
    }
  }

  private func readDecimals(_ header: BlockHeader, into scratch: inout BlockScratch) {
    guard let layout = DecimalsLayout(body(header), count: header.valueCount) else { return }
    let (least, divisor) = (layout.least, layout.divisor)
    var target = scratch.doubles.mutableSpan
    for index in 0..<header.valueCount {
      let offset = Int64(bitPattern: layout.numerators.offset(at: index))
      target[index] = Double(least &+ offset) / divisor
    }
    for index in layout.exceptionPlaces.indices {
      let place = Int(layout.exceptionPlaces[index])
      if place < BlockLimits.rowCount { target[place] = layout.exceptions[index] }
    }
  }
}

/// Fills each run with its value.
///
/// Ends out of order, or past the block, are cut.
private func fill<Offset: FixedWidthInteger & UnsignedInteger>(
  _ offsets: inout [Offset], with values: [UInt64], until ends: Swift.Span<UInt16>
) {
  var target = offsets.mutableSpan
  var place = 0
  for index in ends.indices {
    let value = Offset(truncatingIfNeeded: values[index])
    let end = min(Int(ends[index]), target.count)
    while place < end {
      target[place] = value
      place &+= 1
    }
  }
}

/// Sums of the steps before each place, from a first value on; `least` is added to every step.
private func addUp<Step: FixedWidthInteger & UnsignedInteger>(
  _ steps: [Step], _ count: Int, from first: UInt64, _ least: UInt64, into sums: inout [UInt64]
) {
  let steps = steps.span
  var target = sums.mutableSpan
  var value = first
  target[0] = value
  for index in 0..<count {
    value = value &+ UInt64(steps[index]) &+ least
    target[index &+ 1] = value
  }
}

/// The same in place: each sum stands one place behind its last step.
private func addUp(_ sums: inout [UInt64], _ count: Int, from first: UInt64, _ least: UInt64) {
  var target = sums.mutableSpan
  var value = first
  var step = target[0]
  target[0] = value
  for index in 0..<count {
    value = value &+ step &+ least
    step = target[index &+ 1]
    target[index &+ 1] = value
  }
}
