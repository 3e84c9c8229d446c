/// How many unweighted values would tell as much as weighted ones, (Σw)²/Σw²; zero of none.
///
/// The measure of L. Kish (1965).
package func effectiveCount(_ weights: [Double]) -> Double {
  var (sum, squares) = (0.0, 0.0)
  for weight in weights {
    sum += weight
    squares += weight * weight
  }
  return squares > 0 ? sum * sum / squares : 0
}
