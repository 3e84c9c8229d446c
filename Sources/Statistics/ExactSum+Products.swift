extension ExactSum {
  /// Adds a product without rounding, as far as its last bit is no less than the least double.
  ///
  /// One that is not finite is left out.
  package mutating func add(product left: Double, _ right: Double) {
    let high = left * right
    guard high.isFinite else { return }
    add(high)
    add((-high).addingProduct(left, right))
  }

  /// Doubles whose sum this is, as far as four tell it apart.
  var doubles: [Double] {
    var rest = self
    var parts: [Double] = []
    for _ in 0..<4 {
      let part = rest.value
      guard part != 0, part.isFinite else { break }
      parts.append(part)
      rest.add(-part)
    }
    return parts
  }
}

extension Double {
  /// The number as two of at most 26 bits each, so that the product of one and a count is exact.
  var halves: [Double] {
    let scaled = self * 134_217_729
    guard scaled.isFinite else { return [self] }
    let high = scaled - (scaled - self)
    return [high, self - high]
  }
}
