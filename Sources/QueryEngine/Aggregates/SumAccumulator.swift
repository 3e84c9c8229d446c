import QuerySyntax
import Statistics

/// `sum(x)` and `avg(x)`, exact whatever the order of the rows.
struct SumAccumulator: Accumulator {
  private var counts: [Int] = []
  /// For whole numbers and units.
  private var integers: [Int128] = []
  /// For doubles.
  private var doubles: [ExactSum] = []
  private let input: Int
  private let type: ValueType
  private let notices: Notices

  init(input: Int, type: ValueType, notices: Notices) {
    self.input = input
    self.type = type
    self.notices = notices
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int {
    counts.count * MemoryLayout<Int>.stride + integers.count * MemoryLayout<Int128>.stride
      + doubles.count * MemoryLayout<ExactSum>.stride
  }

  mutating func grow(to groupCount: Int) {
    counts.grow(to: groupCount, with: 0)
    if isWhole {
      integers.grow(to: groupCount, with: 0)
    } else {
      doubles.grow(to: groupCount, with: ExactSum())
    }
  }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    if isWhole {
      let (numbers, validity) = try values.asIntegers()
      addWhole(numbers, validity, batch.groups, to: &integers, &counts)
    } else {
      let (numbers, validity) = try values.asDoubles()
      add(numbers, validity, batch.groups)
    }
  }

  private mutating func add(_ numbers: [Double], _ validity: [Bool]?, _ groups: [UInt32]) {
    for index in numbers.indices where validity.map({ $0[index] }) ?? true {
      let group = Int(groups[index])
      doubles[group].add(numbers[index])
      counts[group] &+= 1
    }
  }

  mutating func merge(_ other: SumAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      let group = Int(groups[index])
      counts[group] += other.counts[index]
      if isWhole {
        integers[group] += other.integers[index]
      } else {
        doubles[group].add(other.doubles[index])
      }
    }
  }

  func result(of aggregate: Aggregate, group: Int) throws(QueryError) -> Value {
    let count = counts[group]
    guard count > 0 else { return .null }
    switch aggregate {
    case .sum(_, let range):
      return isWhole ? try wholeSum(group, at: range) : finite(doubles[group].value)
    default:
      guard isWhole else { return finite(doubles[group].quotient(by: count)) }
      return average(of: integers[group], count)
    }
  }

  private func wholeSum(_ group: Int, at range: SourceRange) throws(QueryError) -> Value {
    guard let sum = Int64(exactly: integers[group]) else {
      throw .overflow(
        Diagnostic(
          "the sum does not fit a 64-bit whole number", at: range,
          hint: "sum(float(x)) rounds instead, avg(x) stays in range"))
    }
    return Value(sum, unit: type)
  }

  /// Of whole numbers a double, rounded once; of a unit the nearest whole number, ties to even.
  private func average(of sum: Int128, _ count: Int) -> Value {
    guard type.isUnit else { return .double(nearestQuotient(sum, Int128(count))) }
    // The average lies between the values, so it fits.
    return Value(Int64(halfEvenQuotient(sum, Int128(count))), unit: type)
  }

  private func finite(_ number: Double) -> Value {
    if !number.isFinite { notices.sawUndefined = true }
    return Value(finite: number)
  }
}

private func addWhole(
  _ numbers: [Int64], _ validity: [Bool]?, _ groups: [UInt32], to sums: inout [Int128],
  _ counts: inout [Int]
) {
  var sums = sums.mutableSpan
  var counts = counts.mutableSpan
  if let validity {
    for index in numbers.indices where validity[index] {
      let group = Int(groups[index])
      sums[group] &+= Int128(numbers[index])
      counts[group] &+= 1
    }
  } else {
    for index in numbers.indices {
      let group = Int(groups[index])
      sums[group] &+= Int128(numbers[index])
      counts[group] &+= 1
    }
  }
}
