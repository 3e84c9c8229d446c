/// The part of a histogram's bins that an axis shows.
///
/// The first and the last bin reach out to the least and the greatest value, so that they may be much
/// wider than the others: these are left out then.
struct PlotEdges {
  /// Where the axis begins and ends; nil where there are too few bins to tell.
  let low: Double?
  let high: Double?
  /// Whether the bins between the outer ones grow by one ratio.
  let areRatios: Bool

  /// An outer bin that is so many times as wide as its neighbour is left out.
  private static let widest = 3.0

  init(_ edges: [Double]) {
    guard edges.count >= 6, let first = edges.first, let last = edges.last else {
      (low, high, areRatios) = (edges.first, edges.last, false)
      return
    }
    let areRatios = Self.areRatios(Array(edges.dropFirst().dropLast())) && first > 0
    let widths = zip(edges, edges.dropFirst()).map { start, end in
      areRatios ? naturalLogarithm(end / start) : end - start
    }
    let count = widths.count
    self.areRatios = areRatios
    low = widths[0] > Self.widest * widths[1] ? edges[1] : first
    high = widths[count - 1] > Self.widest * widths[count - 2] ? edges[count - 1] : last
  }

  /// Whether each edge is as many times the last as that the one before.
  private static func areRatios(_ edges: [Double]) -> Bool {
    guard edges[0] > 0 else { return false }
    let first = edges[1] / edges[0]
    let last = edges[edges.count - 1] / edges[edges.count - 2]
    // Equal widths have ratios that fall towards one.
    return first > 1.000_1 && (last / first - 1).magnitude < 1e-3
  }
}
