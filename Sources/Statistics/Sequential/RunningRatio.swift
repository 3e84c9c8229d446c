/// A mean of values that come one after another, and in clusters: a ratio of two sums over clusters.
///
/// Its variance is that of a ratio of sums over clusters (W. Cochran, "Sampling techniques", 1977),
/// so that values of one cluster need not be independent. With one value a cluster it is the plain one.
package struct RunningRatio: Sendable {
  /// Clusters that have values.
  package private(set) var clusterCount = 0
  /// What values are counted from, so that large ones of little spread lose no digits.
  private var reference: Double?
  private var sum = 0.0
  private var count = 0.0
  private var sumSquares = 0.0
  private var products = 0.0
  private var countSquares = 0.0
  /// What clusters have so far that may get more.
  private var open: [Int: Part] = [:]

  private struct Part {
    var sum = 0.0
    var count = 0.0
  }

  package init() {}

  /// Memory beside the value itself.
  package var byteCount: Int { open.capacity * (MemoryLayout<Part>.stride + 8) * 4 / 3 }

  /// Takes the sum of some values and their number; the values of no cluster are one of their own.
  package mutating func add(sum added: Double, count addedCount: Double, cluster: Int?) {
    guard addedCount > 0, added.isFinite else { return }
    let reference = self.reference ?? added / addedCount
    self.reference = reference
    let shifted = added - reference * addedCount
    var part = cluster.flatMap { open[$0] } ?? Part()
    if part.count == 0 { clusterCount += 1 }
    take(part, -1)
    part.sum += shifted
    part.count += addedCount
    take(part, 1)
    sum += shifted
    count += addedCount
    if let cluster { open[cluster] = part }
  }

  private mutating func take(_ part: Part, _ sign: Double) {
    sumSquares += sign * part.sum * part.sum
    products += sign * part.sum * part.count
    countSquares += sign * part.count * part.count
  }

  /// All values, or what they count for.
  package var weight: Double { count }

  /// Their sum.
  package var total: Double { sum + (reference ?? 0) * count }

  /// The mean of all values; nil without any.
  package var mean: Double? {
    guard let reference, count > 0 else { return nil }
    return reference + sum / count
  }

  /// The variance of the mean; nil of fewer than two clusters.
  package var meanVariance: Double? {
    guard clusterCount > 1 else { return nil }
    let mean = sum / count
    let squares = sumSquares - 2 * mean * products + mean * mean * countSquares
    let clusters = Double(clusterCount)
    return max(0, squares) * clusters / ((clusters - 1) * count * count)
  }
}
