#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole numbers from 0 on, the n-th as likely as 1 / (n + 1)^exponent.
public struct ZipfDistribution: Sendable {
  private var cumulative: [Double] = []

  /// A distribution over `count` numbers.
  public init(count: Int, exponent: Double) {
    var total = 0.0
    for rank in 1...count {
      total += 1 / pow(Double(rank), exponent)
      cumulative.append(total)
    }
    cumulative = cumulative.map { $0 / total }
  }

  /// A number of the distribution.
  ///
  /// O(log count).
  public func draw(_ random: inout RandomSource) -> Int {
    let wanted = random.unit()
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
