import Statistics

/// Columns in which the causes of differences are looked for, once it is known which metrics differ.
package struct CauseColumns: Sendable {
  /// Attributes, with the code of each row.
  package var attributes: [Attribute]
  /// Metrics whose means are split by attributes.
  package var metrics: [Metric]

  package init(attributes: [Attribute], metrics: [Metric]) {
    self.attributes = attributes
    self.metrics = metrics
  }

  package struct Attribute: Sendable {
    package var name: String
    package var values: [String]
    /// The code of each value.
    package var codes: [Int]
    package var baseline: [UInt8]
    package var candidate: [UInt8]
    /// Whether a trace's sums are made of what its values have: of stages, of models.
    package var isPart: Bool

    package init(
      name: String, values: [String], codes: [Int], baseline: [UInt8], candidate: [UInt8],
      isPart: Bool
    ) {
      self.name = name
      self.values = values
      self.codes = codes
      self.baseline = baseline
      self.candidate = candidate
      self.isPart = isPart
    }
  }

  package struct Metric: Sendable {
    package var name: String
    /// Whether it is a mean of units' sums, not of values.
    package var isOfSums: Bool
    package var baseline: Column
    package var candidate: Column

    package init(name: String, isOfSums: Bool, baseline: Column, candidate: Column) {
      self.name = name
      self.isOfSums = isOfSums
      self.baseline = baseline
      self.candidate = candidate
    }
  }

  package struct Column: Sendable {
    package var values: [Double]
    /// The row of each value; nil where all rows have one.
    package var rows: [UInt32]?
    /// What each value stands for; nil where each stands for itself.
    package var weights: [Double]?
    /// Units; of weighted ones, what they stand for.
    package var unitCount: Double

    package init(
      values: [Double], rows: [UInt32]?, weights: [Double]? = nil, unitCount: Double
    ) {
      self.values = values
      self.rows = rows
      self.weights = weights
      self.unitCount = unitCount
    }

    /// How many unweighted values tell as much as what one value's worth of weights does.
    var scale: Double {
      guard let weights, !weights.isEmpty else { return 1 }
      return effectiveCount(weights) / weights.reduce(0, +)
    }
  }
}

extension CauseColumns {
  /// What a metric's difference is by an attribute; nil where a side has no values of it, and of an
  /// attribute that its values are not split by.
  package func cause(of metric: String, by attribute: String) -> CauseInput? {
    CauseTables(self, .caller).sums(of: metric)?.causes.first { $0.attribute == attribute }
  }
}
