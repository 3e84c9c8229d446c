extension ComparisonReport {
  /// What the traces themselves look like.
  public struct Shape: Codable, Hashable, Sendable {
    /// Tests of what traces are made of.
    ///
    /// First `shapes` and `transitions`, then counts a trace: `spans`, `depth`, `fan-out`, `retries`
    /// (spans whose sibling before them has the same label and failed), `tool calls`, and each label
    /// that comes several times, as `tool:search`; and for labels that not every trace has, the part
    /// of traces that do, as `has tool:search`. What never varies is left out.
    public var tests: [ShapeTest]
    /// Shapes whose share of the traces has changed by more than chance, the most first.
    public var movers: [ShapeMover]

    /// A test of one feature.
    public struct ShapeTest: Codable, Hashable, Sendable {
      /// What is tested, as `retries`.
      public var feature: String
      /// How large the difference is.
      public var effect: MetricComparison.Effect
      /// The baseline's mean of a count, or the part of its traces; nil for shares of many.
      public var baseline: Double?
      /// The candidate's.
      public var candidate: Double?
      /// The test that `p` is of, as `permutation`.
      public var test: String
      /// Nil of too few traces.
      public var p: Double?
      /// `p` adjusted for all tests of the report.
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
      /// What became of a shape.
      public enum Kind: String, Codable, Hashable, Sendable { case new, vanished, more, less }

      /// The shape, as text.
      public var shape: String
      /// What became of it.
      public var kind: Kind
      /// The baseline's traces of that shape.
      public var baseline: Int
      /// The candidate's.
      public var candidate: Int
      /// The difference of its shares.
      public var effect: MetricComparison.Effect
      /// A trace of that shape.
      public var exemplar: String?
    }
  }
}
