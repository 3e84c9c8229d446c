/// `uniq_values(x, n)` of numbers: the `n` least different ones, and no others held.
struct LeastValuesAccumulator: Accumulator {
  /// Different values from which on a set that holds all is no worse.
  static let greatestLimit = 64

  /// Of each group, ascending: whole numbers, or integers that order as doubles do.
  private var least: [[Int64]] = []
  /// Of all groups.
  private var keyCount = 0
  private let input: Int
  private let type: ValueType
  private let limit: Int

  init(input: Int, type: ValueType, limit: Int) {
    self.input = input
    self.type = type
    self.limit = limit
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int {
    // An array's reference and header, and room that it has grown into.
    least.count * 40 + 2 * keyCount * MemoryLayout<Int64>.stride
  }

  mutating func grow(to groupCount: Int) { least.grow(to: groupCount, with: []) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let (keys, validity) = try keys(of: batch.inputs[input])
    for index in keys.indices where validity.map({ $0[index] }) ?? true {
      insert(keys[index], into: Int(batch.groups[index]))
    }
  }

  private func keys(of values: RowValues) throws(QueryError) -> ([Int64], [Bool]?) {
    guard !isWhole else { return try values.asIntegers() }
    let (numbers, validity) = try values.asDoubles()
    // Adding zero makes one zero of the two.
    return (numbers.map { ($0 + 0).orderedKey }, validity)
  }

  private mutating func insert(_ key: Int64, into group: Int) {
    let held = least[group].count
    if held == limit, least[group].last.map({ key >= $0 }) ?? true { return }
    let place = least[group].firstIndex { $0 >= key } ?? held
    if place < held, least[group][place] == key { return }
    least[group].insert(key, at: place)
    if held == limit { least[group].removeLast() } else { keyCount += 1 }
  }

  mutating func merge(_ other: LeastValuesAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      for key in other.least[index] { insert(key, into: Int(groups[index])) }
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    .list(
      least[group].map { isWhole ? Value($0, unit: type) : Value(finite: Double(orderedKey: $0)) })
  }
}
