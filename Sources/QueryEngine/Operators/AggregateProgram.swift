import Statistics
import TraceModel

/// Which states a set of aggregates needs, and what they are fed: aggregates of one value share
/// one state where they can, those of one condition are a branch of their own.
struct AggregateProgram: Sendable {
  /// A state's kind.
  enum Kind: Hashable, Sendable {
    case present(Scalar)
    case sum(Scalar)
    case extremum(Aggregate.Extremum, Scalar)
    case distribution(Scalar)
    case distinct(Scalar)
    case distinctTraces
    case approximateDistinct(Scalar)
    case errors
    case exemplar
    case deviation(Scalar)
    case edge(isLast: Bool, Scalar)
    case uniqueValues(Scalar)
    case leastValues(Scalar, limit: Int)
    case histogram(Scalar, HistogramScale)
    case concurrency
    case rankedExemplar(Scalar, ExemplarChoice, count: Int)
    /// What rows stand for: those with a value, or all.
    case weights(of: Scalar?)
    case weightedErrors
    case weightedSum(Scalar)
    case weightedDistribution(Scalar)
    case weightedDeviation(Scalar)
    case weightedHistogram(Scalar, HistogramScale)

    var isWeighted: Bool {
      switch self {
      case .weights, .weightedErrors, .weightedSum, .weightedDistribution, .weightedDeviation,
        .weightedHistogram:
        true
      default: false
      }
    }
  }

  /// Where an aggregate's value comes from.
  enum Place: Sendable {
    /// The number of rows.
    case rows
    case state(Int)
    /// An aggregate of a branch, and its place there.
    indirect case branch(Int, Aggregate, Place)
  }

  /// The aggregates that are of the rows that meet a condition.
  struct Branch: Sendable {
    var condition: ExactPredicate
    var program: AggregateProgram
  }

  private let aggregates: [Aggregate]
  /// What the states are, in their order.
  private(set) var kinds: [Kind] = []
  /// Of each aggregate.
  private(set) var places: [Place] = []
  /// The values to compute for each row.
  private(set) var inputs: [Scalar] = []
  private(set) var branches: [Branch] = []
  /// Of the probabilities that weights come from; nil where nothing is weighted.
  private(set) var probabilityInput: Int?

  private static let probability = Scalar.column(ColumnReference(.samplingProbability))

  init(_ aggregates: [Aggregate]) {
    self.aggregates = aggregates
    let conditional = Self.byCondition(aggregates)
    branches = conditional.map { Branch(condition: $0, program: AggregateProgram($1)) }
    for aggregate in aggregates {
      if case .conditional(let inner, let condition) = aggregate,
        let branch = branches.firstIndex(where: { $0.condition == condition }),
        let place = conditional[branch].1.firstIndex(of: inner)
      {
        places.append(.branch(branch, inner, branches[branch].program.places[place]))
      } else {
        places.append(place(of: aggregate))
      }
    }
    for kind in kinds {
      for input in Self.inputs(of: kind) where !inputs.contains(input) { inputs.append(input) }
    }
    if kinds.contains(where: \.isWeighted) {
      probabilityInput = inputs.firstIndex(of: Self.probability)
    }
  }

  /// The aggregates that have a condition, without it.
  private static func byCondition(
    _ aggregates: [Aggregate]
  ) -> [(ExactPredicate, [Aggregate])] {
    var conditions: [(ExactPredicate, [Aggregate])] = []
    for case .conditional(let inner, let condition) in aggregates {
      let place = conditions.firstIndex { $0.0 == condition } ?? conditions.count
      if place == conditions.count { conditions.append((condition, [])) }
      conditions[place].1.append(inner)
    }
    return conditions
  }

  private mutating func place(of aggregate: Aggregate) -> Place {
    guard let kind = Self.kind(of: aggregate) else { return .rows }
    let state = kinds.firstIndex(of: kind) ?? kinds.count
    if state == kinds.count { kinds.append(kind) }
    return .state(state)
  }

  /// What the states hold, of all rows and of those that meet each condition.
  struct Shape: Hashable, Sendable {
    /// Those of all rows, then those of each condition.
    var branches: [[Kind]]
    var conditions: [ExactPredicate]
    var inputs: [Scalar]

    var kinds: [Kind] { branches.flatMap { $0 } }
  }

  var shape: Shape {
    Shape(
      branches: [kinds] + branches.map(\.program.kinds), conditions: branches.map(\.condition),
      inputs: inputs + branches.flatMap(\.program.inputs))
  }

  /// Whether groups and their sizes are all that is asked for.
  var countsOnly: Bool { kinds.isEmpty && branches.allSatisfy(\.program.countsOnly) }

  /// Whether every different value of something is held.
  var holdsDistinctValues: Bool {
    shape.kinds.contains { kind in
      switch kind {
      case .distinct, .distinctTraces, .uniqueValues: true
      default: false
      }
    }
  }

  /// Whether every value is held with its weight.
  var holdsWeightedValues: Bool {
    shape.kinds.contains { if case .weightedDistribution = $0 { true } else { false } }
  }

  private static func kind(of aggregate: Aggregate) -> Kind? {
    switch aggregate {
    case .count, .rate, .conditional: nil
    case .countPresent(let value): .present(value)
    case .sum(let value, _), .average(let value): .sum(value)
    case .extremum(let extremum, let value): .extremum(extremum, value)
    case .quantile(let value, _): .distribution(value)
    case .distinctCount(.column(.traceID)): .distinctTraces
    case .distinctCount(let value): .distinct(value)
    case .approximateDistinctCount(let value): .approximateDistinct(value)
    case .errorRate: .errors
    case .exemplar: .exemplar
    case .deviation(let value): .deviation(value)
    case .edge(let isLast, let value): .edge(isLast: isLast, value)
    case .uniqueValues(let value, let limit?)
    where limit <= LeastValuesAccumulator.greatestLimit
      && (value.type.isNumber || value.type.isUnit):
      .leastValues(value, limit: limit)
    case .uniqueValues(let value, _): .uniqueValues(value)
    case .histogram(let value, let scale): .histogram(value, scale)
    case .concurrency: .concurrency
    case .rankedExemplar(let value, let choice, let count):
      .rankedExemplar(value, choice, count: count ?? 1)
    case .weighted(let aggregate): kind(ofWeighted: aggregate)
    }
  }

  private static func kind(ofWeighted aggregate: Aggregate) -> Kind? {
    switch aggregate {
    case .count, .rate: .weights(of: nil)
    case .countPresent(let value): .weights(of: value)
    case .errorRate: .weightedErrors
    case .sum(let value, _), .average(let value): .weightedSum(value)
    case .quantile(let value, _): .weightedDistribution(value)
    case .deviation(let value): .weightedDeviation(value)
    case .histogram(let value, let scale): .weightedHistogram(value, scale)
    default: kind(of: aggregate)
    }
  }

  private static func inputs(of kind: Kind) -> [Scalar] {
    switch kind {
    case .present(let value), .sum(let value), .extremum(_, let value), .distribution(let value),
      .distinct(let value), .approximateDistinct(let value), .deviation(let value),
      .uniqueValues(let value), .leastValues(let value, _), .histogram(let value, _):
      [value]
    case .edge(_, let value), .rankedExemplar(let value, _, _): [value, .column(.start)]
    case .distinctTraces: [.column(.traceID)]
    case .errors: [.column(.status)]
    case .exemplar, .concurrency: [.column(.latency), .column(.start)]
    case .weights(nil): [probability]
    case .weightedErrors: [.column(.status), probability]
    case .weights(let value?), .weightedSum(let value), .weightedDistribution(let value),
      .weightedDeviation(let value), .weightedHistogram(let value, _):
      [value, probability]
    }
  }

  /// Empty states, one a kind.
  func makeStates(
    _ notices: Notices, _ bounds: DistributionBounds, _ numbers: QueryTextNumbers
  ) -> [any Accumulator] {
    kinds.map { makeState($0, notices, bounds, numbers) }
  }

  private func makeState(
    _ kind: Kind, _ notices: Notices, _ bounds: DistributionBounds, _ numbers: QueryTextNumbers
  ) -> any Accumulator {
    switch kind {
    case .present(let value): CountAccumulator(input: input(value))
    case .sum(let value):
      SumAccumulator(input: input(value), type: value.type, notices: notices)
    case .extremum(let extremum, let value):
      ExtremumAccumulator(extremum, input: input(value), type: value.type)
    case .distribution(let value):
      DistributionAccumulator(
        input: input(value), type: value.type, fractions: fractions(of: value), bounds: bounds)
    case .distinct(let value):
      DistinctAccumulator(
        input: input(value), type: value.type, shared: numbers.numbers(of: value))
    case .distinctTraces: DistinctTracesAccumulator(input: input(.column(.traceID)))
    case .approximateDistinct(let value): ApproximateDistinctAccumulator(input: input(value))
    case .errors: ErrorAccumulator(input: input(.column(.status)))
    case .exemplar:
      ExemplarAccumulator(
        latencyInput: input(.column(.latency)), startInput: input(.column(.start)))
    case .deviation(let value): DeviationAccumulator(input: input(value), type: value.type)
    case .edge(let isLast, let value):
      EdgeAccumulator(isLast: isLast, input: input(value), startInput: input(.column(.start)))
    case .uniqueValues(let value):
      UniqueValuesAccumulator(
        input: input(value), type: value.type, shared: numbers.numbers(of: value))
    case .leastValues(let value, let limit):
      LeastValuesAccumulator(input: input(value), type: value.type, limit: limit)
    case .histogram(let value, let scale):
      HistogramAccumulator(input: input(value), type: value.type, scale: scale)
    case .concurrency:
      ConcurrencyAccumulator(
        startInput: input(.column(.start)), latencyInput: input(.column(.latency)))
    case .rankedExemplar(let value, let choice, let count):
      RankedExemplarAccumulator(
        choice, count: count, input: input(value), startInput: input(.column(.start)),
        type: value.type)
    case .weights(let value): WeightAccumulator(input: value.map { input($0) })
    case .weightedErrors: WeightedErrorAccumulator(input: input(.column(.status)))
    case .weightedSum(let value):
      WeightedSumAccumulator(input: input(value), type: value.type, notices: notices)
    case .weightedDistribution(let value):
      WeightedDistributionAccumulator(
        input: input(value), type: value.type, fractions: fractions(of: value))
    case .weightedDeviation(let value):
      WeightedDeviationAccumulator(input: input(value), type: value.type)
    case .weightedHistogram(let value, let scale):
      WeightedHistogramAccumulator(input: input(value), type: value.type, scale: scale)
    }
  }

  private func input(_ value: Scalar) -> Int {
    guard let index = inputs.firstIndex(of: value) else {
      preconditionFailure("every state's input is among the inputs")
    }
    return index
  }

  private func fractions(of value: Scalar) -> [QuantileFraction] {
    var fractions: [QuantileFraction] = []
    for case .quantile(value, let fraction) in aggregates.map(\.unweighted)
    where !fractions.contains(fraction) {
      fractions.append(fraction)
    }
    return fractions
  }
}
