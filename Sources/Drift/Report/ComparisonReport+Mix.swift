extension ComparisonReport {
  /// How the values of an attribute are spread on the two sides.
  ///
  /// A mix that differs may be the reason for a metric that does: other models, other tenants, other
  /// hours.
  public struct Mix: Codable, Hashable, Sendable {
    /// The attribute's name.
    public var attribute: String
    /// Between the shares of its values, from 0 for the same to 1 for none in common.
    public var totalVariation: Double
    /// How probable such a difference is by chance; nil of too few units.
    public var p: Double?
    /// `p` adjusted for all tests of the report.
    public var adjustedP: Double?
    /// Whether it differs by more than chance, and by a total variation of 0.05 or more.
    public var differs: Bool
    /// The values that moved the most, at most five.
    public var movers: [Mover]

    enum CodingKeys: String, CodingKey {
      case attribute
      case totalVariation = "total_variation"
      case p
      case adjustedP = "p_adjusted"
      case differs, movers
    }

    /// A value and its share of each side.
    public struct Mover: Codable, Hashable, Sendable {
      /// The attribute's value.
      public var value: String
      /// Its share of the baseline, from 0 to 1.
      public var baseline: Double
      /// Its share of the candidate.
      public var candidate: Double
      /// The difference of the shares.
      public var effect: MetricComparison.Effect
    }
  }
}
