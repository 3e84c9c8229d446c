/// `concurrency()`: the most of a group's spans that were in flight at a time.
///
/// Where groups are of intervals, also spans of earlier intervals count that are still in flight, as
/// far as the groups' other keys are the same.
///
/// A span is in flight from its start until its end, the end not included, and for a nanosecond at
/// least. Spans without a latency are left out.
struct ConcurrencyAccumulator: Accumulator {
  private var starts: [Int64] = []
  private var ends: [Int64] = []
  private var groups: [UInt32] = []
  private var peaks: [Int] = []
  /// Of which interval each group is; nil where groups are of none.
  var intervals: GroupIntervals?
  /// Of the groups of intervals that differ in nothing else, or of each group, ascending, once
  /// finished.
  private var lines: [(starts: [Int64], ends: [Int64])] = []
  private let startInput: Int
  private let latencyInput: Int

  init(startInput: Int, latencyInput: Int) {
    self.startInput = startInput
    self.latencyInput = latencyInput
  }

  /// Twice what is held: sorting takes as much again.
  var byteCount: Int {
    let sorted = lines.reduce(0) { $0 + 2 * MemoryLayout<Int64>.stride * $1.starts.count }
    return sorted
      + 2 * groups.count * (2 * MemoryLayout<Int64>.stride + MemoryLayout<UInt32>.stride)
      + peaks.count * MemoryLayout<Int>.stride
  }

  mutating func grow(to groupCount: Int) { peaks.grow(to: groupCount, with: 0) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let (first, _) = try batch.inputs[startInput].asIntegers()
    let (lengths, validity) = try batch.inputs[latencyInput].asIntegers()
    for index in first.indices where validity.map({ $0[index] }) ?? true {
      let (end, overflow) = first[index].addingReportingOverflow(max(1, lengths[index]))
      starts.append(first[index])
      ends.append(overflow ? .max : end)
      groups.append(batch.groups[index])
    }
  }

  mutating func merge(_ other: ConcurrencyAccumulator, groups: [UInt32]) {
    starts += other.starts
    ends += other.ends
    self.groups += other.groups.map { groups[Int($0)] }
  }

  mutating func finish(rowCounts: [Int], _ control: QueryControl) throws(QueryError) {
    let lineCount = intervals?.timelineCount ?? peaks.count
    lines = Array(repeating: ([], []), count: lineCount)
    for index in groups.indices {
      let line = line(of: Int(groups[index]))
      lines[line].starts.append(starts[index])
      lines[line].ends.append(ends[index])
    }
    (starts, ends, groups) = ([], [], [])
    for line in lines.indices {
      try control.check()
      lines[line].starts.sort()
      lines[line].ends.sort()
    }
    for group in peaks.indices {
      let moments = intervals?.moments[group] ?? Int64.min...Int64.max
      peaks[group] = peak(ofLine: line(of: group), during: moments)
    }
    if intervals == nil { lines = [] }
  }

  private func line(of group: Int) -> Int { intervals?.timelines[group] ?? group }

  /// The most in flight at a time within some moments.
  ///
  /// What ends at a moment is over when something else starts then.
  func peak(ofLine line: Int, during moments: ClosedRange<Int64>) -> Int {
    let (starts, ends) = lines[line]
    let first = Self.count(in: starts, upTo: moments.lowerBound)
    var over = Self.count(in: ends, upTo: moments.lowerBound)
    var peak = first - over
    for index in first..<max(first, Self.count(in: starts, upTo: moments.upperBound)) {
      while over < ends.count, ends[over] <= starts[index] { over += 1 }
      peak = max(peak, index + 1 - over)
    }
    return peak
  }

  /// How many of ascending moments are not behind one.
  private static func count(in moments: [Int64], upTo last: Int64) -> Int {
    var (low, high) = (0, moments.count)
    while low < high {
      let middle = (low + high) / 2
      if moments[middle] <= last { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    .integer(Int64(peaks[group]))
  }
}
