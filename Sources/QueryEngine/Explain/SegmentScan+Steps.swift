// What the steps of a query do, while it is analysed; nothing at all otherwise.

extension SegmentScan {
  /// Begins a step within a segment; nil when nobody asks.
  func startStep(in reader: SegmentReader) -> StepStart? {
    steps == nil ? nil : StepStart(reader)
  }

  /// Ends a step within a segment.
  mutating func endStep(
    _ step: StepRecorder.Step, since start: StepStart?, _ reader: SegmentReader,
    _ complete: (inout StepCounters) -> Void
  ) {
    guard let start else { return }
    var counters = start.counters(of: reader)
    complete(&counters)
    if !isRepeated || step == .repeated { steps?[step].add(counters) }
  }

  /// Begins a step of the caller's thread; nil when nobody asks.
  func startStep() -> StepStart? {
    steps == nil ? nil : StepStart(statistics)
  }

  /// Ends a step of the caller's thread.
  mutating func endStep(
    _ step: StepRecorder.Step, since start: StepStart?, rowsIn: Int, rowsOut: Int
  ) {
    guard let start else { return }
    var counters = start.counters(upTo: statistics)
    (counters.rowsIn, counters.rowsOut) = (rowsIn, rowsOut)
    steps?[step].add(counters)
  }
}
