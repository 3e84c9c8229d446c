/// The numbers that threads gave to values, and numbers that are the same for all: by the values'
/// order.
struct SampleNumbering: Sendable {
  private(set) var values: [Value]
  /// By thread, then by its number.
  private(set) var numbers: [[UInt32]]

  init(_ interners: [ValueInterner]) {
    let known = interners.map { interner in (0..<interner.count).map { interner.value($0) } }
    let sorted = known.joined().sorted { Value.order($0, $1) < 0 }
    var values: [Value] = []
    for value in sorted where values.last.map({ Value.order($0, value) != 0 }) ?? true {
      values.append(value)
    }
    numbers = known.map { thread in thread.map { UInt32(Self.place(of: $0, in: values)) } }
    self.values = values
  }

  /// The place of a value among others that ascend and hold it.
  private static func place(of value: Value, in sorted: [Value]) -> Int {
    var (low, high) = (0, sorted.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if Value.order(sorted[middle], value) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
