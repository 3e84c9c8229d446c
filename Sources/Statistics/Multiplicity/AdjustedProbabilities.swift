/// The p-values of a family of tests, adjusted so that rejecting those up to q keeps the expected
/// share of false rejections among all rejections at most q.
///
/// Y. Benjamini and Y. Hochberg (1995): with the m p-values in ascending order, the running minimum
/// from the top of p·m/i. For tests that are independent or depend positively on each other. The
/// results stand in the order of the arguments, each between its p-value and 1.
/// - Precondition: every p-value lies in 0...1.
/// - Complexity: O(m log m).
package func benjaminiHochbergAdjusted(_ pValues: [Double]) -> [Double] {
  let order = ascendingOrder(pValues)
  var adjusted = pValues
  var least = 1.0
  for (rank, index) in order.enumerated().reversed() {
    least = min(least, pValues[index] * (Double(pValues.count) / Double(rank + 1)))
    adjusted[index] = least
  }
  return adjusted
}

/// The p-values of a family of tests, adjusted so that rejecting those up to α makes any false
/// rejection at all with probability at most α, however the tests depend on each other.
///
/// S. Holm (1979): with the m p-values in ascending order, the running maximum of p·(m + 1 - i), at
/// most 1. The results stand in the order of the arguments.
/// - Precondition: every p-value lies in 0...1.
/// - Complexity: O(m log m).
package func holmAdjusted(_ pValues: [Double]) -> [Double] {
  let order = ascendingOrder(pValues)
  var adjusted = pValues
  var greatest = 0.0
  for (rank, index) in order.enumerated() {
    greatest = max(greatest, min(1, pValues[index] * Double(pValues.count - rank)))
    adjusted[index] = greatest
  }
  return adjusted
}

private func ascendingOrder(_ pValues: [Double]) -> [Int] {
  precondition(pValues.allSatisfy { $0 >= 0 && $0 <= 1 }, "p-values lie between 0 and 1")
  return pValues.indices.sorted { pValues[$0] < pValues[$1] }
}
