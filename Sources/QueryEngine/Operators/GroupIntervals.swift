/// Which interval each group of a query with `every` is of, and which groups differ in nothing else.
struct GroupIntervals: Sendable {
  /// Of each group, the number of its other keys.
  private(set) var timelines: [Int] = []
  /// Of each group, the moments of its interval.
  private(set) var moments: [ClosedRange<Int64>] = []
  private var numbers: [[ExactValue]: Int] = [:]

  /// The groups of an aggregate by their keys, of which the first is the interval.
  init(of partial: PartialAggregate, _ interval: TimeInterval) {
    for group in 0..<partial.groupCount {
      let keys = partial.keys(ofGroup: group)
      let rest = keys.dropFirst().map { ExactValue($0) }
      let number = numbers[rest] ?? numbers.count
      numbers[rest] = number
      timelines.append(number)
      let start = keys.first?.wholeNumber
      moments.append(start.map { interval.moments(of: $0) } ?? Int64.min...Int64.max)
    }
  }

  var timelineCount: Int { numbers.count }

  /// The number of other keys; nil where no group has them.
  func timeline(of keys: [ExactValue]) -> Int? { numbers[keys] }

  var byteCount: Int {
    let each = MemoryLayout<Int>.stride + MemoryLayout<ClosedRange<Int64>>.stride
    let keyCount = numbers.reduce(0) { $0 + $1.key.count }
    return timelines.count * each + keyCount * Limits.valueByteCount
  }
}
