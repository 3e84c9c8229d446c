/// The probability that the one-sample Kolmogorov–Smirnov statistic of a few values is at most
/// `distance`.
///
/// G. Marsaglia, W. Tsang and J. Wang, "Evaluating Kolmogorov's distribution" (2003), after J. Durbin:
/// an entry of a power of a matrix, times n!/nⁿ. Up to 140 values nothing leaves the doubles.
/// - Complexity: O((n · distance)³ log n).
func kolmogorovCumulative(_ distance: Double, count: Int) -> Double {
  precondition(count > 0 && count <= 140, "few values")
  let scaled = Double(count) * distance
  let half = Int(scaled) + 1
  let matrix = SquareMatrix.durbin(size: 2 * half - 1, rest: Double(half) - scaled)
  var share = matrix.power(count)[half - 1, half - 1]
  for factor in 1...count { share *= Double(factor) / Double(count) }
  return share
}

/// A square matrix, row after row.
private struct SquareMatrix {
  let size: Int
  private var entries: [Double]

  init(size: Int) {
    self.size = size
    entries = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { entries[row * size + column] }
    set { entries[row * size + column] = newValue }
  }

  /// The matrix of the paper, with `rest` = k - n·distance.
  static func durbin(size: Int, rest: Double) -> SquareMatrix {
    var matrix = SquareMatrix(size: size)
    for row in 0..<size {
      for column in 0..<min(size, row + 2) { matrix[row, column] = 1 }
    }
    var power = 1.0
    for index in 0..<size {
      power *= rest
      matrix[index, 0] -= power
      matrix[size - 1, size - 1 - index] -= power
    }
    let excess = max(0, 2 * rest - 1)
    matrix[size - 1, 0] += (0..<size).reduce(1.0) { product, _ in product * excess }
    for row in 0..<size {
      for column in 0...row {
        for divisor in 1...(row - column + 1) { matrix[row, column] /= Double(divisor) }
      }
    }
    return matrix
  }

  func power(_ exponent: Int) -> SquareMatrix {
    if exponent == 1 { return self }
    let root = power(exponent / 2)
    let square = root.multiplied(by: root)
    return exponent % 2 == 0 ? square : square.multiplied(by: self)
  }

  private func multiplied(by other: SquareMatrix) -> SquareMatrix {
    var product = SquareMatrix(size: size)
    for row in 0..<size {
      for middle in 0..<size {
        let factor = self[row, middle]
        for column in 0..<size { product[row, column] += factor * other[middle, column] }
      }
    }
    return product
  }
}
