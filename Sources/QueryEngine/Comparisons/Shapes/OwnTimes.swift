/// What the latencies of a side's rows are made of: the own times of the spans below them, by stage.
struct OwnTimes: Sendable {
  /// Nanoseconds, by what the stage is called.
  private(set) var sums: [String: Int128] = [:]
  /// Of the latencies themselves.
  private(set) var latency: Int128 = 0
  private(set) var count = 0

  mutating func add(latency: Int64) {
    self.latency += Int128(latency)
    count += 1
  }

  mutating func add(ownTime: Int64, times factor: Int, of stage: String) {
    sums[stage, default: 0] += Int128(ownTime) * Int128(factor)
  }

  mutating func add(_ other: OwnTimes) {
    sums.merge(other.sums) { $0 + $1 }
    latency += other.latency
    count += other.count
  }

  /// The mean of a part.
  func mean(of stage: String) -> Double {
    count > 0 ? Double(sums[stage] ?? 0) / Double(count) : 0
  }

  /// What is left: below zero where spans ran at the same time.
  var restMean: Double {
    count > 0 ? Double(latency - sums.values.reduce(0, +)) / Double(count) : 0
  }
}
