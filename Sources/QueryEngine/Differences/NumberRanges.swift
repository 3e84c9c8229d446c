import Statistics

/// Ranges of numbers that hold about as many each, as far as that goes.
///
/// Their edges are deciles, rounded to as few digits as keep them apart: what is compared is how
/// many spans each range has, which is exact wherever its edges are.
struct NumberRanges: Hashable, Sendable {
  /// Different values up to which each is looked at by itself.
  static let valueLimit = 10

  /// Shares of the numbers up to each decile.
  static let shares = (1...9).compactMap { QuantileFraction($0, over: 10) }

  /// Ascending.
  let edges: [Value]
  /// What the ranges are called, in their order; one more than there are edges.
  let labels: [Value]

  /// Ranges over numbers of more than one value.
  ///
  /// The least value is a range of its own where a tenth of the numbers are equal to it, as zero
  /// often is.
  ///
  /// - Parameters:
  ///   - least: The least values, each once, ascending; at least two.
  ///   - greatest: The greatest value.
  ///   - deciles: Those of the shares.
  init?(least: [Value], greatest: Value, deciles: [Value]) {
    guard least.count > 1, let lowest = least.first else { return nil }
    let standsAlone = deciles.first == lowest
    let bound = standsAlone ? least[1] : lowest
    var exact: [Value] = []
    for decile in deciles where Value.order(decile, exact.last ?? bound) > 0 {
      exact.append(decile)
    }
    var edges = standsAlone ? [bound] + exact : exact
    for digits in 2...Value.greatestDigitCount {
      let rounded =
        (standsAlone ? [bound.rounded(toDigits: digits, .down)] : [])
        + exact.map { $0.rounded(toDigits: digits, .toNearestOrAwayFromZero) }
      guard Self.areApart([lowest] + rounded), let first = rounded.first, let last = rounded.last,
        Value.order(last, greatest) <= 0, !standsAlone || Value.order(first, bound) <= 0
      else { continue }
      edges = rounded
      break
    }
    guard let first = edges.first, let last = edges.last else { return nil }
    self.edges = edges
    let between = zip(edges, edges.dropFirst()).map { "\($0.literal)..\($1.literal)" }
    labels =
      [standsAlone ? lowest : .string("< \(first.literal)")] + between.map { .string($0) }
      + [.string(">= \(last.literal)")]
  }

  private static func areApart(_ ascending: [Value]) -> Bool {
    zip(ascending, ascending.dropFirst()).allSatisfy { Value.order($0, $1) < 0 }
  }
}
