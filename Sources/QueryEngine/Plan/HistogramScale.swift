/// The edges of a histogram's buckets, which do not depend on the values.
enum HistogramScale: Hashable, Sendable {
  /// 1, 2, 5, 10, 20, 50, …, zero, and the same below it.
  case logarithmic
  /// The multiples of a width.
  case linear(Value)

  /// Whether whole numbers have whole edges.
  var isWhole: Bool {
    if case .linear(.double) = self { false } else { true }
  }

  /// The greatest edge that is not above a number; the least there is where none is.
  func edge(below number: Int64) -> Int64 {
    if case .linear(let width) = self, let width = width.wholeNumber {
      return (try? multiple(of: width, notAbove: number)) ?? .min
    }
    return Self.last(in: Self.wholeEdges, notAbove: number) ?? .min
  }

  /// Doubles nearer to zero than 10^-12 count as zero or as the greatest edge below it.
  func edge(below number: Double) -> Double {
    if case .linear(let width) = self {
      let width = width.wholeNumber.map { Double($0) } ?? width.doubleNumber ?? 1
      let edge = (number / width).rounded(.down) * width
      return edge.isFinite ? edge + 0 : -.greatestFiniteMagnitude
    }
    return Self.last(in: Self.doubleEdges, notAbove: number) ?? -.greatestFiniteMagnitude
  }

  private static func last<Number: Comparable>(
    in edges: [Number], notAbove number: Number
  ) -> Number? {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? edges[low - 1] : nil
  }

  private static let wholeEdges: [Int64] = {
    var above: [Int64] = []
    var power: Int64 = 1
    while true {
      for digit in [1, 2, 5] as [Int64] {
        let (edge, overflow) = power.multipliedReportingOverflow(by: digit)
        if !overflow { above.append(edge) }
      }
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow { break }
      power = next
    }
    return above.reversed().map { -$0 } + [0] + above
  }()

  private static let doubleEdges: [Double] = {
    let above = (-12...18).flatMap { exponent in
      // Read as decimals, so that an edge is the double nearest to what it says.
      ["1", "2", "5"].compactMap { Double("\($0)e\(exponent)") }
    }
    return above.reversed().map { -$0 } + [0] + above
  }()
}

extension Value {
  fileprivate var doubleNumber: Double? {
    if case .double(let number) = self { number } else { nil }
  }
}
