extension ComparisonReport {
  /// What the traces themselves look like.
  public struct Shape: Codable, Hashable, Sendable {
    /// Tests of shapes: `shapes`, `transitions`, then counts a trace such as `spans`, `depth`,
    /// `tool calls`, `tool:search`, `retries`, and the presence of each stage.
    public var tests: [ShapeTest]
    /// Shapes of one side only, or much more frequent there, the most telling first.
    public var movers: [ShapeMover]

    /// A test of one feature.
    public struct ShapeTest: Codable, Hashable, Sendable {
      public var feature: String
      public var effect: MetricComparison.Effect
      /// Means of each side, for counts a trace.
      public var baseline: Double?
      public var candidate: Double?
      public var test: String
      public var p: Double?
      public var adjustedP: Double?
      /// Whether it differs by more than chance.
      public var differs: Bool

      enum CodingKeys: String, CodingKey {
        case feature, effect, baseline, candidate, test, p
        case adjustedP = "p_adjusted"
        case differs
      }
    }

    /// A shape of traces, with repeats drawn together: `agent(generation, tool:search+)`.
    public struct ShapeMover: Codable, Hashable, Sendable {
      public enum Kind: String, Codable, Hashable, Sendable { case new, vanished, more, less }

      public var shape: String
      public var kind: Kind
      public var baseline: Int
      public var candidate: Int
      public var effect: MetricComparison.Effect
      /// A trace of that shape.
      public var exemplar: String?
    }
  }
}
