import Scanning
import TraceModel

/// What a comparison reads of the rows of each population; what several metrics are of is read once.
struct SampleProgram: Sendable {
  /// Conditions that tell the populations apart.
  var populations: [Predicate]
  /// Values of numbers, and then of categories.
  private(set) var numbers: [Scalar] = []
  private(set) var categories: [Scalar] = []
  /// Where each metric's values are among those of its kind.
  private(set) var places: [Int] = []
  var attributes: [ComparedAttribute]
  /// What tells sessions and users apart, where that is asked.
  var clusters: [ComparedCluster]
  /// Whether clusters are read only as long as every row is of one.
  var dropsPartialClusters = false
  var pairing: Scalar?
  /// Where the probability that sampling kept a row is among the numbers; nil where rows stand for
  /// themselves.
  private(set) var weightPlace: Int?

  init(
    _ populations: [Predicate], _ metrics: [MetricPlan], attributes: [ComparedAttribute] = [],
    clusters: [ComparedCluster] = [], pairing: Scalar? = nil, weighsSpans: Bool = false
  ) {
    self.populations = populations
    self.attributes = attributes
    self.clusters = clusters
    self.pairing = pairing
    for metric in metrics {
      places.append(
        metric.kind == .categories
          ? Self.place(of: metric.value, in: &categories)
          : Self.place(of: metric.value, in: &numbers))
    }
    if weighsSpans {
      let probability = Scalar.column(ColumnReference(.samplingProbability))
      weightPlace = Self.place(of: probability, in: &numbers)
    }
  }

  private static func place(of value: Scalar, in values: inout [Scalar]) -> Int {
    let place = values.firstIndex { $0.isSame(as: value) } ?? values.count
    if place == values.count { values.append(value) }
    return place
  }
}

extension ComparedCluster {
  /// The field that spans of a cluster have in common; nil for traces.
  var field: Field? {
    switch self {
    case .trace: nil
    case .session: .sessionID
    case .user: .userID
    }
  }
}
