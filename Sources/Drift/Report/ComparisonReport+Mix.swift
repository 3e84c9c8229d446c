extension ComparisonReport {
  /// How the values of an attribute are spread on the two sides.
  ///
  /// A mix that differs may be the reason for a metric that does: other models, other tenants, other
  /// hours.
  public struct Mix: Codable, Hashable, Sendable {
    public var attribute: String
    /// Between the shares of its values, from 0 for the same to 1 for none in common.
    public var totalVariation: Double
    public var p: Double?
    public var adjustedP: Double?
    /// Whether it differs by more than chance and by enough to matter.
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
      public var value: String
      public var baseline: Double
      public var candidate: Double
      /// The difference of the shares.
      public var effect: MetricComparison.Effect
    }
  }
}
