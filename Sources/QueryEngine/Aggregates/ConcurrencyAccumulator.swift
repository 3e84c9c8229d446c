/// `concurrency()`: the most of a group's spans that were in flight at a time.
///
/// A span is in flight from its start until its end, the end not included, and for a nanosecond at
/// least. Spans without a latency are left out.
struct ConcurrencyAccumulator: Accumulator {
  private var starts: [Int64] = []
  private var ends: [Int64] = []
  private var groups: [UInt32] = []
  private var peaks: [Int] = []
  private let startInput: Int
  private let latencyInput: Int

  init(startInput: Int, latencyInput: Int) {
    self.startInput = startInput
    self.latencyInput = latencyInput
  }

  /// Twice what is held: sorting takes as much again.
  var byteCount: Int {
    2 * groups.count * (2 * MemoryLayout<Int64>.stride + MemoryLayout<UInt32>.stride)
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
    var firsts = [[Int64]](repeating: [], count: peaks.count)
    var lasts = firsts
    for index in groups.indices {
      firsts[Int(groups[index])].append(starts[index])
      lasts[Int(groups[index])].append(ends[index])
    }
    (starts, ends, groups) = ([], [], [])
    for group in peaks.indices {
      try control.check()
      firsts[group].sort()
      lasts[group].sort()
      peaks[group] = peak(firsts[group], lasts[group])
    }
  }

  /// The most in flight at a time, of ascending starts and ascending ends.
  ///
  /// What ends at a moment is over when something else starts then.
  private func peak(_ starts: [Int64], _ ends: [Int64]) -> Int {
    var over = 0
    var peak = 0
    for (index, start) in starts.enumerated() {
      while over < ends.count, ends[over] <= start { over += 1 }
      peak = max(peak, index + 1 - over)
    }
    return peak
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    .integer(Int64(peaks[group]))
  }
}
