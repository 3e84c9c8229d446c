extension Aggregate {
  /// The same of what the spans stand for; itself where that means nothing.
  ///
  /// The least and the greatest value, different values, exemplars and what is in flight are those
  /// of the spans that were kept: nothing tells of the others.
  var weighted: Aggregate {
    switch self {
    case .count, .countPresent, .sum, .average, .quantile, .errorRate, .rate, .deviation,
      .histogram:
      .weighted(self)
    case .conditional(let aggregate, let condition): .conditional(aggregate.weighted, condition)
    case .extremum, .distinctCount, .approximateDistinctCount, .exemplar, .edge, .uniqueValues,
      .concurrency, .rankedExemplar, .weighted:
      self
    }
  }

  var unweighted: Aggregate { if case .weighted(let aggregate) = self { aggregate } else { self } }

  /// Whether sampling changes what it means: it is weighted, or would be if one knew how.
  var isOfSample: Bool {
    switch self {
    case .weighted, .concurrency: true
    case .conditional(let aggregate, _): aggregate.isOfSample
    default: false
    }
  }

  var isConcurrency: Bool {
    if case .conditional(let aggregate, _) = self { return aggregate.isConcurrency }
    return self == .concurrency
  }
}
