import Statistics

/// How far the greatest of several statistics stands out by chance alone.
///
/// Each is measured in standard deviations of its own law, so that the more there are, the further one
/// must stand out.
struct StandingNull {
  private let scales: [(mean: Double, deviation: Double)]
  /// Of each draw.
  private let greatest: [Double]

  /// Laws of statistics where there is nothing to find, as many draws of each.
  init(_ laws: [[Double]]) {
    let scales = laws.map { law -> (mean: Double, deviation: Double) in
      guard let moments = Moments(law) else { return (0, 0) }
      return (moments.mean, moments.variance.squareRoot())
    }
    self.scales = scales
    greatest = (laws.first ?? []).indices.map { draw in
      laws.indices.map { Self.standing(laws[$0][draw], scales[$0]) }.max() ?? 0
    }.sorted()
  }

  private static func standing(
    _ value: Double, _ scale: (mean: Double, deviation: Double)
  ) -> Double {
    scale.deviation > 0
      ? (value - scale.mean) / scale.deviation : value > scale.mean ? .infinity : 0
  }

  /// How far a value of one of the statistics stands out.
  func of(_ value: Double, _ index: Int) -> Double { Self.standing(value, scales[index]) }

  /// What the greatest exceeds once in 1/α draws.
  func limit(alpha: Double) -> Double {
    guard !greatest.isEmpty else { return .infinity }
    let rank = Int((Double(greatest.count + 1) * (1 - alpha)).rounded(.up))
    return greatest[min(rank, greatest.count) - 1]
  }
}
