import QuerySyntax
import Statistics

/// `sum(x)` and `avg(x)`, exact whatever the order of the rows.
struct SumAccumulator: Accumulator {
  /// Rows without a value.
  private var missing: [Int] = []
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
    missing.count * MemoryLayout<Int>.stride + integers.count * MemoryLayout<Int128>.stride
      + doubles.count * MemoryLayout<ExactSum>.stride
  }

  mutating func grow(to groupCount: Int) {
    missing.grow(to: groupCount, with: 0)
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
      countMissing(validity, groups: batch.groups, into: &missing)
      addWhole(numbers.span, validity, batch.groups.span, to: &integers)
    } else {
      let (numbers, validity) = try values.asDoubles()
      countMissing(validity, groups: batch.groups, into: &missing)
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        doubles[Int(batch.groups[index])].add(numbers[index])
      }
    }
  }

  mutating func merge(_ other: SumAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      let group = Int(groups[index])
      missing[group] += other.missing[index]
      if isWhole {
        integers[group] += other.integers[index]
      } else {
        doubles[group].add(other.doubles[index])
      }
    }
  }

  func result(
    of aggregate: Aggregate, group: Int, rowCount: Int
  ) throws(QueryError) -> Value {
    let count = rowCount - missing[group]
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
  _ numbers: Swift.Span<Int64>, _ validity: [Bool]?, _ groups: Swift.Span<UInt32>,
  to sums: inout [Int128]
) {
  var sums = sums.mutableSpan
  if let validity {
    for index in numbers.indices where validity[index] {
      sums[Int(groups[index])] &+= Int128(numbers[index])
    }
  } else {
    for index in numbers.indices { sums[Int(groups[index])] &+= Int128(numbers[index]) }
  }
}
